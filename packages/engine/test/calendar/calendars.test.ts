import { test } from 'tap';
import {
  calendars,
  calendarYears,
  computeDue,
  findCalendar,
  latestNoticeDay,
  type Calendar,
} from '../../src/calendar/index.ts';
import { calendarNamed, china, federal, instant, lastDay, mondayFriday, wallTime } from './support.ts';

/** The days of a year that are worked, found by asking when one working day ends. */
function workedDays(calendar: Calendar, year: number): string[] {
  const days: string[] = [];
  for (let at = Date.UTC(year, 0, 1, 12); at < Date.UTC(year + 1, 0, 1); at += 86_400_000) {
    const fromAt = at - 86_400_000;
    const day = new Date(at).toISOString().slice(0, 10);
    if (lastDay({ limit: 'P1D', days: 'working', fromAt, calendar, timeZone: 'UTC' }) === day) days.push(day);
  }
  return days;
}

function workedDiffersFromWeekdays(calendar: Calendar, year: number): string[] {
  const worked = new Set(workedDays(calendar, year));
  const weekdays = new Set(workedDays(mondayFriday, year));
  const signed = [
    ...[...weekdays].filter((day) => !worked.has(day)).map((day) => `-${day.slice(5)}`),
    ...[...worked].filter((day) => !weekdays.has(day)).map((day) => `+${day.slice(5)}`),
  ];
  return signed.toSorted((a, b) => (a.slice(1) < b.slice(1) ? -1 : 1));
}

test('2026 has 248 working days in mainland China, and exactly the exceptions of the notice', (t) => {
  t.equal(workedDays(china, 2026).length, 248);
  const expected =
    '-01-01 -01-02 +01-04 +02-14 -02-16 -02-17 -02-18 -02-19 -02-20 -02-23 +02-28 -04-06 -05-01 -05-04 -05-05 ' +
    '+05-09 -06-19 +09-20 -09-25 -10-01 -10-02 -10-05 -10-06 -10-07 +10-10';
  t.equal(workedDiffersFromWeekdays(china, 2026).join(' '), expected);
  t.end();
});

test('a year without a notice is unknown, and not Monday to Friday', (t) => {
  const years = calendarYears(china);
  t.same(
    years,
    Array.from({ length: 23 }, (_, index) => 2004 + index),
  );
  t.equal(
    lastDay({ limit: 'P1D', days: 'working', fromAt: instant('2026-12-31'), calendar: china }),
    'unknown: 2027',
  );
  t.equal(
    lastDay({ limit: 'P1D', days: 'working', fromAt: instant('2003-12-30'), calendar: china }),
    'unknown: 2003',
  );
  t.end();
});

test('a calendar names the package and version that its data come from', (t) => {
  t.same(
    calendars().map(({ id, version }) => `${id} ${version}`),
    [
      'china-mainland chinese-days@1.5.7',
      'monday-friday gongzhi@1',
      'united-states-federal date-holidays@3.37.0',
    ],
  );
  t.equal(findCalendar('atlantis'), undefined);
  for (const calendar of calendars()) t.equal(calendarNamed(calendar.id), calendar);
  t.end();
});

test('no day of a year is both off and worked', (t) => {
  for (const { id, years } of calendars()) {
    if (years === 'every') continue;
    for (const { off, worked } of Object.values(years))
      t.same(
        worked.filter((day) => off.includes(day)),
        [],
        id,
      );
  }
  t.end();
});

test('monday-friday has no holidays and knows every year', (t) => {
  t.equal(calendarYears(mondayFriday), 'every');
  t.equal(
    lastDay({ limit: 'P1D', days: 'working', fromAt: instant('2099-12-31'), calendar: mondayFriday }),
    '2100-01-01',
  );
  t.end();
});

// 5 U.S.C. 6103 (b), E.O. 11582; the days as the Office of Personnel Management publishes them.
test('a federal holiday on a weekend is kept on the nearest weekday', (t) => {
  const check = (year: number, expected: string) =>
    t.equal(workedDiffersFromWeekdays(federal, year).join(' '), expected, String(year));
  check(2023, '-01-02 -01-16 -02-20 -05-29 -06-19 -07-04 -09-04 -10-09 -11-10 -11-23 -12-25');
  check(2026, '-01-01 -01-19 -02-16 -05-25 -06-19 -07-03 -09-07 -10-12 -11-11 -11-26 -12-25');
  check(2027, '-01-01 -01-18 -02-15 -05-31 -06-18 -07-05 -09-06 -10-11 -11-11 -11-25 -12-24 -12-31');
  check(2028, '-01-17 -02-21 -05-29 -06-19 -07-04 -09-04 -10-09 -11-10 -11-23 -12-25');
  t.end();
});

test('a federal calendar knows 2022 to 2035 and every holiday in both languages', (t) => {
  t.same(
    calendarYears(federal),
    Array.from({ length: 14 }, (_, index) => 2022 + index),
  );
  const years = federal.years === 'every' ? {} : federal.years;
  for (const { names = {} } of Object.values(years))
    for (const [day, name] of Object.entries(names)) t.not(name['zh-CN'], name.en, day);
  t.end();
});

// 5 U.S.C. 552 (a)(6)(A)(i): another law, the same engine.
test('a FOIA request is due 20 working days after its receipt in Washington', (t) => {
  const fromAt = instant('2026-06-18T23:30', 'America/New_York');
  t.equal(lastDay({ limit: 'P20D', days: 'working', fromAt, calendar: federal }), '2026-07-20');
  t.equal(
    lastDay({ limit: 'P20D', days: 'working', fromAt, calendar: federal, extensions: ['P10D'] }),
    '2026-08-03',
  );
  const due = computeDue({ limit: 'P20D', days: 'working', fromAt, calendar: federal });
  t.ok(due.intervals.some(({ basis }) => basis === 'holiday:独立日'));
  t.end();
});

const withHalfDay: Calendar = {
  ...mondayFriday,
  id: 'half',
  years: { 2026: { off: [], worked: [], half: { '2026-03-04': 'morning', '2026-03-07': 'afternoon' } } },
};

test('a half day counts as a working day, and only its worked part as office hours', (t) => {
  const count = (limit: string, from: string) =>
    computeDue({ limit, days: 'working', fromAt: instant(from), calendar: withHalfDay }).dueAt ?? 0;
  t.equal(wallTime(count('P1D', '2026-03-03')), '2026-03-05T00:00');
  t.equal(
    wallTime(count('P1D', '2026-03-06')),
    '2026-03-08T00:00',
    'a Saturday of which the afternoon is worked',
  );
  t.equal(
    wallTime(count('PT3H', '2026-03-04T09:00')),
    '2026-03-05T09:30',
    '2.5 hours of the morning, then the next day',
  );
  t.equal(wallTime(count('PT2H', '2026-03-07T08:00')), '2026-03-07T15:30', 'nothing before the afternoon');
  t.end();
});

test('a half day splits unbroken office hours at noon', (t) => {
  const calendar: Calendar = { ...withHalfDay, hours: [['08:00', '16:00']] };
  const input = { limit: 'PT5H', days: 'working', fromAt: instant('2026-03-04T08:00'), calendar } as const;
  t.equal(wallTime(computeDue(input).dueAt ?? 0), '2026-03-05T09:00');
  t.end();
});

test('the latest day for a notice leaves the whole working days free', (t) => {
  const check = (sittingDay: string, workingDays: number, expected: unknown) =>
    t.same(
      latestNoticeDay({ sittingDay, workingDays, calendar: china }),
      expected,
      `${workingDays} before ${sittingDay}`,
    );
  check('2026-10-15', 7, '2026-09-29');
  check('2026-03-03', 1, '2026-03-01');
  check('2026-02-24', 1, '2026-02-13');
  check('2026-01-05', 1, '2026-01-03');
  check('2004-01-02', 1, { unknownYear: 2003 });
  check('2027-02-01', 1, { unknownYear: 2027 });
  t.throws(
    () => latestNoticeDay({ sittingDay: '2026-02-30', workingDays: 1, calendar: china }),
    /expected a day/,
  );
  t.throws(
    () => latestNoticeDay({ sittingDay: '2026-2-3', workingDays: 1, calendar: china }),
    /expected a day/,
  );
  for (const workingDays of [0, -1, 1.5, NaN, 1e9])
    t.throws(
      () => latestNoticeDay({ sittingDay: '2026-02-03', workingDays, calendar: china }),
      /expected 1 to 3660/,
    );
  t.end();
});

test('a calendar with faulty data is refused, with the data in the message', (t) => {
  const check = (calendar: Partial<Calendar>, limit: string, message: RegExp) =>
    t.throws(
      () =>
        computeDue({
          limit,
          days: 'working',
          fromAt: instant('2026-03-04'),
          calendar: { ...mondayFriday, ...calendar },
        }),
      message,
    );
  check({ weekdays: [] }, 'P1D', /expected ISO weekdays 1 to 7/);
  check({ weekdays: [0, 1] }, 'P1D', /got \[0, 1\]/);
  check({ hours: [] }, 'PT1H', /expected office hours/);
  check({ hours: [['13:00', '12:00']] }, 'PT1H', /13:00,12:00/);
  check({ hours: [['9:00', '12:00']] }, 'PT1H', /expected a time of day as HH:MM, got 9:00/);
  check({ timeZone: 'Mars/Olympus' }, 'PT1H', /expected an IANA time zone, got Mars\/Olympus/);
  check({ years: { 2026: { off: ['2025-01-01'], worked: [] } } }, 'P1D', /expected a day of 2026/);
  t.end();
});
