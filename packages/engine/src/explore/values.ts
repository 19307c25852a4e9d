/**
 * What is known of a value without running anything: one of a few, not one of a few, absent, or nothing.
 *
 * These stand in the place of the case's data while the machine moves, so that a flag set here is known there.
 */
import { resolveSchema, valuesOf } from '../cel-types.ts';
import type { Json, JsonObject, JsonSchema } from '../text.ts';
import { literalOf, readChoice } from './conditions.ts';

/** `any`: nothing is known; the number tells one such value from another within a step. */
export type Value = { is: Json[] } | { not: Json[] } | { absent: true } | { any: number };

/** Longer lists are not worth following. */
const LIST_LIMIT = 12;

export const ANYTHING: Value = { any: 0 };

/** Of a field of a form or of `data`. */
export function valueOfSchema(schema: JsonSchema | null, field: string): Value {
  const properties = schema?.['properties'] as JsonObject | undefined;
  const given = properties !== undefined && Object.hasOwn(properties, field) ? properties[field] : undefined;
  const part = schema === null ? undefined : resolveSchema(given, schema);
  if (part === undefined) return ANYTHING;
  if (part['type'] === 'boolean' && !('const' in part)) return { is: [true, false] };
  const values = valuesOf(part);
  if (values !== null && values.length <= LIST_LIMIT) return { is: values };
  return part['type'] === 'string' && Number(part['minLength'] ?? 0) > 0 ? { not: [''] } : ANYTHING;
}

/** Of `data` when a case is opened: the defaults, and what the opening form brings instead. */
export function valuesAtOpening(
  data: JsonSchema,
  form: JsonSchema | null,
  fields: ReadonlySet<string>,
): Record<string, Value> {
  const properties = (data['properties'] ?? {}) as Record<string, JsonObject>;
  const given = (form?.['properties'] ?? {}) as JsonObject;
  const required = (form?.['required'] ?? []) as Json[];
  const values: Record<string, Value> = {};
  for (const field of fields) {
    const fallback = properties[field]?.['default'];
    const before: Value = fallback === undefined ? { absent: true } : { is: [fallback] };
    if (!Object.hasOwn(given, field)) values[field] = before;
    else if (required.includes(field)) values[field] = valueOfSchema(form, field);
    else values[field] = either(before, valueOfSchema(form, field));
  }
  return values;
}

/** Whether the value equals the literal; undefined: it may. */
export function equals(value: Value, literal: Json): boolean | undefined {
  if ('is' in value) {
    if (!value.is.includes(literal)) return false;
    return value.is.length === 1 ? true : undefined;
  }
  return 'not' in value && value.not.includes(literal) ? false : undefined;
}

/** What is known when the question was answered. */
export function refine(value: Value, literal: Json, answer: boolean): Value {
  if (answer) return { is: [literal] };
  if ('is' in value) return { is: value.is.filter((one) => one !== literal) };
  if (typeof literal === 'boolean') return { is: [!literal] };
  const not = 'not' in value ? value.not : [];
  return not.includes(literal) ? value : { not: [...not, literal].slice(0, LIST_LIMIT) };
}

/**
 * Of an assigned expression; undefined: nothing is known. `decide` says which side a choice takes, where that is known.
 */
export function valueOfExpression(
  text: string,
  read: (path: string) => Value,
  decide: (condition: string) => boolean | undefined,
): Value | undefined {
  const path = text.trim();
  const literal = literalOf(path);
  if (literal !== undefined) return { is: [literal] };
  if (/^(data|payload)\.\w+$/.test(path)) return read(path);
  const choice = readChoice(path);
  if (choice === null) return undefined;
  const side = decide(choice.condition);
  const yes = side === false ? undefined : valueOfExpression(choice.yes, read, decide);
  const no = side === true ? undefined : valueOfExpression(choice.no, read, decide);
  if (side !== undefined) return side ? yes : no;
  return yes && no && either(yes, no);
}

/** One of the two. */
function either(one: Value, other: Value): Value {
  if ('is' in one && 'is' in other) return { is: [...new Set([...one.is, ...other.is])] };
  if (!('not' in one) && !('not' in other)) return ANYTHING;
  const [first, second] = 'not' in one ? [one, other] : [other as { not: Json[] }, one];
  const not = first.not.filter((literal) => equals(second, literal) === false);
  return not.length === 0 ? ANYTHING : { not };
}
