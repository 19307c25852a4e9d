import { Temporal } from 'temporal-polyfill';
import {
  computeDue,
  findCalendar,
  localDay,
  type Calendar,
  type ClockInput,
} from '../../src/calendar/index.ts';

export const china = calendarNamed('china-mainland');
export const mondayFriday = calendarNamed('monday-friday');
export const federal = calendarNamed('united-states-federal');

export function calendarNamed(id: string): Calendar {
  const calendar = findCalendar(id);
  if (calendar === undefined) throw new Error(`expected a bundled calendar, got ${id}`);
  return calendar;
}

/** A local time, `2026-02-09T10:00`, as an instant; a day alone is ten in the morning. */
export function instant(text: string, timeZone = 'Asia/Shanghai'): number {
  return Temporal.PlainDateTime.from(text.includes('T') ? text : `${text}T10:00`).toZonedDateTime(timeZone)
    .epochMilliseconds;
}

/** An instant as local time, `2026-02-09T10:00`. */
export function wallTime(at: number, timeZone = 'Asia/Shanghai'): string {
  return Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(timeZone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' });
}

/** A stop from one local time to another, in Shanghai; null: still stopped. */
export function stop(from: string, to: string | null) {
  return { fromAt: instant(from), toAt: to === null ? null : instant(to) };
}

export function dueAt(input: ClockInput): number {
  const due = computeDue(input);
  if (due.provisional) throw new Error(`expected a due time, got year ${due.unknownYear} unknown`);
  return due.dueAt;
}

/** The last day of a limit of days, or `unknown: <year>`. */
export function lastDay(input: ClockInput): string {
  const due = computeDue(input);
  return due.provisional
    ? `unknown: ${due.unknownYear}`
    : localDay(due.dueAt - 1, input.timeZone ?? input.calendar.timeZone);
}

/** The intervals as short lines: first local day or time, kind, basis, and how many days or minutes. */
export function story(input: ClockInput): string[] {
  const timeZone = input.timeZone ?? input.calendar.timeZone;
  return computeDue(input).intervals.map(({ fromAt, kind, basis, days, ms }) =>
    ms === undefined
      ? `${localDay(fromAt, timeZone)} ${kind} ${basis} ${days ?? 0}`
      : `${wallTime(fromAt, timeZone)} ${kind} ${basis} ${ms / 60_000}`,
  );
}
