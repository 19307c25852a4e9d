import { test } from 'tap';
import { computeDue, type Calendar, type ClockInput } from '../../src/calendar/index.ts';
import { china, dueAt, instant, mondayFriday, stop, story, wallTime } from './support.ts';

/** Due time of office hours in mainland China; open 09:00 to 11:30 and 13:30 to 17:30. */
const office = (limit: string, from: string, more: Partial<ClockInput> = {}) =>
  wallTime(dueAt({ limit, days: 'working', fromAt: instant(from), calendar: china, ...more }));

test('thirty minutes of calendar time are thirty minutes, whatever the day', (t) => {
  const input: ClockInput = {
    limit: 'PT30M',
    days: 'calendar',
    fromAt: instant('2026-02-17T03:00'),
    calendar: china,
  };
  t.equal(wallTime(dueAt(input)), '2026-02-17T03:30');
  t.same(computeDue(input).intervals, [
    {
      fromAt: input.fromAt,
      toAt: input.fromAt + 1_800_000,
      kind: 'counted',
      basis: 'elapsed',
      ms: 1_800_000,
      total: 1_800_000,
    },
  ]);
  t.equal(
    dueAt({ ...input, limit: 'PT48H', fromAt: instant('2026-12-31') }),
    instant('2027-01-02'),
    'no year is asked',
  );
  t.end();
});

test('elapsed time leaves out the stopped time to the millisecond', (t) => {
  const fromAt = instant('2026-03-03');
  const stops = [
    { fromAt: fromAt + 500, toAt: fromAt + 1_501 },
    { fromAt: fromAt + 1_000, toAt: fromAt + 2_003 },
    { fromAt: fromAt + 9_000, toAt: fromAt + 9_000 },
  ];
  const input: ClockInput = { limit: 'PT1M', days: 'calendar', fromAt, calendar: china, stops };
  t.equal(dueAt(input), fromAt + 60_000 + 1_503);
  t.same(
    computeDue(input).intervals.map(({ kind, ms }) => `${kind} ${ms}`),
    ['counted 500', 'stopped 1503', 'counted 59500'],
  );
  t.end();
});

test('a clock that starts while it is stopped begins to count when it resumes', (t) => {
  const input: ClockInput = {
    limit: 'PT1H',
    days: 'calendar',
    fromAt: instant('2026-03-03T10:00'),
    calendar: china,
  };
  t.equal(
    wallTime(dueAt({ ...input, stops: [stop('2026-03-03T09:00', '2026-03-03T12:00')] })),
    '2026-03-03T13:00',
  );
  t.end();
});

test('elapsed time takes no notice of a change of clocks', (t) => {
  const fromAt = instant('2026-03-08T01:30', 'America/New_York');
  const input: ClockInput = {
    limit: 'PT1H',
    days: 'calendar',
    fromAt,
    calendar: china,
    timeZone: 'America/New_York',
  };
  t.equal(wallTime(dueAt(input), 'America/New_York'), '2026-03-08T03:30');
  t.end();
});

test('one working day is neither 24 hours nor the office hours of a day', (t) => {
  t.equal(office('P1D', '2026-03-06T16:00'), '2026-03-10T00:00', 'Monday, to its end');
  t.equal(
    office('PT24H', '2026-03-06T16:00'),
    '2026-03-12T14:00',
    '24 office hours are more than three days of 6.5',
  );
  t.equal(office('PT390M', '2026-03-06T16:00'), '2026-03-09T16:00', '6.5 office hours');
  t.end();
});

test('office hours begin to count when the office opens', (t) => {
  t.equal(office('PT1H', '2026-03-03T06:00'), '2026-03-03T10:00', 'before opening');
  t.equal(office('PT1H', '2026-03-03T09:00'), '2026-03-03T10:00', 'at opening');
  t.equal(office('PT1H', '2026-03-03T12:15'), '2026-03-03T14:30', 'in the lunch break');
  t.equal(office('PT1H', '2026-03-03T11:00'), '2026-03-03T14:00', 'across the lunch break');
  t.equal(office('PT1H', '2026-03-03T17:30'), '2026-03-04T10:00', 'at closing');
  t.equal(office('PT1H', '2026-03-03T22:00'), '2026-03-04T10:00', 'after closing');
  t.equal(office('PT1H', '2026-03-06T17:00'), '2026-03-09T09:30', 'across a weekend');
  t.end();
});

test('a limit that is used up at closing is due at closing', (t) => {
  t.equal(office('PT1H', '2026-03-03T16:30'), '2026-03-03T17:30');
  t.equal(office('PT150M', '2026-03-03T09:00'), '2026-03-03T11:30');
  t.end();
});

test('office hours skip holidays and count the weekend that is worked for them', (t) => {
  t.equal(office('PT2H', '2026-02-13T16:30'), '2026-02-14T10:00', 'a worked Saturday');
  t.equal(office('PT2H', '2026-02-14T16:30'), '2026-02-24T10:00', 'the Spring Festival');
  t.end();
});

test('half a working day is half of its office hours', (t) => {
  t.equal(office('P0.5D', '2026-03-03T09:00'), '2026-03-03T14:15');
  t.equal(office('P0.5D', '2026-03-03T16:00'), '2026-03-04T10:45');
  t.equal(office('P0.5D', '2026-03-03T09:00', { extensions: ['P0.5D'] }), '2026-03-03T17:30');
  t.end();
});

test('office hours leave out stopped time to the millisecond', (t) => {
  const stops = [stop('2026-03-03T10:00', '2026-03-03T14:00'), stop('2026-03-03T15:00', '2026-03-03T15:20')];
  t.equal(office('PT2H', '2026-03-03T09:30', { stops }), '2026-03-03T15:50');
  t.equal(
    office('PT2H', '2026-03-03T09:30', { stops: [stop('2026-03-03T18:00', '2026-03-04T08:00')] }),
    office('PT2H', '2026-03-03T09:30'),
    'a stop at night costs nothing',
  );
  t.end();
});

test('the account of office hours names what was closed, off and stopped', (t) => {
  const input: ClockInput = {
    limit: 'PT3H',
    days: 'working',
    fromAt: instant('2026-03-06T11:00'),
    calendar: china,
  };
  t.same(story({ ...input, stops: [stop('2026-03-06T14:00', '2026-03-06T17:00')] }), [
    '2026-03-06T11:00 counted weekday 30',
    '2026-03-06T11:30 closed outside-hours 120',
    '2026-03-06T13:30 counted weekday 30',
    '2026-03-06T14:00 stopped stop 180',
    '2026-03-06T17:00 counted weekday 30',
    '2026-03-06T17:30 closed outside-hours 390',
    '2026-03-07T00:00 day-off weekend 2880',
    '2026-03-09T00:00 closed outside-hours 540',
    '2026-03-09T09:00 counted weekday 90',
  ]);
  t.end();
});

test('office hours of an unknown year are provisional', (t) => {
  const input: ClockInput = {
    limit: 'PT7H',
    days: 'working',
    fromAt: instant('2026-12-31T09:00'),
    calendar: china,
  };
  t.match(computeDue(input), { dueAt: null, unknownYear: 2027, notBeforeAt: instant('2027-01-01T00:00') });
  t.equal(wallTime(dueAt({ ...input, limit: 'PT390M' })), '2026-12-31T17:30');
  const event = { ...input, fromAt: instant('2027-03-01') };
  t.match(computeDue(event), { dueAt: null, unknownYear: 2027, notBeforeAt: event.fromAt, intervals: [] });
  t.end();
});

test('office hours through the night last as long as the clocks say', (t) => {
  const timeZone = 'America/New_York';
  const calendar: Calendar = {
    ...mondayFriday,
    weekdays: [1, 2, 3, 4, 5, 6, 7],
    timeZone,
    hours: [['00:00', '24:00']],
  };
  const check = (from: string, limit: string, expected: string) =>
    t.equal(
      wallTime(dueAt({ limit, days: 'working', fromAt: instant(from, timeZone), calendar }), timeZone),
      expected,
    );
  check('2026-03-08T00:00', 'PT24H', '2026-03-09T01:00');
  check('2026-11-01T00:00', 'PT24H', '2026-11-01T23:00');
  check('2026-05-01T00:00', 'PT24H', '2026-05-02T00:00');
  t.end();
});

test('office hours that fall into the skipped hour are not counted twice', (t) => {
  const timeZone = 'America/New_York';
  const hours: [string, string][] = [
    ['01:00', '02:45'],
    ['02:50', '04:00'],
  ];
  const calendar: Calendar = { ...mondayFriday, weekdays: [1, 2, 3, 4, 5, 6, 7], timeZone, hours };
  const input: ClockInput = {
    limit: 'PT2H',
    days: 'working',
    fromAt: instant('2026-03-08T00:00', timeZone),
    calendar,
  };
  t.equal(wallTime(dueAt(input), timeZone), '2026-03-08T04:00', 'one hour to 02:00, one from 03:00');
  const opensInGap: Calendar = { ...calendar, id: 'gap', hours: [['02:00', '04:00']] };
  const due = dueAt({ ...input, limit: 'PT1H', calendar: opensInGap });
  t.equal(wallTime(due, timeZone), '2026-03-08T04:00', 'open from the instant at which 02:00 was skipped');
  t.end();
});

test('a day of an unknown year that is stopped from midnight to midnight is not looked up', (t) => {
  const years = { ...(china.years === 'every' ? {} : china.years), 2028: { off: [], worked: [] } };
  const stops = [stop('2026-12-31T17:00', '2028-01-01T00:00')];
  const calendar: Calendar = { ...china, years };
  t.equal(office('PT1H', '2026-12-31T16:30', { calendar, stops }), '2028-01-03T09:30');
  t.end();
});
