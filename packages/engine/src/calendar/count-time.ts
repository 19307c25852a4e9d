import type { Calendar } from './calendar.ts';
import { dayKind, type DayKind } from './day-kind.ts';
import { addInterval, type Counted, type DueInterval } from './due-interval.ts';
import { dayAt, dayText, isSkippedDay, startOfDay, yearOf } from './local-day.ts';
import { openSpans } from './office-hours.ts';
import type { Stop } from './stops.ts';

const searchedDaysLimit = 400_000;

/** Counts elapsed time, without the stopped. Asks neither zone nor calendar. */
export function countElapsed(fromAt: number, limitMs: number, stops: readonly Stop[]): Counted {
  const due = new TimeCount(limitMs, stops).take(fromAt, Infinity, 'counted', 'elapsed');
  if (due === null) throw new Error(`a limit of ${limitMs} ms was not reached in endless time`);
  return due;
}

/**
 * Counts the office hours of working days, without the stopped time. The day of the event counts from its instant on.
 *
 * A day that is stopped from beginning to end is not looked up.
 */
export function countOfficeHours(
  fromAt: number,
  limitMs: number,
  stops: readonly Stop[],
  calendar: Calendar,
  timeZone: string,
): Counted {
  const count = new TimeCount(limitMs, stops);
  const firstDay = dayAt(fromAt, timeZone);
  for (let day = firstDay; day - firstDay <= searchedDaysLimit; day += 1) {
    if (isSkippedDay(day, timeZone)) continue;
    const startAt = Math.max(startOfDay(day, timeZone), fromAt);
    const endAt = startOfDay(day + 1, timeZone);
    const kind = count.isStoppedThrough(startAt, endAt) ? stoppedDay : dayKind(calendar, day);
    if (kind === null) return { unknownYear: yearOf(day), notBeforeAt: startAt, intervals: count.intervals };
    if (!kind.isWorked) {
      count.take(startAt, endAt, 'day-off', kind.basis);
      continue;
    }
    let at = startAt;
    for (const [opensAt, closesAt] of openSpans(calendar, day, kind.half, timeZone)) {
      if (closesAt <= at) continue;
      count.take(at, opensAt, 'closed', 'outside-hours');
      const done = count.take(Math.max(at, opensAt), closesAt, 'counted', kind.basis);
      if (done !== null) return done;
      at = closesAt;
    }
    count.take(at, endAt, 'closed', 'outside-hours');
  }
  throw new Error(`calendar ${calendar.id} has too few office hours after ${dayText(firstDay)}`);
}

const stoppedDay: DayKind = { isWorked: false, basis: 'stop' };

/** Takes stretches of time in order, cuts the stops out of them and knows when the limit is reached. */
class TimeCount {
  readonly intervals: DueInterval[] = [];
  readonly #limitMs: number;
  readonly #stops: readonly Stop[];
  #stopIndex = 0;
  #totalMs = 0;

  constructor(limitMs: number, stops: readonly Stop[]) {
    this.#limitMs = limitMs;
    this.#stops = stops;
  }

  isStoppedThrough(fromAt: number, toAt: number): boolean {
    const stop = this.#stopAfter(fromAt);
    return stop !== undefined && stop.fromAt <= fromAt && stop.toAt >= toAt;
  }

  /** Answers the due time when the limit is reached before the stretch ends. */
  take(fromAt: number, toAt: number, kind: DueInterval['kind'], basis: string): Counted | null {
    let at = fromAt;
    while (at < toAt) {
      const stop = this.#stopAfter(at);
      const runsUntilAt = Math.min(stop?.fromAt ?? Infinity, toAt);
      if (runsUntilAt > at) {
        const leftMs = this.#limitMs - this.#totalMs;
        if (kind === 'counted' && runsUntilAt - at >= leftMs) {
          this.#add(at, at + leftMs, kind, basis);
          return { dueAt: at + leftMs, intervals: this.intervals };
        }
        this.#add(at, runsUntilAt, kind, basis);
        at = runsUntilAt;
      } else if (stop !== undefined) {
        const resumesAt = Math.min(stop.toAt, toAt);
        this.#add(at, resumesAt, 'stopped', 'stop');
        at = resumesAt;
      }
    }
    return null;
  }

  #add(fromAt: number, toAt: number, kind: DueInterval['kind'], basis: string): void {
    const ms = toAt - fromAt;
    if (kind === 'counted') this.#totalMs += ms;
    addInterval(this.intervals, { fromAt, toAt, kind, basis, ms, total: this.#totalMs });
  }

  /** The first stop that is not over at an instant. */
  #stopAfter(at: number): Stop | undefined {
    while ((this.#stops[this.#stopIndex]?.toAt ?? Infinity) <= at) this.#stopIndex += 1;
    return this.#stops[this.#stopIndex];
  }
}
