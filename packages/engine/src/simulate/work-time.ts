/** Hours that are worked, as a line without gaps: how much lies between two instants, what instant comes after so much. */
import type { Calendar } from '../calendar/calendar.ts';
import { dayKind } from '../calendar/day-kind.ts';
import { dayAt } from '../calendar/local-day.ts';
import { openSpans } from '../calendar/office-hours.ts';
import type { Instant } from '../command.ts';

export interface WorkTime {
  /** Milliseconds worked from the beginning until then. */
  workedUntil(at: Instant): number;
  /** The instant at which so much will have been worked since the beginning. */
  instantAt(worked: number): Instant;
  /** So much working time later; not before the next hour that is worked. */
  after(at: Instant, ms: number): Instant;
}

/** Days that are tabled at a time. */
const CHUNK_DAYS = 366;
const YEARS_LIMIT = 60;

export function createWorkTime(
  calendar: Calendar,
  timeZone: string,
  from: Instant,
  hours: Calendar['hours'] = calendar.hours,
): WorkTime {
  const own: Calendar = { ...calendar, hours };
  const starts: number[] = [];
  const ends: number[] = [];
  /** Worked before each span. */
  const before: number[] = [];
  const first = dayAt(from, timeZone);
  let next = first;
  let whole = 0;

  function more(): void {
    if (next - first > YEARS_LIMIT * CHUNK_DAYS) throw new RangeError('the simulation does not end');
    for (const end = next + CHUNK_DAYS; next < end; next++) {
      const kind = dayKind(own, next);
      if (kind?.isWorked !== true) continue;
      for (const [opens, closes] of openSpans(own, next, kind.half, timeZone)) {
        if (closes <= from) continue;
        const start = Math.max(opens, from);
        starts.push(start);
        ends.push(closes);
        before.push(whole);
        whole += closes - start;
      }
    }
  }

  function workedUntil(at: Instant): number {
    while ((ends.at(-1) ?? from) < at) more();
    const index = lastAtMost(starts, at);
    return index < 0 ? 0 : before[index]! + Math.min(at, ends[index]!) - starts[index]!;
  }

  function instantAt(worked: number): Instant {
    while (whole <= worked) more();
    const index = lastAtMost(before, worked);
    return Math.ceil(starts[index]! + worked - before[index]!);
  }

  return { workedUntil, instantAt, after: (at, ms) => Math.max(at, instantAt(workedUntil(at) + ms)) };
}

/** Index of the last that is not greater; -1: all are. */
function lastAtMost(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
