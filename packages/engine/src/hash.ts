/** Canonical JSON and its SHA-256: what definitions and journal entries are known by. */
import { hash } from 'node:crypto';

export function sha256Hex(text: string): string {
  return hash('sha256', text);
}

/**
 * JSON by RFC 8785: keys sorted by UTF-16 code units, numbers and strings as JSON.stringify writes them.
 *
 * Throws a TypeError for what JSON cannot keep: undefined, non-finite numbers, functions, lone surrogates, class
 * instances.
 */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return quote(value);
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`expected a finite number, got ${value}`);
      // As JSON.stringify: -0 is 0.
      return `${value}`;
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? canonicalArray(value) : canonicalObject(value);
    default:
      throw new TypeError(`expected a value of JSON, got ${typeof value}`);
  }
}

function canonicalArray(items: readonly unknown[]): string {
  if (items.length === 0) return '[]';
  let text = '[';
  for (let index = 0; index < items.length; index++)
    text += (index === 0 ? '' : ',') + canonicalJson(items[index]);
  return `${text}]`;
}

function canonicalObject(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    throw new TypeError(`expected a plain object, got ${Object.prototype.toString.call(value)}`);
  const keys = Object.keys(value);
  if (keys.length > 1) sortKeys(keys);
  let text = '{';
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index]!;
    if (index > 0) text += ',';
    text += quoteKey(key) + canonicalJson((value as Record<string, unknown>)[key]);
  }
  return `${text}}`;
}

/** Insertion sort for the few keys that objects have, and stays linear when they are sorted already. */
function sortKeys(keys: string[]): void {
  if (keys.length > 24) {
    keys.sort();
    return;
  }
  for (let index = 1; index < keys.length; index++) {
    const key = keys[index]!;
    let at = index - 1;
    while (at >= 0 && keys[at]! > key) keys[at + 1] = keys[at--]!;
    keys[at + 1] = key;
  }
}

/** The same few keys come in every entry: a third of the time is saved by keeping them quoted. */
const quotedKeys = new Map<string, string>();
const QUOTED_KEY_LIMIT = 5000;

function quoteKey(key: string): string {
  let quoted = quotedKeys.get(key);
  if (quoted === undefined) {
    quoted = `${quote(key)}:`;
    if (quotedKeys.size < QUOTED_KEY_LIMIT && key.length < 64) quotedKeys.set(key, quoted);
  }
  return quoted;
}

/** Quotes, backslashes, control characters and surrogates need more than quotation marks around them. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const SPECIAL = /[\u0000-\u001F"\\\uD800-\uDFFF]/;
/** Up to this length a loop is faster than the expression. */
const SHORT = 40;

function quote(text: string): string {
  return isPlain(text) ? `"${text}"` : quoteSpecial(text);
}

function isPlain(text: string): boolean {
  if (text.length > SHORT) return !SPECIAL.test(text);
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x20 || code === 0x22 || code === 0x5c || (code >= 0xd800 && code <= 0xdfff)) return false;
  }
  return true;
}

function quoteSpecial(text: string): string {
  if (!text.isWellFormed()) throw new TypeError('expected a text without lone surrogates');
  return JSON.stringify(text);
}
