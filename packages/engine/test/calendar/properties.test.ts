/** Invariant 6: a clock counts each working instant once and no stopped instant, and nothing but its input matters. */
import * as fc from 'fast-check';
import { test } from 'tap';
import {
  computeDue,
  warnAt,
  type Calendar,
  type ClockInput,
  type ClockSpan,
} from '../../src/calendar/index.ts';
import { china, dueAt, federal, instant, lastDay, mondayFriday } from './support.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;
const runs = { numRuns: 400 };

/** Zones with and without changes of clocks, at midnight, by half an hour, and with days that never were. */
const timeZones = [
  'Asia/Shanghai',
  'UTC',
  'America/New_York',
  'Africa/Cairo',
  'Asia/Beirut',
  'America/Sao_Paulo',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'Pacific/Chatham',
];

const start = fc.integer({ min: instant('2009-01-01'), max: instant('2024-06-01') });
const limits = {
  working: ['P1D', 'P3D', 'P20D', 'PT30M', 'PT9H', 'P0.5D'],
  calendar: ['P1D', 'P30D', 'P2W', 'P1M', 'P3M', 'PT30M', 'PT50H'],
} as const;
const isMonths = (limit: string) => /^P\dM$/.test(limit);
const isDays = (limit: string) => !limit.includes('T') && !limit.includes('.');

/** Stops around the time at which a clock runs; many touch, overlap, or begin and end on one day. */
const stopsFrom = (fromAt: number) =>
  fc.array(
    fc
      .tuple(fc.integer({ min: -3 * 24 * 60, max: 60 * 24 * 60 }), fc.integer({ min: 0, max: 12 * 24 * 60 }))
      .map(([offset, length]): ClockSpan & { toAt: number } => ({
        fromAt: fromAt + offset * minuteMs,
        toAt: fromAt + (offset + length) * minuteMs,
      })),
    { maxLength: 6 },
  );

const inputs = fc
  .record({
    fromAt: start,
    days: fc.constantFrom('working' as const, 'calendar' as const),
    calendar: fc.constantFrom(china, mondayFriday),
    timeZone: fc.constantFrom(...timeZones),
    choices: fc.array(fc.nat(), { minLength: 1, maxLength: 4 }),
  })
  .chain(({ fromAt, days, calendar, timeZone, choices: [first = 0, ...others] }) => {
    const pool: readonly string[] = limits[days];
    const limit = pool[first % pool.length] ?? '';
    const alike = pool.filter((other) => isDays(other) === isDays(limit));
    const extensions = others.map((choice) => alike[choice % alike.length] ?? '');
    return stopsFrom(fromAt).map((stops) => ({ limit, days, fromAt, stops, extensions, calendar, timeZone }));
  });

test('the intervals reach from the start to the due time without gap or overlap', (t) => {
  fc.assert(
    fc.property(inputs, (input) => {
      const { intervals } = computeDue(input);
      let at = input.fromAt;
      for (const { fromAt, toAt } of intervals) {
        if (fromAt !== at || toAt <= fromAt) return false;
        at = toAt;
      }
      return at === dueAt(input);
    }),
    runs,
  );
  t.pass('no counterexample');
  t.end();
});

test('what is counted is the limit with its extensions, no more and no less', (t) => {
  const fixed: Record<string, number> = { P1D: 1, P3D: 3, P20D: 20, P30D: 30, P2W: 14 };
  const minutes: Record<string, number> = { PT30M: 30, PT9H: 540, PT50H: 3000, 'P0.5D': 195 };
  fc.assert(
    fc.property(inputs, (input) => {
      const texts = [input.limit, ...input.extensions];
      if (texts.some(isMonths)) return;
      const counted = computeDue(input).intervals.filter(({ kind }) => kind === 'counted');
      const found = counted.reduce((sum, { days, ms = 0 }) => sum + (days ?? ms), 0);
      const expected = texts.reduce(
        (sum, text) => sum + (fixed[text] ?? (minutes[text] ?? NaN) * minuteMs),
        0,
      );
      if (found !== expected) throw new Error(`expected ${expected}, got ${found}`);
    }),
    runs,
  );
  t.pass('no counterexample');
  t.end();
});

test('a stop of hours covers no counted instant, a stop of days no counted day but its first', (t) => {
  fc.assert(
    fc.property(inputs, (input) => {
      const counted = computeDue(input).intervals.filter(({ kind }) => kind === 'counted');
      return input.stops.every((stop) =>
        counted.every(({ fromAt, toAt, days }) => {
          const overlapMs = Math.min(toAt, stop.toAt) - Math.max(fromAt, stop.fromAt);
          return days === undefined ? overlapMs <= 0 : overlapMs <= 25 * 60 * minuteMs;
        }),
      );
    }),
    runs,
  );
  t.pass('no counterexample');
  t.end();
});

test('neither the order of stops nor the order of extensions matters', (t) => {
  const shuffled = inputs.chain((input) =>
    fc
      .tuple(
        fc.shuffledSubarray(input.stops, { minLength: input.stops.length }),
        fc.shuffledSubarray(input.extensions, { minLength: input.extensions.length }),
      )
      .map(([stops, extensions]) => [input, { ...input, stops, extensions }] as const),
  );
  fc.assert(
    fc.property(shuffled, ([input, other]) => same(computeDue(input), computeDue(other))),
    runs,
  );
  t.pass('no counterexample');
  t.end();
});

test('a stop told twice, in two pieces, or merged with one that it touches is the same stop', (t) => {
  fc.assert(
    fc.property(inputs, fc.double({ min: 0, max: 1, noNaN: true }), (input, share) => {
      const due = computeDue(input);
      const pieces = input.stops.flatMap(({ fromAt, toAt }) => {
        const middle = fromAt + Math.floor((toAt - fromAt) * share);
        return [
          { fromAt, toAt: middle },
          { fromAt: middle, toAt },
        ];
      });
      const variants = [[...input.stops, ...input.stops], pieces, merge(input.stops)];
      return variants.every((stops) => same(computeDue({ ...input, stops }), due));
    }),
    runs,
  );
  t.pass('no counterexample');
  t.end();
});

test('a stop never brings the due time forward', (t) => {
  fc.assert(
    fc.property(inputs, (input) => dueAt({ ...input, stops: input.stops.slice(1) }) <= dueAt(input)),
    runs,
  );
  t.pass('no counterexample');
  t.end();
});

test('an extension never brings the due time forward', (t) => {
  fc.assert(
    fc.property(
      inputs,
      (input) => dueAt({ ...input, extensions: input.extensions.slice(1) }) <= dueAt(input),
    ),
    runs,
  );
  t.pass('no counterexample');
  t.end();
});

// Not so for months: of 28 and 29 November three months end on 28 February, and a stop between them is only the first's.
test('a later event is never due earlier when days or hours are counted', (t) => {
  fc.assert(
    fc.property(inputs, fc.nat({ max: 40 * 24 * 60 }), (input, minutes) => {
      if ([input.limit, ...input.extensions].some(isMonths)) return true;
      return dueAt(input) <= dueAt({ ...input, fromAt: input.fromAt + minutes * minuteMs });
    }),
    runs,
  );
  t.pass('no counterexample');
  t.end();
});

test('a clock that is still stopped is due as one that resumed at that instant', (t) => {
  fc.assert(
    fc.property(inputs, fc.nat({ max: 30 * 24 * 60 }), (input, minutes) => {
      const [first, ...others] = input.stops;
      if (first === undefined) return true;
      const now = first.fromAt + minutes * minuteMs;
      const open = computeDue({ ...input, stops: [{ fromAt: first.fromAt, toAt: null }, ...others], now });
      const closed = computeDue({ ...input, stops: [{ fromAt: first.fromAt, toAt: now }, ...others] });
      return open.stopped && same({ ...open, stopped: false }, closed);
    }),
    runs,
  );
  t.pass('no counterexample');
  t.end();
});

test('a warning lies after the start and before the due time, and a longer one is not later', (t) => {
  fc.assert(
    fc.property(inputs, (input) => {
      const [shorter, longer] = isDays(input.limit) ? ['P1D', 'P3D'] : ['PT10M', 'PT25M'];
      const [near, far] = [warnAt(input, shorter ?? ''), warnAt(input, longer ?? '')];
      const isWithin = (at: number | null) => at === null || (at > input.fromAt && at < dueAt(input));
      return isWithin(near) && isWithin(far) && (far === null || (near !== null && far <= near));
    }),
    runs,
  );
  t.pass('no counterexample');
  t.end();
});

test('working days agree with a count by hand, day by day, in mainland China and for the federal government', (t) => {
  const byHand = (calendar: Calendar, eventDay: number, days: number, stops: [number, number][]) => {
    const years = calendar.years === 'every' ? {} : calendar.years;
    let day = eventDay;
    for (let left = days; left > 0;) {
      day += 1;
      const text = new Date(day * dayMs).toISOString().slice(0, 10);
      const year = years[Number(text.slice(0, 4))];
      const isWeekday = ![0, 6].includes(new Date(day * dayMs).getUTCDay());
      const isWorked =
        year?.worked.includes(text) === true || (isWeekday && year?.off.includes(text) === false);
      if (isWorked && !stops.some(([after, last]) => day > after && day <= last)) left -= 1;
    }
    return new Date(day * dayMs).toISOString().slice(0, 10);
  };
  const first = Date.UTC(2022, 0, 1) / dayMs;
  const event = fc.integer({ min: first, max: Date.UTC(2026, 4, 1) / dayMs });
  const span = fc.tuple(fc.integer({ min: -5, max: 40 }), fc.nat({ max: 20 }));
  fc.assert(
    fc.property(
      fc.constantFrom(china, federal),
      event,
      fc.integer({ min: 1, max: 40 }),
      fc.array(span, { maxLength: 3 }),
      (calendar, eventDay, days, spans) => {
        const stops = spans.map(([after, length]): [number, number] => [
          eventDay + after,
          eventDay + after + length,
        ]);
        const found = lastDay({
          limit: `P${days}D`,
          days: 'working',
          fromAt: eventDay * dayMs + 5 * 3_600_000,
          stops: stops.map(([from, to]) => ({ fromAt: from * dayMs, toAt: to * dayMs + dayMs - 1 })),
          calendar,
          timeZone: 'UTC',
        });
        const expected = byHand(calendar, eventDay, days, stops);
        if (found !== expected) throw new Error(`expected ${expected}, got ${found}`);
      },
    ),
    runs,
  );
  t.pass('no counterexample');
  t.end();
});

test('office hours agree with a count by hand, minute by minute', (t) => {
  const shanghaiMs = 8 * 60 * minuteMs;
  const isOpen = (at: number) => {
    const local = new Date(at + shanghaiMs);
    const minute = local.getUTCHours() * 60 + local.getUTCMinutes();
    const isInHours = (minute >= 540 && minute < 690) || (minute >= 810 && minute < 1050);
    return isInHours && ![0, 6].includes(local.getUTCDay());
  };
  const byHand = (
    { fromAt, stops }: { fromAt: number; stops: { fromAt: number; toAt: number }[] },
    minutes: number,
  ) => {
    let at = fromAt;
    for (let left = minutes; left > 0; at += minuteMs)
      if (isOpen(at) && !stops.some((stop) => stop.fromAt <= at && at < stop.toAt)) left -= 1;
    return at;
  };
  const cases = fc
    .integer({ min: 0, max: 200_000 })
    .map((minute) => instant('2026-01-01T00:00') + minute * minuteMs)
    .chain((fromAt) => fc.record({ fromAt: fc.constant(fromAt), stops: stopsFrom(fromAt) }));
  fc.assert(
    fc.property(cases, fc.integer({ min: 1, max: 2000 }), ({ fromAt, stops }, minutes) => {
      const input: ClockInput = {
        limit: `PT${minutes}M`,
        days: 'working',
        fromAt,
        stops,
        calendar: mondayFriday,
      };
      const [found, expected] = [dueAt(input), byHand({ fromAt, stops }, minutes)];
      if (found !== expected) throw new Error(`expected ${expected}, got ${found}`);
    }),
    { numRuns: 150 },
  );
  t.pass('no counterexample');
  t.end();
});

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function merge(stops: readonly { fromAt: number; toAt: number }[]): ClockSpan[] {
  return stops.reduce<{ fromAt: number; toAt: number }[]>((merged, stop) => {
    const [touching, apart] = [merged.filter(touches), merged.filter((other) => !touches(other))];
    const all = [stop, ...touching];
    return [
      ...apart,
      {
        fromAt: Math.min(...all.map(({ fromAt }) => fromAt)),
        toAt: Math.max(...all.map(({ toAt }) => toAt)),
      },
    ];
    function touches(other: { fromAt: number; toAt: number }) {
      return other.fromAt <= stop.toAt && stop.fromAt <= other.toAt;
    }
  }, []);
}
