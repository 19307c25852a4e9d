import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../command.ts';

/** The instant `duration` (ISO 8601) later: days, weeks and months by the local calendar. */
export function later(at: Instant, duration: string, timeZone: string): Instant {
  return Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(timeZone)
    .add(Temporal.Duration.from(duration)).epochMilliseconds;
}

/** The local day that ends at, or contains, the instant before `dueAt`. */
export function lastDay(dueAt: Instant, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(dueAt - 1)
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .toString();
}

/** null: not an ISO 8601 instant with an offset. */
export function readInstant(text: string): Instant | null {
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch (cause) {
    if (cause instanceof RangeError) return null;
    throw cause;
  }
}

export function isDuration(text: string): boolean {
  try {
    return Temporal.Duration.from(text).sign >= 0;
  } catch (cause) {
    if (cause instanceof RangeError) return false;
    throw cause;
  }
}
