import type { Calendar } from './calendar.ts';
import { countDays } from './count-days.ts';
import { countElapsed, countOfficeHours } from './count-time.ts';
import type { Counted, DueInterval } from './due-interval.ts';
import { addLimits, type ClockLimit } from './limit.ts';
import { assertInstant, assertTimeZone } from './local-day.ts';
import { fullDayMs } from './office-hours.ts';
import { closeStops, type ClockSpan } from './stops.ts';

export interface ClockInput extends ClockLimit {
  /** The instant of the event that starts the clock. */
  fromAt: number;
  /** In any order; they may overlap. */
  stops?: readonly ClockSpan[];
  /** Durations of the same kind of days, added to the same count. */
  extensions?: readonly string[];
  calendar: Calendar;
  /** IANA name; the calendar's own when absent. */
  timeZone?: string;
  /** For a clock that is still stopped: it is due as if it resumed now. */
  now?: number;
}

/**
 * When a clock is due. `dueAt` is the first instant after the limit: the clock has lapsed when now >= dueAt.
 *
 * Provisional: counting met a day of a year that the calendar does not know. `intervals` then reach to `notBeforeAt`,
 * before which the clock cannot be due.
 */
export type ClockDue =
  | { dueAt: number; provisional: false; intervals: DueInterval[]; stopped: boolean }
  | {
      dueAt: null;
      provisional: true;
      unknownYear: number;
      notBeforeAt: number;
      intervals: DueInterval[];
      stopped: boolean;
    };

/**
 * Computes when a clock is due and why, interval by interval, from its first instant to the due time.
 *
 * Days and months are counted from the day after the event and end with a day; hours and minutes of working days are
 * office hours, those of calendar days are elapsed time. The answer depends on nothing but the input.
 * Throws a RangeError for a limit, instant, time zone or calendar that cannot be counted with.
 * Source: PROCEDURES §1; DESIGN §3, invariant 6.
 */
export function computeDue(input: ClockInput): ClockDue {
  const { calendar, fromAt, days, stops = [], extensions = [] } = input;
  const timeZone = input.timeZone ?? calendar.timeZone;
  assertInstant('the start of a clock', fromAt);
  assertTimeZone(timeZone);
  const limit = addLimits([input.limit, ...extensions], days);
  const closed = closeStops(stops, input.now);
  const stopped = stops.some(({ toAt }) => toAt === null);

  if (limit.counted === 'days')
    return answer(countDays(fromAt, limit, days, closed, calendar, timeZone), stopped);
  if (days === 'calendar') return answer(countElapsed(fromAt, limit.ms, closed), stopped);
  const limitMs = limit.ms + (limit.halfDays === 0 ? 0 : (limit.halfDays * fullDayMs(calendar)) / 2);
  return answer(countOfficeHours(fromAt, limitMs, closed, calendar, timeZone), stopped);
}

function answer(counted: Counted, stopped: boolean): ClockDue {
  if ('dueAt' in counted) return { ...counted, provisional: false, stopped };
  return { ...counted, dueAt: null, provisional: true, stopped };
}
