import type { Calendar } from './calendar.ts';
import { dayKind } from './day-kind.ts';
import { dayNumber, yearOf } from './local-day.ts';

/**
 * Whole working days that lie between two local days, `YYYY-MM-DD`, neither of them counted; 0 when none do.
 *
 * Answers the year instead when it meets one that the calendar does not know.
 * Source: PROCEDURES §1, "at least N working days before a sitting".
 */
export function workingDaysBetween(
  calendar: Calendar,
  fromDay: string,
  toDay: string,
): number | { unknownYear: number } {
  const to = dayNumber(toDay);
  const from = dayNumber(fromDay);
  if (to - from > SPAN_LIMIT_DAYS)
    throw new RangeError(`expected days at most ${SPAN_LIMIT_DAYS} apart, got ${fromDay} and ${toDay}`);
  let counted = 0;
  for (let day = from + 1; day < to; day += 1) {
    const kind = dayKind(calendar, day);
    if (kind === null) return { unknownYear: yearOf(day) };
    if (kind.isWorked) counted += 1;
  }
  return counted;
}

const SPAN_LIMIT_DAYS = 3660;
