import { test } from 'tap';
import { computeDue, localDay, parseLimit, warnAt, type ClockInput } from '../../src/calendar/index.ts';
import { china, instant, stop } from './support.ts';

test('a limit is one positive whole number of one unit', (t) => {
  const none = { months: 0, days: 0, halfDays: 0, ms: 0 };
  const check = (text: string, expected: object) =>
    t.same(parseLimit(text), { ok: true, ...none, ...expected }, text);
  check('P20D', { counted: 'days', days: 20 });
  check('P020D', { counted: 'days', days: 20 });
  check('P2W', { counted: 'days', days: 14 });
  check('P1M', { counted: 'days', months: 1 });
  check('PT4H', { counted: 'time', ms: 14_400_000 });
  check('PT30M', { counted: 'time', ms: 1_800_000 });
  check('P0.5D', { counted: 'time', halfDays: 1 });
  t.end();
});

test('a limit that cannot be counted is refused with the reason', (t) => {
  const check = (text: string, reason: RegExp) => {
    const parsed = parseLimit(text);
    t.match(parsed, { ok: false, reason }, text);
    t.throws(
      () => computeDue({ limit: text, days: 'working', fromAt: instant('2026-03-03'), calendar: china }),
      reason,
    );
  };
  for (const text of [
    '',
    'P',
    'PT',
    '20',
    '20D',
    'p20d',
    ' P20D',
    'P20D ',
    'P20D\n',
    'PT5D',
    'P5H',
    'P٣D',
    'P1e3D',
    'tomorrow',
  ])
    check(text, /not an ISO 8601 duration/);
  for (const text of ['-P20D', '+P20D']) check(text, /sign/);
  for (const text of ['P0D', 'PT0M', 'P0M', 'P000W']) check(text, /zero/);
  for (const text of ['P1.5D', 'P0,5D', 'PT0.5H', 'P0.50D']) check(text, /fraction/);
  for (const text of ['P1M10D', 'P1DT2H', 'PT1H30M']) check(text, /mixes units/);
  check('P1Y', /years are not counted/);
  check('PT30S', /seconds are not counted/);
  t.end();
});

test('a limit is at most 3660 days long', (t) => {
  for (const text of ['P3660D', 'P522W', 'P120M', 'PT87840H', 'PT5270400M'])
    t.equal(parseLimit(text).ok, true, text);
  for (const text of ['P3661D', 'P523W', 'P121M', 'PT87841H', 'PT5270401M', `P${'9'.repeat(400)}D`])
    t.match(parseLimit(text), { ok: false, reason: /longer than 3660 days/ }, text);
  t.end();
});

test('working days are not counted in weeks or months, nor calendar days in halves', (t) => {
  t.match(parseLimit('P1M', 'working'), { ok: false, reason: /write days/ });
  t.match(parseLimit('P2W', 'working'), { ok: false, reason: /write days/ });
  t.match(parseLimit('P0.5D', 'calendar'), { ok: false, reason: /write PT12H/ });
  t.equal(parseLimit('P1M', 'calendar').ok, true);
  t.equal(parseLimit('P0.5D', 'working').ok, true);
  t.end();
});

test('what a clock cannot be computed from is refused, with the value in the message', (t) => {
  const input: ClockInput = {
    limit: 'P20D',
    days: 'working',
    fromAt: instant('2026-02-09'),
    calendar: china,
  };
  const check = (more: object, message: RegExp) =>
    t.throws(() => computeDue({ ...input, ...more }), { name: 'RangeError', message });
  check({ limit: 'P1M' }, /got P1M: working days are not counted in weeks or months/);
  check({ days: 'lunar' }, /expected working or calendar days, got lunar/);
  check({ extensions: ['P20D', 'nonsense'] }, /got nonsense/);
  check({ extensions: ['PT2H'] }, /same unit, days or time, got P20D \+ PT2H/);
  check({ extensions: Array.from({ length: 10 }, () => 'P3660D') }, /at most 36600 days/);
  check({ timeZone: 'Asia/Atlantis' }, /expected an IANA time zone, got Asia\/Atlantis/);
  check({ timeZone: '' }, /expected an IANA time zone/);
  for (const fromAt of [NaN, Infinity, 1.5, -1e15, 1e15]) check({ fromAt }, /expected the start of a clock/);
  check({ stops: [stop('2026-03-02', '2026-03-01')] }, /expected a stop to end after it starts/);
  check({ stops: [{ fromAt: NaN, toAt: null }], now: 0 }, /expected the start of a stop/);
  check({ stops: [stop('2026-03-02', null)] }, /expected `now`/);
  t.throws(() => localDay(0, 'Nowhere'), /expected an IANA time zone, got Nowhere/);
  t.throws(() => warnAt(input, 'P0D'), /got P0D: it is zero/);
  t.end();
});
