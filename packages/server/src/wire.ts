/**
 * Puts values of the engine and the runtime on the wire: instants (epoch ms inside) become ISO 8601 strings.
 *
 * By name, because instants end in `At` or `Until` everywhere (STYLE.md); what cases and callers name themselves
 * (data, payloads, schemas) is left as it is.
 */
import type { Json } from '@gongzhi/engine';

type InstantKey = 'at' | `${string}At` | `${string}Until`;
type OpaqueKey = 'data' | 'payload' | 'reply' | 'result' | 'schema';

/** What `wire` makes of a value. */
export type Wire<Value> = Value extends readonly (infer Item)[]
  ? Wire<Item>[]
  : Value extends object
    ? { [Key in keyof Value]: Field<Key, Value[Key]> }
    : Value;

type Field<Key, Value> = Json extends Value
  ? Value
  : Key extends OpaqueKey
    ? Value
    : Key extends InstantKey
      ? Instants<Value>
      : Wire<Value>;

type Instants<Value> = Value extends number ? string : Value extends number[] ? string[] : Wire<Value>;

const INSTANT = /^at$|At$|Until$/;
const OPAQUE = new Set(['data', 'payload', 'reply', 'result', 'schema']);

export function wire<Value>(value: Value): Wire<Value> {
  return convert(value) as Wire<Value>;
}

function convert(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(convert);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, field(key, inner)]));
}

function field(key: string, value: unknown): unknown {
  if (OPAQUE.has(key)) return value;
  if (key === 'clocks') return byName(value);
  if (INSTANT.test(key)) {
    if (typeof value === 'number') return iso(value);
    if (Array.isArray(value) && value.every((item) => typeof item === 'number')) return value.map(iso);
  }
  return convert(value);
}

/** A map whose keys an author chose: one of them may be called `reply` or `at`. */
function byName(value: unknown): unknown {
  const entries = Object.entries(value as object).map(([name, inner]) => [name, convert(inner)]);
  return Object.fromEntries(entries);
}

export function iso(instant: number): string {
  return new Date(instant).toISOString();
}
