/**
 * Validators of payloads and data, made from the JSON Schemas of a definition (draft 2020-12).
 *
 * A validator tells what does not fit and changes nothing: no coercion, no defaults. Schemas refer to nothing
 * outside themselves, and their patterns are bounded (pattern.ts).
 */
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import type { FieldProblem, Validate } from './compiled.ts';
import { isObject } from './cel-types.ts';
import { compilePattern } from './pattern.ts';
import { both, type ProblemArgs, type ProblemCode } from './problems.ts';
import { schemaMessage } from './schema-messages.ts';
import type { Path } from './source.ts';
import { DANGEROUS_KEYS, DEPTH_LIMIT } from './storable.ts';
import type { Json, JsonSchema } from './text.ts';

const SCHEMA_LIMIT = 64 * 1024;
const DIALECT = 'https://json-schema.org/draft/2020-12/schema';
const FIELD_PROBLEM_LIMIT = 50;
const CACHE_LIMIT = 500;

interface SchemaFlaw {
  code: ProblemCode;
  /** Inside the schema. */
  at: Path;
  args: ProblemArgs;
}

export type SchemaResult = { ok: true; validate: Validate } | { ok: false; flaws: SchemaFlaw[] };

let ajv: Ajv2020 | undefined;
/** By the schema's JSON: generating a validator takes a millisecond, and editors compile the same form again. */
const cache = new Map<string, SchemaResult>();

/** The validator of `schema`, which must describe an object. */
export function compileSchema(schema: JsonSchema): SchemaResult {
  const text = JSON.stringify(schema);
  if (text.length > SCHEMA_LIMIT)
    return {
      ok: false,
      flaws: [{ code: 'GZ603', at: [], args: { detail: `${text.length} > ${SCHEMA_LIMIT}` } }],
    };
  const known = cache.get(text);
  if (known) return known;
  const result = compileNew(schema);
  if (cache.size >= CACHE_LIMIT) {
    cache.clear();
    // Ajv keeps every schema that it has ever compiled in its scope.
    ajv = undefined;
  }
  cache.set(text, result);
  return result;
}

function compileNew(schema: JsonSchema): SchemaResult {
  const flaws: SchemaFlaw[] = [];
  if (schema['type'] !== 'object') flaws.push({ code: 'GZ606', at: [], args: {} });
  findFlaws(schema, [], flaws);
  if (flaws.length > 0) return { ok: false, flaws };
  ajv ??= createAjv();
  if (ajv.validateSchema(schema) !== true) {
    for (const error of (ajv.errors ?? []).slice(0, 10)) {
      const at = error.instancePath
        .split('/')
        .slice(1)
        .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
      flaws.push({ code: 'GZ601', at, args: { detail: schemaMessage(error) } });
    }
    return { ok: false, flaws };
  }
  try {
    const compiled = ajv.compile(schema);
    return { ok: true, validate: (value) => toFieldProblems(compiled, value) };
  } catch (cause) {
    // Ajv's strict mode and unresolved references throw plain errors whose text names the place.
    const { message } = cause as Error;
    return { ok: false, flaws: [{ code: 'GZ601', at: [], args: { detail: both(message, message) } }] };
  } finally {
    ajv.removeSchema(schema);
  }
}

function createAjv(): Ajv2020 {
  const created = new Ajv2020({
    allErrors: true,
    strict: true,
    strictRequired: false,
    allowUnionTypes: true,
    code: { regExp: Object.assign(boundedRegExp, { code: 'boundedRegExp' }) },
  });
  (ajvFormats as unknown as (ajv: Ajv2020) => void)(created);
  created.addFormat('document', /^[0-9a-f]{64}$/);
  created.addFormat('party-id', /^\S{1,200}$/);
  created.addFormat('member-id', /^\S{1,200}$/);
  for (const word of ANNOTATIONS) created.addKeyword(word);
  return created;
}

function boundedRegExp(source: string): { test(text: string): boolean } {
  const result = compilePattern(source);
  if (!result.ok) throw new RangeError(`pattern ${source}: ${result.reason.en}`);
  return result.pattern;
}

/** Words for people and pages beside the schema: a title, help, an order, a unit, how a field is shown. */
const ANNOTATIONS = ['x-title', 'x-help', 'x-order', 'x-unit', 'x-widget', 'x-placeholder'];

/** Keywords whose value is no schema. */
const PLAIN = new Set([
  'default',
  'const',
  'enum',
  'examples',
  'required',
  'title',
  'description',
  ...ANNOTATIONS,
]);

/** Keywords whose value is a mapping from names to schemas. */
const NAMED = new Set(['properties', '$defs', 'patternProperties', 'dependentSchemas']);

function findFlaws(value: Json | undefined, at: Path, flaws: SchemaFlaw[], isNames = false): void {
  if (Array.isArray(value))
    for (const [index, item] of value.entries()) findFlaws(item, [...at, index], flaws);
  if (!isObject(value)) return;
  const checkPattern = (pattern: string, place: Path) => {
    const result = compilePattern(pattern);
    const { maxLength } = value;
    if (!result.ok)
      flaws.push({
        code: 'GZ604',
        at: place,
        args: { pattern, detail: both(result.reason.zh, result.reason.en) },
      });
    else if (typeof maxLength === 'number' && maxLength > result.pattern.inputLimit) {
      const limit = result.pattern.inputLimit;
      const detail = both(
        `maxLength 须不大于 ${limit}，更长的文字不会匹配`,
        `maxLength must be at most ${limit}; no longer text matches`,
      );
      flaws.push({ code: 'GZ604', at: place, args: { pattern, detail } });
    }
  };
  for (const [key, item] of Object.entries(value)) {
    const place = [...at, key];
    if (isNames) {
      if (at.at(-1) === 'patternProperties') checkPattern(key, place);
      findFlaws(item, place, flaws);
      continue;
    }
    if (PLAIN.has(key)) continue;
    if ((key === '$ref' || key === '$dynamicRef') && !(typeof item === 'string' && item.startsWith('#')))
      flaws.push({ code: 'GZ602', at: place, args: { ref: String(item) } });
    else if (key === '$id' || key === '$dynamicAnchor' || (key === '$schema' && item !== DIALECT))
      flaws.push({ code: 'GZ602', at: place, args: { ref: `${key} ${String(item)}` } });
    else if (key === 'pattern' && typeof item === 'string') checkPattern(item, place);
    else findFlaws(item, place, flaws, NAMED.has(key));
  }
}

function toFieldProblems(validate: ValidateFunction, value: unknown): FieldProblem[] {
  const dangerous = findDangerousKey(value, '', 0);
  if (dangerous !== null)
    return [{ pointer: dangerous, message: both('不允许使用这一字段名。', 'This name is not allowed.') }];
  if (validate(value)) return [];
  return (validate.errors ?? [])
    .filter(({ keyword }) => keyword !== 'if' && keyword !== 'propertyNames')
    .slice(0, FIELD_PROBLEM_LIMIT)
    .map((error) => ({ pointer: pointerOf(error), message: schemaMessage(error) }));
}

/** Where a schema is open, `constructor` would pass it; expressions could then no longer read the value. */
function findDangerousKey(value: unknown, pointer: string, depth: number): string | null {
  if (typeof value !== 'object' || value === null) return null;
  if (depth > DEPTH_LIMIT) return pointer;
  for (const [key, item] of Object.entries(value)) {
    if (DANGEROUS_KEYS.has(key)) return `${pointer}/${key}`;
    const found = findDangerousKey(item, `${pointer}/${key}`, depth + 1);
    if (found !== null) return found;
  }
  return null;
}

/** The field itself when it is missing or not expected, so that a form can mark it. */
function pointerOf({ instancePath, params }: ErrorObject): string {
  const name: unknown =
    params['missingProperty'] ?? params['additionalProperty'] ?? params['unevaluatedProperty'];
  if (typeof name !== 'string') return instancePath;
  return `${instancePath}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
