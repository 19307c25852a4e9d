import type { Text } from '../text.ts';

/**
 * Which days are worked, and when: versioned data, never edited once it is in use (a correction is a new version).
 *
 * `years` are the years of which the days off are known; a day of any other year is never guessed. A calendar that has
 * no holidays knows every year.
 */
export interface Calendar {
  id: string;
  /** The package and version that the data come from, e.g. `chinese-days@1.5.7`. */
  version: string;
  title: Text;
  /** IANA name; a definition may name another. */
  timeZone: string;
  /** ISO weekdays that are worked as a rule: 1 is Monday. */
  weekdays: number[];
  years: 'every' | Record<number, CalendarYear>;
  /** Office hours, `HH:MM` to `HH:MM`, in order; `24:00` ends a day. */
  hours: [string, string][];
}

/** The exceptions of one year, each day as `YYYY-MM-DD`. */
export interface CalendarYear {
  off: string[];
  /** Days worked although their weekday is free (调休). */
  worked: string[];
  /** Days of which only this part is worked. In limits of days such a day counts as a working day. */
  half?: Record<string, HalfDay>;
  /** What the days off and the days worked instead are called. */
  names?: Record<string, Text>;
}

export type HalfDay = 'morning' | 'afternoon';

/** The years whose days off are known, in order. */
export function calendarYears(calendar: Calendar): number[] | 'every' {
  if (calendar.years === 'every') return 'every';
  return Object.keys(calendar.years)
    .map(Number)
    .toSorted((a, b) => a - b);
}
