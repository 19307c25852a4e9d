import { variables, type Draft } from './draft.ts';
import type { Json, JsonObject } from './text.ts';

/** Evaluates an expression of a block or an action, with the data as they were where it stands. */
export function evaluateIn(draft: Draft, expression: string, data: JsonObject, payload: JsonObject): Json {
  return draft.compiled.expressions.evaluate(expression, { ...variables(draft, payload), data });
}

/** Evaluates each field of an input. */
export function evaluateFields(
  draft: Draft,
  fields: Record<string, string> | undefined,
  data: JsonObject,
  payload: JsonObject,
): JsonObject {
  const seen = { ...variables(draft, payload), data };
  const values: JsonObject = {};
  for (const [field, expression] of Object.entries(fields ?? {}))
    values[field] = draft.compiled.expressions.evaluate(expression, seen);
  return values;
}
