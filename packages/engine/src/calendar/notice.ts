import type { Calendar } from './calendar.ts';
import { dayKind } from './day-kind.ts';
import { dayNumber, dayText, yearOf } from './local-day.ts';

export interface NoticeInput {
  /** Local day of the sitting, `YYYY-MM-DD`. */
  sittingDay: string;
  /** Whole working days that must lie between the day of the notice and that of the sitting; 1 to 3660. */
  workingDays: number;
  calendar: Calendar;
}

/**
 * The latest day on which a sitting may be announced, `YYYY-MM-DD`; it need not be a working day itself.
 *
 * Answers the year instead when counting back meets one that the calendar does not know.
 * Source: PROCEDURES §1, "at least N working days before a sitting".
 */
export function latestNoticeDay({
  sittingDay,
  workingDays,
  calendar,
}: NoticeInput): string | { unknownYear: number } {
  if (!Number.isInteger(workingDays) || workingDays < 1 || workingDays > 3660)
    throw new RangeError(`expected 1 to 3660 working days, got ${workingDays}`);
  const sitting = dayNumber(sittingDay);
  let day = sitting;
  let counted = 0;
  while (counted < workingDays) {
    day -= 1;
    const kind = dayKind(calendar, day);
    if (kind === null) return { unknownYear: yearOf(day) };
    if (kind.isWorked) counted += 1;
    if (sitting - day > 100_000)
      throw new Error(`calendar ${calendar.id} has too few working days before ${sittingDay}`);
  }
  return dayText(day - 1);
}
