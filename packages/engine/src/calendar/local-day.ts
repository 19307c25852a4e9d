/**
 * Local days of a time zone. A day is a whole number, days since 1970-01-01 on the wall calendar, so that counting is
 * integer arithmetic; only where a day begins is asked of the zone, and remembered.
 */
import { Temporal } from 'temporal-polyfill';

const msPerDay = 86_400_000;
const earliestAt = Date.UTC(1900, 0, 1);
const latestAt = Date.UTC(2200, 0, 1);
const rememberedDaysLimit = 20_000;

/** The local day of an instant as `YYYY-MM-DD`. */
export function localDay(at: number, timeZone: string): string {
  return dayText(dayAt(at, timeZone));
}

/** The day that an instant belongs to. A day that the zone skipped (Apia's 2011-12-30) has no instants. */
export function dayAt(at: number, timeZone: string): number {
  let day = Math.floor(at / msPerDay);
  while (startOfDay(day, timeZone) > at) day -= 1;
  while (startOfDay(day + 1, timeZone) <= at) day += 1;
  return day;
}

/** The first instant of a day: midnight, or what follows it where the zone skips midnight. */
export function startOfDay(day: number, timeZone: string): number {
  const starts = knownStarts(timeZone);
  const known = starts.get(day);
  if (known !== undefined) return known;
  const startAt = Temporal.PlainDate.from(dayText(day)).toZonedDateTime(timeZone).epochMilliseconds;
  if (starts.size >= rememberedDaysLimit) starts.clear();
  starts.set(day, startAt);
  return startAt;
}

/** The instant of a minute of a day; for a minute that the zone skips, the instant at which it was skipped. */
export function instantOf(day: number, minute: number, timeZone: string): number {
  const startAt = startOfDay(day, timeZone);
  const nextStartAt = startOfDay(day + 1, timeZone);
  if (minute === 24 * 60) return nextStartAt;
  if (nextStartAt - startAt === msPerDay) return startAt + minute * 60_000;
  const plainTime = Temporal.PlainTime.from({ hour: Math.floor(minute / 60), minute: minute % 60 });
  const found = Temporal.PlainDate.from(dayText(day)).toZonedDateTime({ timeZone, plainTime });
  if (found.toPlainTime().equals(plainTime)) return found.epochMilliseconds;
  // One millisecond on, because the previous transition is one strictly before.
  const skip = found.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
  if (skip === null)
    throw new Error(`expected ${dayText(day)} ${plainTime.toString()} in ${timeZone} to be skipped`);
  return skip.epochMilliseconds;
}

/** True when the zone went through no instant of this day. */
export function isSkippedDay(day: number, timeZone: string): boolean {
  return startOfDay(day, timeZone) === startOfDay(day + 1, timeZone);
}

/** The day of the same number so many months later or earlier, or that month's last day. */
export function addMonths(day: number, months: number): number {
  return dayNumber(Temporal.PlainDate.from(dayText(day)).add({ months }).toString());
}

export function dayNumber(text: string): number {
  const day = Date.parse(`${text}T00:00Z`) / msPerDay;
  if (!/^\d{4}-\d\d-\d\d$/.test(text) || !Number.isInteger(day) || dayText(day) !== text)
    throw new RangeError(`expected a day as YYYY-MM-DD, got ${text}`);
  return day;
}

export function dayText(day: number): string {
  return new Date(day * msPerDay).toISOString().slice(0, 10);
}

export function yearOf(day: number): number {
  return new Date(day * msPerDay).getUTCFullYear();
}

/** 1 is Monday, 7 is Sunday; 1970-01-01 was a Thursday. */
export function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

export function assertInstant(name: string, at: number): void {
  if (!Number.isInteger(at) || at < earliestAt || at > latestAt)
    throw new RangeError(
      `expected ${name} as whole epoch milliseconds between the years 1900 and 2200, got ${at}`,
    );
}

export function assertTimeZone(timeZone: string): void {
  knownStarts(timeZone);
}

const startsByZone = new Map<string, Map<number, number>>();

function knownStarts(timeZone: string): Map<number, number> {
  const known = startsByZone.get(timeZone);
  if (known !== undefined) return known;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(timeZone);
  } catch (error) {
    if (!(error instanceof RangeError) && !(error instanceof TypeError)) throw error;
    throw new RangeError(`expected an IANA time zone, got ${String(timeZone)}`, { cause: error });
  }
  const starts = new Map<number, number>();
  startsByZone.set(timeZone, starts);
  return starts;
}
