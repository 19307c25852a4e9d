/**
 * Whether a definition has the shape that the published JSON Schema describes, told in the author's words.
 *
 * After flaws that leave the structure intact (an unknown property, a missing title) the other checks still run;
 * after a value of the wrong kind they do not, for they would only repeat it.
 */
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { nearest } from './nearest.ts';
import { both, hint, type ProblemArgs, type ProblemCode } from './problems.ts';
import schema from './schema/definition.schema.json' with { type: 'json' };
import { schemaMessage } from './schema-messages.ts';
import type { Path, Source, Tell } from './source.ts';
import type { Json, JsonObject } from './text.ts';

/** Words of XState, and what a definition has instead. */
const FOREIGN = new Map<string, ProblemCode>([
  ['after', 'GZ211'],
  ['delay', 'GZ211'],
  ['invoke', 'GZ212'],
  ['src', 'GZ212'],
  ['spawn', 'GZ213'],
  ['spawnChild', 'GZ213'],
  ['sendTo', 'GZ213'],
]);
/** Missing ones that no other check reads. */
const WORDS_ONLY = new Set([
  'title',
  'law',
  'article',
  'version',
  'procedure',
  'calendar',
  'id',
  'zh-CN',
  'en',
  'days',
]);

/** The published JSON Schema of definitions: what editors use is what the compiler uses. */
export const definitionSchema: JsonObject = schema;

let validate: ValidateFunction | undefined;

/** Tells what does not fit; false when the other checks make no sense any more. */
export function checkShape(value: JsonObject, source: Source, tell: Tell): value is JsonObject {
  validate ??= new Ajv2020({
    allErrors: true,
    strict: true,
    allowUnionTypes: true,
    strictRequired: false,
    verbose: true,
  }).compile(definitionSchema);
  if (validate(value)) return true;
  let sound = true;
  for (const error of validate.errors ?? []) {
    const found = toProblem(error, value);
    if (!found) continue;
    const { code, path, part, args } = found;
    tell(code, source.place(path, part), path, args);
    if (isFatal(error, code)) sound = false;
  }
  return sound;
}

interface Found {
  code: ProblemCode;
  path: Path;
  part: 'key' | 'value';
  args: ProblemArgs;
}

function toProblem(error: ErrorObject, value: JsonObject): Found | null {
  const path = toPath(error.instancePath, value);
  const found = (
    code: ProblemCode,
    part: 'key' | 'value',
    args: ProblemArgs = {},
    at: Path = path,
  ): Found => ({
    code,
    path: at,
    part,
    args,
  });
  const detail = schemaMessage(error);
  switch (error.keyword) {
    // The branch that did not fit tells more.
    case 'if':
    case 'propertyNames':
      return null;
    case 'required': {
      const property = String(error.params['missingProperty']);
      if (property === 'zh-CN' || property === 'en') return found('GZ207', 'key', { language: property });
      return found('GZ201', 'key', { property });
    }
    case 'additionalProperties': {
      const property = String(error.params['additionalProperty']);
      const code = FOREIGN.get(property);
      if (code) return found(code, 'key', { word: property }, [...path, property]);
      const known = Object.keys((error.parentSchema?.['properties'] ?? {}) as object);
      return found(
        'GZ202',
        'key',
        { property, hint: hint(nearest(property, known)), known: known.join(', ') },
        [...path, property],
      );
    }
    case 'type':
      return found('GZ203', 'value', { detail });
    case 'enum': {
      const allowed = (error.params['allowedValues'] as unknown[]).map(String);
      const given = typeof error.data === 'string' ? error.data : JSON.stringify(error.data);
      return found('GZ204', 'value', {
        value: given.slice(0, 80),
        allowed: allowed.join(', '),
        hint: hint(nearest(given.slice(0, 130), allowed)),
      });
    }
    case 'pattern': {
      if (error.propertyName === undefined)
        return found('GZ205', 'value', { value: String(error.data).slice(0, 80) });
      const name = error.propertyName;
      const at = [...path, name];
      if (path.at(-1) === 'on' && name.startsWith('xstate.')) return found('GZ215', 'key', {}, at);
      if (path.at(-1) === 'on' && name.includes('*')) return found('GZ214', 'key', { event: name }, at);
      return found('GZ205', 'key', { value: name.slice(0, 80) }, at);
    }
    default:
      if (error.propertyName !== undefined)
        return found('GZ206', 'key', { detail }, [...path, error.propertyName]);
      return found('GZ206', 'value', { detail: both(`${detail['zh-CN']}`, detail.en) });
  }
}

function isFatal(error: ErrorObject, code: ProblemCode): boolean {
  if (code === 'GZ203') return true;
  if (error.keyword === 'required') return !WORDS_ONLY.has(String(error.params['missingProperty']));
  // `grid` instead of an object, an action without its key: nothing to go on with.
  return error.keyword === 'minProperties' || error.keyword === 'maxProperties';
}

/** A JSON pointer as steps; numbers where the value is a list. */
function toPath(pointer: string, value: Json): (string | number)[] {
  let at: Json | undefined = value;
  return pointer
    .split('/')
    .slice(1)
    .map((part) => {
      const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
      const step = Array.isArray(at) ? Number(name) : name;
      at = Array.isArray(at) ? at[Number(name)] : (at as JsonObject | undefined)?.[name];
      return step;
    });
}
