import type { Calendar, HalfDay } from './calendar.ts';
import { instantOf } from './local-day.ts';

const noon = 12 * 60;

/** The open spans of a worked day, in order, as instants. `half` leaves only what lies before or after noon. */
export function openSpans(
  calendar: Calendar,
  day: number,
  half: HalfDay | undefined,
  timeZone: string,
): [fromAt: number, toAt: number][] {
  const spans: [number, number][] = [];
  for (const [opens, closes] of officeMinutes(calendar)) {
    const from = half === 'afternoon' ? Math.max(opens, noon) : opens;
    const to = half === 'morning' ? Math.min(closes, noon) : closes;
    if (from >= to) continue;
    const fromAt = instantOf(day, from, timeZone);
    const toAt = instantOf(day, to, timeZone);
    // Empty where the zone skips all of it.
    if (fromAt < toAt) spans.push([fromAt, toAt]);
  }
  return spans;
}

/** The office hours of a whole day by the wall clock, in milliseconds. */
export function fullDayMs(calendar: Calendar): number {
  return officeMinutes(calendar).reduce((sum, [opens, closes]) => sum + (closes - opens) * 60_000, 0);
}

const minutesByCalendar = new WeakMap<Calendar, [opens: number, closes: number][]>();

function officeMinutes(calendar: Calendar): [opens: number, closes: number][] {
  const known = minutesByCalendar.get(calendar);
  if (known !== undefined) return known;
  const minutes = calendar.hours.map(([from, to]): [number, number] => [minuteOf(from), minuteOf(to)]);
  const flat = minutes.flat();
  if (flat.length === 0 || flat.some((minute, index) => !(minute > (flat[index - 1] ?? -1))))
    throw new RangeError(
      `expected office hours of calendar ${calendar.id} in order, got ${calendar.hours.join('; ')}`,
    );
  minutesByCalendar.set(calendar, minutes);
  return minutes;
}

function minuteOf(text: string): number {
  const match = /^(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/.exec(text);
  if (match === null) throw new RangeError(`expected a time of day as HH:MM, got ${text}`);
  return match[1] === undefined ? 24 * 60 : Number(match[1]) * 60 + Number(match[2]);
}
