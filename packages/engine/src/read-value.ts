/** A definition that is a value already: the limits of source.ts, and paths instead of lines. */
import type { ProblemArgs, ProblemCode } from './problems.ts';
import type { Path, Place, Source, Tell } from './source.ts';
import {
  DANGEROUS_KEYS,
  DEPTH_LIMIT,
  findUnstorable,
  isPlainObject,
  isStorableNumber,
  NODE_LIMIT,
  SOURCE_LIMIT_BYTES,
} from './storable.ts';
import type { Json, JsonObject } from './text.ts';

const NOWHERE: Place = { line: 1, column: 1, endLine: 1, endColumn: 1 };

class Refused extends Error {}

export function readValue(given: JsonObject, tell: Tell): Source {
  let nodes = 0;
  const flaw = (code: ProblemCode, path: Path, args?: ProblemArgs) => tell(code, NOWHERE, path, args);
  const stop = (code: ProblemCode, path: Path, args?: ProblemArgs): never => {
    flaw(code, path, args);
    throw new Refused(code);
  };
  const copy = (value: unknown, path: Path, depth: number): Json => {
    if (++nodes > NODE_LIMIT) stop('GZ101', path, { size: `> ${NODE_LIMIT}`, limit: SOURCE_LIMIT_BYTES });
    if (depth > DEPTH_LIMIT) stop('GZ109', path, { limit: DEPTH_LIMIT });
    if (value === null || typeof value === 'boolean') return value;
    if (typeof value === 'string') {
      const unstorable = findUnstorable(value);
      if (unstorable) flaw('GZ111', path, { what: unstorable.what });
      return value;
    }
    if (typeof value === 'number') {
      if (!isStorableNumber(value)) flaw('GZ110', path, { value: String(value) });
      return Object.is(value, -0) ? 0 : value;
    }
    if (Array.isArray(value)) return value.map((item, index) => copy(item, [...path, index], depth + 1));
    if (!isPlainObject(value)) {
      flaw('GZ110', path, { value: typeof value });
      return null;
    }
    const result: JsonObject = {};
    for (const [key, item] of Object.entries(value)) {
      if (DANGEROUS_KEYS.has(key)) flaw('GZ106', path, { key });
      else if (findUnstorable(key)) flaw('GZ111', path, { what: findUnstorable(key)!.what });
      else result[key] = copy(item, [...path, key], depth + 1);
    }
    return result;
  };
  const place = () => NOWHERE;
  const source = (value: JsonObject | null): Source => ({ value, place, placeInside: place });
  if (!isPlainObject(given)) {
    tell('GZ104', NOWHERE, []);
    return source(null);
  }
  try {
    const value = copy(given, [], 0) as JsonObject;
    return source(value);
  } catch (cause) {
    if (!(cause instanceof Refused)) throw cause;
    return source(null);
  }
}
