import { test } from 'tap';
import { computeDue, localDay, type Calendar, type ClockInput } from '../../src/calendar/index.ts';
import { china, dueAt, instant, lastDay, mondayFriday, stop, story, wallTime } from './support.ts';

const twentyDays: ClockInput = {
  limit: 'P20D',
  days: 'working',
  fromAt: instant('2026-02-09'),
  calendar: china,
};

test('a limit of days ends at the end of its last day', (t) => {
  t.equal(wallTime(dueAt(twentyDays)), '2026-03-14T00:00');
  t.equal(localDay(dueAt(twentyDays) - 1, 'Asia/Shanghai'), '2026-03-13');
  t.end();
});

test('the day of the event does not count, and the account says so', (t) => {
  t.same(story(twentyDays), [
    '2026-02-09 event-day event-day 0',
    '2026-02-10 counted weekday 4',
    '2026-02-14 counted made-up-workday 1',
    '2026-02-15 day-off holiday:春节 9',
    '2026-02-24 counted weekday 4',
    '2026-02-28 counted made-up-workday 1',
    '2026-03-01 day-off weekend 1',
    '2026-03-02 counted weekday 5',
    '2026-03-07 day-off weekend 2',
    '2026-03-09 counted weekday 5',
  ]);
  t.same(
    computeDue(twentyDays).intervals.map(({ total }) => total),
    [0, 4, 5, 5, 9, 10, 10, 15, 15, 20],
  );
  t.end();
});

test('the day of a stop still counts and the day of resumption does not', (t) => {
  t.same(story({ ...twentyDays, limit: 'P4D', stops: [stop('2026-02-11', '2026-02-25')] }), [
    '2026-02-09 event-day event-day 0',
    '2026-02-10 counted weekday 2',
    '2026-02-12 stopped stop 13',
    '2026-02-25 stopped resume-day 1',
    '2026-02-26 counted weekday 2',
  ]);
  t.end();
});

test('a stop and a resumption on one day change nothing', (t) => {
  const stops = [stop('2026-02-11T09:00', '2026-02-11T17:00'), stop('2026-03-02T00:00', '2026-03-02T23:59')];
  t.same(computeDue({ ...twentyDays, stops }), computeDue(twentyDays));
  t.end();
});

test('a stop at one minute to midnight and a resumption two minutes later cost one day', (t) => {
  t.equal(lastDay({ ...twentyDays, stops: [stop('2026-03-03T23:59', '2026-03-04T00:01')] }), '2026-03-16');
  t.end();
});

test('a resumption and a new stop on one day leave that day stopped', (t) => {
  const stops = [stop('2026-03-02', '2026-03-04T10:00'), stop('2026-03-04T15:00', '2026-03-06')];
  t.same(
    computeDue({ ...twentyDays, stops }),
    computeDue({ ...twentyDays, stops: [stop('2026-03-02', '2026-03-06')] }),
  );
  t.end();
});

test('a stop that lies before the event or after the due time changes nothing', (t) => {
  const stops = [stop('2026-01-05', '2026-02-09T09:00'), stop('2026-04-01', '2026-05-01')];
  t.equal(dueAt({ ...twentyDays, stops }), dueAt(twentyDays));
  t.end();
});

test('a clock that is still stopped is due as if it resumed now', (t) => {
  const stops = [stop('2026-02-11', null)];
  const due = computeDue({ ...twentyDays, stops, now: instant('2026-03-03') });
  t.match(due, { stopped: true, provisional: false, dueAt: instant('2026-03-28T00:00') });
  t.equal(computeDue({ ...twentyDays, stops: [stop('2026-02-11', '2026-03-03')] }).stopped, false);
  t.throws(() => computeDue({ ...twentyDays, stops }), /expected `now`/);
  t.end();
});

test('a limit in calendar days ends with the next working day', (t) => {
  t.same(story({ limit: 'P30D', days: 'calendar', fromAt: instant('2026-09-03'), calendar: china }), [
    '2026-09-03 event-day event-day 0',
    '2026-09-04 counted calendar-day 30',
    '2026-10-04 rolled holiday:国庆节 4',
    '2026-10-08 rolled weekday 1',
  ]);
  t.end();
});

test('a month ends on the day of the same number or on the last day of the month', (t) => {
  const check = (limit: string, eventDay: string, expected: string, more: Partial<ClockInput> = {}) =>
    t.equal(
      lastDay({ limit, days: 'calendar', fromAt: instant(eventDay), calendar: china, ...more }),
      expected,
      `${limit} from ${eventDay}`,
    );
  check('P1M', '2026-03-31', '2026-04-30');
  check('P1M', '2024-01-31', '2024-02-29');
  check('P2M', '2026-01-31', '2026-03-31');
  check('P1M', '2026-01-31', '2026-03-31', { extensions: ['P1M'] });
  check('P1M', '2026-04-10', '2026-05-11');
  check('P12M', '2025-03-03', '2026-03-03');
  // Two stopped days are added to the month.
  check('P1M', '2026-03-10', '2026-04-13', { stops: [stop('2026-03-16', '2026-03-18')] });
  check('P2W', '2026-03-10', '2026-03-24');
  t.end();
});

test('a stop while a limit rolls to a working day takes that day away', (t) => {
  const input: ClockInput = {
    limit: 'P5D',
    days: 'calendar',
    fromAt: instant('2026-03-09'),
    calendar: china,
  };
  t.equal(lastDay(input), '2026-03-16');
  t.equal(lastDay({ ...input, stops: [stop('2026-03-15', '2026-03-17')] }), '2026-03-18');
  t.end();
});

test('a limit that reaches into an unknown year is provisional and says what is known', (t) => {
  const due = computeDue({ ...twentyDays, fromAt: instant('2026-12-10') });
  t.match(due, {
    dueAt: null,
    provisional: true,
    unknownYear: 2027,
    notBeforeAt: instant('2027-01-01T00:00'),
  });
  t.equal(due.intervals.at(-1)?.total, 15);
  t.equal(due.intervals.at(-1)?.toAt, instant('2027-01-01T00:00'));
  t.equal(lastDay({ ...twentyDays, fromAt: instant('2026-12-10'), limit: 'P15D' }), '2026-12-31');
  t.end();
});

test('a limit in calendar days needs to know only the year of its last day', (t) => {
  const input: ClockInput = {
    limit: 'P30D',
    days: 'calendar',
    fromAt: instant('2026-12-10'),
    calendar: china,
  };
  t.match(computeDue(input), {
    provisional: true,
    unknownYear: 2027,
    notBeforeAt: instant('2027-01-10T00:00'),
  });
  t.equal(lastDay({ ...input, limit: 'P21D' }), '2026-12-31');
  t.equal(
    lastDay({ ...input, limit: 'P45D', fromAt: instant('2003-12-01') }),
    '2004-01-15',
    'counted through 2003',
  );
  t.equal(lastDay({ ...input, limit: 'P1D', fromAt: instant('2027-06-01') }), 'unknown: 2027');
  t.end();
});

test('a stopped day of an unknown year is not looked up', (t) => {
  const years = { ...(china.years === 'every' ? {} : china.years), 2028: { off: [], worked: [] } };
  const calendar: Calendar = { ...china, years };
  const input = {
    ...twentyDays,
    calendar,
    fromAt: instant('2026-12-30'),
    stops: [stop('2026-12-31', '2028-01-02')],
  };
  t.equal(lastDay({ ...input, limit: 'P2D' }), '2028-01-03');
  t.end();
});

test('the same instant is another day in another zone', (t) => {
  const fromAt = Date.parse('2026-03-03T16:30Z');
  const input: ClockInput = { limit: 'P1D', days: 'working', fromAt, calendar: mondayFriday };
  t.equal(lastDay({ ...input, timeZone: 'Asia/Shanghai' }), '2026-03-05');
  t.equal(lastDay({ ...input, timeZone: 'America/New_York' }), '2026-03-04');
  t.equal(localDay(fromAt, 'Asia/Shanghai'), '2026-03-04');
  t.end();
});

test('a day on which clocks are changed counts once, and lasts 23 or 25 hours', (t) => {
  const timeZone = 'America/New_York';
  const calendar: Calendar = { ...mondayFriday, weekdays: [1, 2, 3, 4, 5, 6, 7], timeZone };
  const check = (eventDay: string, hours: number) => {
    const { intervals } = computeDue({
      limit: 'P1D',
      days: 'working',
      fromAt: instant(eventDay, timeZone),
      calendar,
    });
    const last = intervals.at(-1);
    t.equal(((last?.toAt ?? 0) - (last?.fromAt ?? 0)) / 3_600_000, hours, eventDay);
  };
  check('2026-03-07', 23);
  check('2026-10-31', 25);
  check('2026-05-02', 24);
  t.end();
});

test('a limit ends with the first instant of the next day where a zone skips midnight', (t) => {
  const check = (timeZone: string, eventDay: string, expected: string) => {
    const calendar: Calendar = { ...mondayFriday, weekdays: [1, 2, 3, 4, 5, 6, 7], timeZone };
    const due = dueAt({ limit: 'P1D', days: 'working', fromAt: instant(eventDay, timeZone), calendar });
    t.equal(wallTime(due, timeZone), expected, timeZone);
  };
  check('America/Sao_Paulo', '2018-11-02', '2018-11-04T01:00');
  check('Africa/Cairo', '2026-04-22', '2026-04-24T01:00');
  check('Asia/Beirut', '2026-03-27', '2026-03-29T01:00');
  t.end();
});

// https://www.iana.org/time-zones: Samoa crossed the date line; 2011-12-30, a Friday, was never there.
test('a day that a zone skipped is not counted', (t) => {
  const timeZone = 'Pacific/Apia';
  const input: ClockInput = {
    limit: 'P1D',
    days: 'working',
    fromAt: instant('2011-12-29', timeZone),
    calendar: mondayFriday,
    timeZone,
  };
  t.equal(lastDay(input), '2012-01-02');
  t.equal(lastDay({ ...input, limit: 'P2D', fromAt: instant('2011-12-28', timeZone) }), '2012-01-02');
  t.equal(
    lastDay({ ...input, limit: 'P1M', days: 'calendar', fromAt: instant('2011-12-16', timeZone) }),
    '2012-01-16',
  );
  t.end();
});
