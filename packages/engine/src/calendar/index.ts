export { calendarYears, type Calendar, type CalendarYear, type HalfDay } from './calendar.ts';
export { calendars, findCalendar } from './calendars.ts';
export { computeDue, type ClockDue, type ClockInput } from './due.ts';
export type { DueInterval } from './due-interval.ts';
export { parseLimit, type ClockLimit, type Limit, type ParsedLimit } from './limit.ts';
export { localDay } from './local-day.ts';
export { latestNoticeDay, type NoticeInput } from './notice.ts';
export type { ClockSpan } from './stops.ts';
export { warnAt } from './warn.ts';
