import { assertInstant, dayAt } from './local-day.ts';

/** A time during which a clock stood still; `toAt` is null while it still does. */
export interface ClockSpan {
  fromAt: number;
  toAt: number | null;
}

/** An instant belongs to a stop from `fromAt` on and before `toAt`. */
export interface Stop {
  fromAt: number;
  toAt: number;
}

/**
 * The stops in order, those that touch or overlap made one.
 *
 * A clock that still stands is read as if it resumed at `now`, which must then be given.
 */
export function closeStops(spans: readonly ClockSpan[], now: number | undefined): Stop[] {
  const closed = spans.map(({ fromAt, toAt }) => ({ fromAt, toAt: toAt ?? closeAt(fromAt, now) }));
  for (const { fromAt, toAt } of closed) {
    assertInstant('the start of a stop', fromAt);
    assertInstant('the end of a stop', toAt);
    if (toAt < fromAt)
      throw new RangeError(`expected a stop to end after it starts, got ${fromAt} to ${toAt}`);
  }
  const stops: Stop[] = [];
  for (const stop of closed.toSorted((a, b) => a.fromAt - b.fromAt || a.toAt - b.toAt)) {
    const last = stops.at(-1);
    if (last !== undefined && stop.fromAt <= last.toAt) last.toAt = Math.max(last.toAt, stop.toAt);
    else stops.push(stop);
  }
  return stops.filter(({ fromAt, toAt }) => fromAt < toAt);
}

function closeAt(fromAt: number, now: number | undefined): number {
  if (now === undefined) throw new RangeError('expected `now` for a clock that is still stopped, got none');
  return Math.max(fromAt, now);
}

export type StoppedDay = 'stop' | 'resume-day' | null;

/**
 * Answers which days are stopped; the days must be asked in rising order.
 *
 * The day of the stop still counts and the day of resumption does not, so a stop and a resumption on one day change
 * nothing, and a clock that resumes and stops again on one day stands still over both.
 */
export function stoppedDays(stops: readonly Stop[], timeZone: string): (day: number) => StoppedDay {
  const ranges: { afterDay: number; lastDay: number }[] = [];
  for (const stop of stops) {
    const afterDay = dayAt(stop.fromAt, timeZone);
    const lastDay = dayAt(stop.toAt, timeZone);
    const last = ranges.at(-1);
    if (last !== undefined && afterDay <= last.lastDay) last.lastDay = Math.max(last.lastDay, lastDay);
    else ranges.push({ afterDay, lastDay });
  }
  let index = 0;
  return (day) => {
    while ((ranges[index]?.lastDay ?? Infinity) < day) index += 1;
    const range = ranges[index];
    if (range === undefined || day <= range.afterDay) return null;
    return day === range.lastDay ? 'resume-day' : 'stop';
  };
}
