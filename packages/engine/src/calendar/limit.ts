/** How long a clock runs: an ISO 8601 duration of one unit, in working or in calendar days. */
export interface ClockLimit {
  /** P20D, P2W, P1M, PT30M, PT4H; P0.5D is half a working day, counted in office hours. */
  limit: string;
  days: 'working' | 'calendar';
}

/** A duration taken apart. What is counted in days ends with a day; what is counted in time ends at an instant. */
export interface Limit {
  counted: 'days' | 'time';
  months: number;
  days: number;
  /** Halves of a working day's office hours. */
  halfDays: number;
  ms: number;
}

export type ParsedLimit = ({ ok: true } & Limit) | { ok: false; reason: string };

const longestDays = 3660;
const forms = /^P(?:(?<dayCount>\d+)(?<dayUnit>[DWM])|T(?<timeCount>\d+)(?<timeUnit>[HM])|0\.5D)$/;

/**
 * Reads a duration, or says why it cannot be counted.
 *
 * Accepted: one positive whole number of months, weeks, days, hours or minutes, at most 3660 days (120 months), and
 * P0.5D. When `days` is given, what these days cannot count is refused too: weeks and months of working days, half a
 * calendar day.
 */
export function parseLimit(text: string, days?: ClockLimit['days']): ParsedLimit {
  const match = forms.exec(text);
  if (match === null) return { ok: false, reason: reasonAgainst(text) };
  const { dayCount, dayUnit, timeCount, timeUnit } = match.groups ?? {};
  const count = Number(dayCount ?? timeCount ?? 1);
  const unit = dayUnit ?? (timeUnit === undefined ? 'half' : `T${timeUnit}`);
  if (count === 0) return { ok: false, reason: 'it is zero' };
  if (days === 'working' && (unit === 'M' || unit === 'W'))
    return { ok: false, reason: 'working days are not counted in weeks or months; write days' };
  if (days === 'calendar' && unit === 'half')
    return {
      ok: false,
      reason: 'half a day is counted in office hours, so in working days only; write PT12H',
    };
  const limit = limitOf(unit, count);
  if (limit.days + limit.months * 30.5 + limit.ms / 86_400_000 > longestDays)
    return { ok: false, reason: `it is longer than ${longestDays} days` };
  return { ok: true, ...limit };
}

/**
 * Adds extensions to a limit: one count, whatever their order.
 *
 * Throws a RangeError for what `parseLimit` refuses, for days mixed with hours, and for more than 36600 days in all.
 */
export function addLimits(texts: readonly string[], days: ClockLimit['days']): Limit {
  const limits = texts.map((text) => assertLimit(text, days));
  const [first] = limits;
  if (first === undefined) throw new RangeError('expected a limit, got none');
  const sum: Limit = { counted: first.counted, months: 0, days: 0, halfDays: 0, ms: 0 };
  for (const limit of limits) {
    if (limit.counted !== sum.counted)
      throw new RangeError(`expected extensions in the same unit, days or time, got ${texts.join(' + ')}`);
    sum.months += limit.months;
    sum.days += limit.days;
    sum.halfDays += limit.halfDays;
    sum.ms += limit.ms;
  }
  if (sum.days + sum.months * 30.5 + sum.ms / 86_400_000 > 10 * longestDays)
    throw new RangeError(
      `expected at most ${10 * longestDays} days with all extensions, got ${texts.length} durations`,
    );
  return sum;
}

export function assertLimit(text: string, days: ClockLimit['days']): Limit {
  if (days !== 'working' && days !== 'calendar')
    throw new RangeError(`expected working or calendar days, got ${String(days)}`);
  const parsed = parseLimit(text, days);
  if (!parsed.ok)
    throw new RangeError(`expected a duration such as P20D or PT30M, got ${text}: ${parsed.reason}`);
  return parsed;
}

function limitOf(unit: string, count: number): Limit {
  const none: Limit = { counted: 'days', months: 0, days: 0, halfDays: 0, ms: 0 };
  switch (unit) {
    case 'M':
      return { ...none, months: count };
    case 'W':
      return { ...none, days: count * 7 };
    case 'D':
      return { ...none, days: count };
    case 'TH':
      return { ...none, counted: 'time', ms: count * 3_600_000 };
    case 'TM':
      return { ...none, counted: 'time', ms: count * 60_000 };
    default:
      return { ...none, counted: 'time', halfDays: 1 };
  }
}

function reasonAgainst(text: string): string {
  if (/^[-+]/.test(text)) return 'it has a sign';
  if (!/^P(?=.)(?:[\d.,]+[YMWD])*(?:T(?:[\d.,]+[HMS])+)?$/.test(text))
    return 'it is not an ISO 8601 duration';
  if (/[.,]/.test(text)) return 'it has a fraction; only P0.5D may';
  if (/Y/.test(text)) return 'years are not counted; write months';
  if (/S/.test(text)) return 'seconds are not counted; write minutes';
  return 'it mixes units; write one';
}
