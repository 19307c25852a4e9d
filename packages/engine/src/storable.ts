/** What a value may be so that JSON, PostgreSQL and expressions can all keep it; limits of a definition's text. */
export const SOURCE_LIMIT_BYTES = 512 * 1024;
export const DEPTH_LIMIT = 64;
export const NODE_LIMIT = 50_000;
/** Names through which JavaScript reaches a prototype; neither definitions nor payloads have them. */
export const DANGEROUS_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Whether JSON reads the number back as it is. */
export function isStorableNumber(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}

export function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** A lone surrogate or NUL: neither UTF-8 nor PostgreSQL keeps them. */
export function findUnstorable(text: string): { what: string; at: number } | null {
  const nul = text.indexOf('\0');
  if (nul >= 0) return { what: 'U+0000', at: nul };
  if (text.isWellFormed()) return null;
  const at = text.search(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/);
  return { what: `U+${text.charCodeAt(at).toString(16).toUpperCase()}`, at: Math.max(0, at) };
}
