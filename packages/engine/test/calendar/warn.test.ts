import { test } from 'tap';
import { warnAt, type ClockInput } from '../../src/calendar/index.ts';
import { china, instant, stop, wallTime } from './support.ts';

const twentyDays: ClockInput = {
  limit: 'P20D',
  days: 'working',
  fromAt: instant('2026-02-09'),
  calendar: china,
};

/** 2026-03-13, a Friday, is the last day of `twentyDays`. */
const warn = (before: string, more: Partial<ClockInput> = {}) => {
  const at = warnAt({ ...twentyDays, ...more }, before);
  return at === null ? null : wallTime(at);
};

test('a warning comes at the start of the working day from which so many are left', (t) => {
  t.equal(warn('P1D'), '2026-03-13T00:00');
  t.equal(warn('P3D'), '2026-03-11T00:00');
  t.equal(warn('P5D'), '2026-03-09T00:00');
  t.equal(warn('P6D'), '2026-03-06T00:00', 'a weekend is not counted');
  t.equal(warn('P12D'), '2026-02-27T00:00');
  t.equal(warn('P20D'), '2026-02-10T00:00');
  t.equal(warn('P21D'), null, 'more than the limit');
  t.end();
});

test('a warning passes over stopped days', (t) => {
  t.equal(warn('P3D', { stops: [stop('2026-03-11', '2026-03-18')] }), '2026-03-11T00:00');
  t.equal(warn('P2D', { stops: [stop('2026-03-11', '2026-03-18')] }), '2026-03-19T00:00');
  t.end();
});

test('a warning of a limit in calendar days counts the days that were rolled over', (t) => {
  const input: Partial<ClockInput> = { limit: 'P30D', days: 'calendar', fromAt: instant('2026-09-03') };
  t.equal(warn('P1D', input), '2026-10-08T00:00');
  t.equal(warn('P7D', input), '2026-10-02T00:00');
  t.equal(warn('P1W', input), '2026-10-02T00:00');
  t.equal(warn('P1M', input), '2026-09-09T00:00');
  t.equal(warn('PT12H', input), '2026-10-08T12:00');
  t.equal(warn('P2M', input), null);
  t.end();
});

test('hours ahead of a limit in working days are office hours', (t) => {
  t.equal(warn('PT4H'), '2026-03-13T13:30');
  t.equal(warn('PT5H'), '2026-03-13T10:30');
  t.equal(warn('P0.5D'), '2026-03-13T14:15');
  t.equal(warn('PT33H'), '2026-03-06T17:00');
  t.end();
});

test('a warning of a limit in hours goes back through what was counted', (t) => {
  const office: Partial<ClockInput> = { limit: 'PT8H', fromAt: instant('2026-03-06T16:00') };
  t.equal(warn('PT2H', office), '2026-03-09T15:30');
  t.equal(warn('P1D', office), '2026-03-09T09:00');
  const elapsed: Partial<ClockInput> = {
    limit: 'PT48H',
    days: 'calendar',
    fromAt: instant('2026-03-06T16:00'),
  };
  t.equal(warn('P1D', elapsed), '2026-03-07T16:00');
  t.equal(
    warn('PT30M', { ...elapsed, stops: [stop('2026-03-08T15:45', '2026-03-08T18:00')] }),
    '2026-03-08T15:30',
  );
  t.equal(warn('PT48H', elapsed), null, 'the start itself');
  t.end();
});

test('a clock whose due time is not known does not warn', (t) => {
  t.equal(warn('P1D', { fromAt: instant('2026-12-10') }), null);
  t.end();
});
