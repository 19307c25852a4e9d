import { dayKind } from './day-kind.ts';
import { computeDue, type ClockInput } from './due.ts';
import type { DueInterval } from './due-interval.ts';
import { assertLimit } from './limit.ts';
import { addMonths, dayAt, isSkippedDay, startOfDay } from './local-day.ts';
import { fullDayMs, openSpans } from './office-hours.ts';

/**
 * The instant that lies `before` ahead of the due time, counted back in the clock's own kind of days.
 *
 * A clock that counts days is warned at the start of a day: P3D of working days is the start of the third working day
 * from the end, itself included. Days that were rolled over lie ahead of the due time too, stopped ones never do.
 * For a clock that counts hours, a day is 24 hours, or the office hours of a whole day.
 * Null when the due time is not known or less than `before` lies between the start and it.
 */
export function warnAt(input: ClockInput, before: string): number | null {
  const ahead = assertLimit(before, input.days);
  const due = computeDue(input);
  if (due.provisional) return null;
  const countsDays = due.intervals.at(-1)?.days !== undefined;
  const running = due.intervals.filter(({ kind }) => kind === 'counted' || kind === 'rolled');
  const timeZone = input.timeZone ?? input.calendar.timeZone;

  if (countsDays && ahead.counted === 'days') {
    const days = ahead.days + daysOfMonths(due.dueAt, ahead.months, timeZone);
    return afterStart(backDays(running, days, timeZone), input);
  }
  const monthsMs = ahead.months === 0 ? 0 : daysOfMonths(due.dueAt, ahead.months, timeZone) * 86_400_000;
  const dayMs = input.days === 'working' ? fullDayMs(input.calendar) : 86_400_000;
  const ms = ahead.ms + monthsMs + (ahead.days + ahead.halfDays / 2) * dayMs;
  const spans =
    countsDays && input.days === 'working'
      ? officeSpans(running, input)
      : running.map(({ fromAt, toAt }) => [fromAt, toAt] as const);
  return afterStart(backTime(spans, ms), input);
}

const afterStart = (at: number | null, { fromAt }: ClockInput) => (at !== null && at > fromAt ? at : null);

function daysOfMonths(dueAt: number, months: number, timeZone: string): number {
  const day = dayAt(dueAt, timeZone);
  return day - addMonths(day, -months);
}

/** The start of the n-th day from the end of these intervals of whole days. */
function backDays(intervals: readonly DueInterval[], days: number, timeZone: string): number | null {
  let left = days;
  for (const { fromAt, toAt, days: length = 0 } of intervals.toReversed()) {
    if (length < left) {
      left -= length;
      continue;
    }
    if (length === left) return fromAt;
    let day = dayAt(toAt, timeZone);
    while (left > 0) {
      day -= 1;
      if (!isSkippedDay(day, timeZone)) left -= 1;
    }
    return startOfDay(day, timeZone);
  }
  return null;
}

function backTime(spans: readonly (readonly [fromAt: number, toAt: number])[], ms: number): number | null {
  let leftMs = ms;
  for (const [fromAt, toAt] of spans.toReversed()) {
    if (toAt - fromAt >= leftMs) return toAt - leftMs;
    leftMs -= toAt - fromAt;
  }
  return null;
}

/** The office hours within intervals of whole working days. */
function officeSpans(intervals: readonly DueInterval[], input: ClockInput): [number, number][] {
  const { calendar, timeZone = calendar.timeZone } = input;
  return intervals.flatMap(({ fromAt, toAt }) => {
    const spans: [number, number][] = [];
    for (let day = dayAt(fromAt, timeZone), end = dayAt(toAt, timeZone); day < end; day += 1)
      if (!isSkippedDay(day, timeZone))
        spans.push(...openSpans(calendar, day, dayKind(calendar, day)?.half, timeZone));
    return spans;
  });
}
