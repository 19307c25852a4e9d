import type { Calendar } from './calendar.ts';
import { dayKind } from './day-kind.ts';
import { addInterval, type Counted, type DueInterval } from './due-interval.ts';
import type { ClockLimit, Limit } from './limit.ts';
import { addMonths, dayAt, dayText, isSkippedDay, startOfDay, yearOf } from './local-day.ts';
import { stoppedDays, type Stop } from './stops.ts';

/** Stops may be long, but a clock that finds no day to count in so many has bad data. */
const searchedDaysLimit = 400_000;

/**
 * Counts whole days after the day of the event; the due time is the end of the last one.
 *
 * Working days skip the days off. Calendar days and months count every day, and when the last is not a working day the
 * limit ends with the next working day that is not stopped. Stopped days are skipped without being looked up.
 * Source: PROCEDURES §1.
 */
export function countDays(
  fromAt: number,
  limit: Limit,
  days: ClockLimit['days'],
  stops: readonly Stop[],
  calendar: Calendar,
  timeZone: string,
): Counted {
  const eventDay = dayAt(fromAt, timeZone);
  const wanted = limit.days + daysOfMonths(eventDay, limit.months, timeZone);
  const stoppedOn = stoppedDays(stops, timeZone);
  const count: DayCount = { endAt: startOfDay(eventDay + 1, timeZone), total: 0, intervals: [] };
  count.intervals.push({ fromAt, toAt: count.endAt, kind: 'event-day', basis: 'event-day', total: 0 });
  let isRolling = false;

  for (let day = eventDay + 1; day <= eventDay + searchedDaysLimit; day += 1) {
    if (isSkippedDay(day, timeZone)) continue;
    const nextAt = startOfDay(day + 1, timeZone);
    const stopped = stoppedOn(day);
    if (stopped !== null) {
      addDay(count, nextAt, 'stopped', stopped);
      continue;
    }
    if (days === 'calendar' && !isRolling) {
      addDay(count, nextAt, 'counted', 'calendar-day');
      if (count.total < wanted) continue;
    }
    const kind = dayKind(calendar, day);
    if (kind === null)
      return { unknownYear: yearOf(day), notBeforeAt: count.endAt, intervals: count.intervals };
    if (isRolling) addDay(count, nextAt, 'rolled', kind.basis);
    else if (days === 'working') addDay(count, nextAt, kind.isWorked ? 'counted' : 'day-off', kind.basis);
    if (count.total === wanted && kind.isWorked) return { dueAt: count.endAt, intervals: count.intervals };
    isRolling = days === 'calendar';
  }
  throw new Error(`calendar ${calendar.id} has too few working days after ${dayText(eventDay)}`);
}

interface DayCount {
  /** The end of the last day added. */
  endAt: number;
  total: number;
  intervals: DueInterval[];
}

function addDay(count: DayCount, nextAt: number, kind: DueInterval['kind'], basis: string): void {
  if (kind === 'counted') count.total += 1;
  addInterval(count.intervals, {
    fromAt: count.endAt,
    toAt: nextAt,
    kind,
    basis,
    days: 1,
    total: count.total,
  });
  count.endAt = nextAt;
}

/** Months as days, so that stops can lengthen them: the days until the one of the same number. */
function daysOfMonths(eventDay: number, months: number, timeZone: string): number {
  if (months === 0) return 0;
  let count = 0;
  for (let day = eventDay + 1, last = addMonths(eventDay, months); day <= last; day += 1)
    if (!isSkippedDay(day, timeZone)) count += 1;
  return count;
}
