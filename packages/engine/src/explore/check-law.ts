/** Clocks are not longer than the legal texts that they cite allow. */
import { parseLimit } from '../calendar/index.ts';
import type { Basis, Definition } from '../definition.ts';
import type { TellTrail } from './check-space.ts';

type Days = 'working' | 'calendar';

export function checkLaw({ basis = {}, clocks = {} }: Definition, tell: TellTrail): void {
  for (const [name, { limit, extension, days }] of Object.entries(basis))
    for (const [key, text] of Object.entries({ limit, extension })) {
      const parsed = text === undefined ? null : parseLimit(text, days);
      if (parsed && !parsed.ok) tell('GZ446', ['basis', name, key], { name, detail: parsed.reason });
    }
  for (const [name, { limit, days, basis: cited = [], extendable }] of Object.entries(clocks)) {
    const texts = (names: readonly string[]) =>
      names.flatMap((one) => (basis[one] ? [{ one, rule: basis[one] }] : []));
    for (const { one, rule } of texts(cited))
      if (isLonger(limit, 1, days, rule.limit, rule))
        tell('GZ444', ['clocks', name, 'limit'], { name, limit, allowed: rule.limit!, basis: one });
    if (extendable === undefined) continue;
    for (const { one, rule } of texts(extendable.basis ?? cited))
      if (isLonger(extendable.limit, extendable.times, days, rule.extension, rule))
        tell('GZ445', ['clocks', name, 'extendable', 'limit'], {
          name,
          limit: extendable.times === 1 ? extendable.limit : `${extendable.times} × ${extendable.limit}`,
          allowed: rule.extension!,
          basis: one,
        });
  }
}

/** Only when it is so whatever the calendar; what cannot be read is told elsewhere. */
function isLonger(
  limit: string,
  times: number,
  days: Days,
  allowed: string | undefined,
  { days: allowedDays = days }: Basis,
): boolean {
  if (allowed === undefined) return false;
  const shortest = spanOf(limit, days);
  const longest = spanOf(allowed, allowedDays);
  if (shortest === null || longest === null) return false;
  if (days === allowedDays && shortest.months > 0 && longest.months > 0)
    return shortest.months * times > longest.months;
  // A month has 28 to 31 days. A working day lasts a calendar day at least, and hardly ever more than two: a week-end,
  // and a long holiday now and then.
  const atLeast = (shortest.months * 28 + shortest.days) * times;
  const atMost = longest.months * 31 + longest.days;
  return days === 'calendar' && allowedDays === 'working' ? atLeast > 2 * atMost + 10 : atLeast > atMost;
}

function spanOf(text: string, days: Days): { months: number; days: number } | null {
  const parsed = parseLimit(text, days);
  if (!parsed.ok) return null;
  return { months: parsed.months, days: parsed.days + parsed.halfDays / 2 + parsed.ms / 86_400_000 };
}
