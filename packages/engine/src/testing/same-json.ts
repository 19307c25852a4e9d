import type { Json } from '../text.ts';

/** Paths at which two values differ, at most ten; with `subset`, keys only of `b` do not count. */
export function differences(a: unknown, b: unknown, subset = false, path = ''): string[] {
  if (Object.is(a, b)) return [];
  if (!isContainer(a) || !isContainer(b) || Array.isArray(a) !== Array.isArray(b)) return [path || '.'];
  if (Array.isArray(a) && a.length !== b['length']) return [path || '.'];
  const inside = subset && !Array.isArray(a);
  const keys = new Set([...Object.keys(a), ...(inside ? [] : Object.keys(b))]);
  return [...keys]
    .flatMap((key) => {
      const at = path === '' ? key : `${path}.${key}`;
      return Object.hasOwn(a, key) && Object.hasOwn(b, key) ? differences(a[key], b[key], subset, at) : [at];
    })
    .slice(0, 10);
}

/** As it comes back from a database. */
export function throughJson<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}

export const compact = (value: Json | undefined): string => JSON.stringify(value) ?? 'undefined';

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
