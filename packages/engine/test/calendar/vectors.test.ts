import { test } from 'tap';
import { latestNoticeDay, type ClockInput } from '../../src/calendar/index.ts';
import { china, instant, lastDay, mondayFriday, stop } from './support.ts';

/** PROCEDURES §1, the vectors by their number; computed there by an independent script. */
test('the days of the law are counted as an independent script counts them', (t) => {
  const check = (
    number: number,
    limit: string,
    eventDay: string,
    expected: string,
    more: Partial<ClockInput> = {},
  ) => {
    // The hour of the event must not matter.
    for (const time of ['00:00', '10:00', '23:59']) {
      const fromAt = instant(`${eventDay}T${time}`);
      const found = lastDay({ limit, days: 'working', fromAt, calendar: china, ...more });
      t.equal(found, expected, `${number}: ${limit} from ${eventDay} ${time}`);
    }
  };
  const byCalendar: Partial<ClockInput> = { days: 'calendar' };

  check(1, 'P20D', '2026-02-09', '2026-03-13');
  check(2, 'P20D', '2026-02-09', '2026-04-13', { extensions: ['P20D'] });
  check(3, 'P20D', '2026-02-09', '2026-03-27', { stops: [stop('2026-02-11', '2026-03-03')] });
  const overlapping = [stop('2026-02-25', '2026-03-05'), stop('2026-03-03', '2026-03-10')];
  check(4, 'P20D', '2026-02-09', '2026-03-27', { stops: overlapping });
  check(5, 'P15D', '2026-02-11', '2026-03-10');
  check(6, 'P7D', '2026-02-09', '2026-02-25');
  check(7, 'P20D', '2026-02-27', '2026-03-26');
  check(8, 'P5D', '2026-09-28', '2026-10-10');
  check(9, 'P5D', '2026-09-23', '2026-10-08');
  t.equal(latestNoticeDay({ sittingDay: '2026-10-15', workingDays: 7, calendar: china }), '2026-09-29', '10');
  check(11, 'P20D', '2026-09-18', '2026-10-22');
  check(12, 'P30D', '2026-09-03', '2026-10-08', byCalendar);
  check(13, 'P30D', '2026-01-20', '2026-02-24', byCalendar);
  check(14, 'P15D', '2026-02-02', '2026-02-24', byCalendar);
  check(15, 'P1M', '2026-01-31', '2026-02-28', byCalendar);
  check(16, 'P1M', '2026-01-20', '2026-02-24', byCalendar);
  check(17, 'P7D', '2026-04-28', '2026-05-11');
  check(18, 'P1D', '2026-02-14', '2026-02-24');
  check(19, 'P20D', '2026-02-09', '2026-03-09', { calendar: mondayFriday });
  check(20, 'P20D', '2026-12-10', 'unknown: 2027');
  t.end();
});
