import type { Calendar, HalfDay } from './calendar.ts';
import { dayNumber, weekdayOf, yearOf } from './local-day.ts';

/** Whether a day is worked, and why: `weekday`, `weekend`, `holiday:春节`, `made-up-workday`, `half-day`. */
export interface DayKind {
  isWorked: boolean;
  basis: string;
  /** The part that is worked; absent: the whole day. */
  half?: HalfDay;
}

/**
 * What the calendar says about a day; null when the year is not known.
 *
 * Years are tabled once a calendar value, so a calendar that was asked must not be edited.
 */
export function dayKind(calendar: Calendar, day: number): DayKind | null {
  let kinds = kindsByCalendar.get(calendar);
  if (kinds === undefined) kindsByCalendar.set(calendar, (kinds = openKinds(calendar)));
  const known = kinds.get(day);
  if (known !== undefined) return known;
  tableYear(calendar, yearOf(day), kinds);
  return kinds.get(day) ?? null;
}

const kindsByCalendar = new WeakMap<Calendar, Map<number, DayKind | null>>();

function openKinds(calendar: Calendar): Map<number, DayKind | null> {
  const { id, weekdays } = calendar;
  if (
    weekdays.length === 0 ||
    weekdays.some((weekday) => !Number.isInteger(weekday) || weekday < 1 || weekday > 7)
  )
    throw new RangeError(`expected ISO weekdays 1 to 7 in calendar ${id}, got [${weekdays.join(', ')}]`);
  return new Map();
}

function tableYear(calendar: Calendar, year: number, kinds: Map<number, DayKind | null>): void {
  const first = dayNumber(`${year}-01-01`);
  const next = dayNumber(`${year + 1}-01-01`);
  const exceptions = calendar.years === 'every' ? { off: [], worked: [] } : calendar.years[year];
  for (let day = first; day < next; day += 1)
    kinds.set(
      day,
      exceptions === undefined ? null : calendar.weekdays.includes(weekdayOf(day)) ? weekday : weekend,
    );
  if (exceptions === undefined) return;

  const { off, worked, half = {}, names = {} } = exceptions;
  for (const text of off) {
    const name = names[text]?.['zh-CN'];
    kinds.set(inYear(text), { isWorked: false, basis: name === undefined ? 'holiday' : `holiday:${name}` });
  }
  for (const text of worked) kinds.set(inYear(text), madeUpWorkday);
  for (const [text, part] of Object.entries(half))
    kinds.set(inYear(text), { isWorked: true, basis: 'half-day', half: part });

  function inYear(text: string): number {
    if (!text.startsWith(`${year}-`))
      throw new RangeError(`expected a day of ${year} in calendar ${calendar.id}, got ${text}`);
    return dayNumber(text);
  }
}

const weekday: DayKind = { isWorked: true, basis: 'weekday' };
const weekend: DayKind = { isWorked: false, basis: 'weekend' };
const madeUpWorkday: DayKind = { isWorked: true, basis: 'made-up-workday' };
