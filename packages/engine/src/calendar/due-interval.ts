/** One stretch of a clock's life, and how it was treated: together they explain the due time. */
export interface DueInterval {
  fromAt: number;
  toAt: number;
  /** `rolled`: after the last day of a limit in calendar days, until a working day ends; `closed`: not office hours. */
  kind: 'event-day' | 'counted' | 'day-off' | 'stopped' | 'rolled' | 'closed';
  /** Machine-readable: `weekday`, `weekend`, `holiday:春节`, `made-up-workday`, `stop`, `resume-day`, `event-day` … */
  basis: string;
  /** Local days in the interval, when days are counted. */
  days?: number;
  /** Its length, when time is counted. */
  ms?: number;
  /** Days, or milliseconds, counted from the start to the end of this interval. */
  total?: number;
}

/** How far counting came: to the last day or instant of the limit, or to a day that the calendar does not know. */
export type Counted =
  | { dueAt: number; intervals: DueInterval[] }
  | { unknownYear: number; notBeforeAt: number; intervals: DueInterval[] };

/** Adds a stretch, as part of the last interval when that is alike and ends where this one begins. */
export function addInterval(intervals: DueInterval[], next: DueInterval): void {
  const last = intervals.at(-1);
  if (last?.kind !== next.kind || last.basis !== next.basis || last.toAt !== next.fromAt) {
    intervals.push(next);
    return;
  }
  last.toAt = next.toAt;
  if (next.days !== undefined) last.days = (last.days ?? 0) + next.days;
  if (next.ms !== undefined) last.ms = (last.ms ?? 0) + next.ms;
  if (next.total !== undefined) last.total = next.total;
}
