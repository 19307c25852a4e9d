/** JSON Schemas as CEL types, so that an expression about `data` or `payload` is checked before anything runs. */
import type { Environment } from '@marcbachmann/cel-js';
import type { Json, JsonObject, JsonSchema } from './text.ts';

const DEPTH_LIMIT = 8;
/** With these the fields of an object cannot be known from `properties` alone. */
const OPEN_KEYWORDS = [
  'allOf',
  'anyOf',
  'oneOf',
  'if',
  'not',
  'dependentSchemas',
  'patternProperties',
  'unevaluatedProperties',
];

/** Fields of the object types that were declared, by type name. */
export type FieldsByType = Map<string, string[]>;

/** Declares the type of `schema` in `environment` under `name` (objects only) and returns its CEL name. */
export function declareType(
  environment: Environment,
  name: string,
  schema: JsonSchema,
  fields: FieldsByType,
): string {
  const declare = (given: Json | undefined, label: string, depth: number): string => {
    const part = resolveSchema(given, schema);
    if (!part || depth > DEPTH_LIMIT) return 'dyn';
    const values = valuesOf(part);
    if (!values && OPEN_KEYWORDS.some((keyword) => keyword in part)) return 'dyn';
    const type = part['type'] ?? typeOfValues(part, values);
    switch (type) {
      case 'string':
        return 'string';
      case 'number':
      case 'integer':
        return 'double';
      case 'boolean':
        return 'bool';
      case 'array':
        return `list<${declare(part['items'], `${label}.item`, depth + 1)}>`;
      case 'object':
        return declareObject(part, label, depth);
      default:
        return 'dyn';
    }
  };
  const declareObject = (part: JsonObject, label: string, depth: number): string => {
    const properties = part['properties'];
    if (!isObject(properties))
      return `map<string, ${declare(part['additionalProperties'], `${label}.value`, depth + 1)}>`;
    const types: Record<string, string> = {};
    for (const [field, inner] of Object.entries(properties))
      types[field] = declare(
        inner,
        `${label}.${field.replaceAll(/\W/g, (character) => `_${character.codePointAt(0)}`)}`,
        depth + 1,
      );
    environment.registerType(label, { fields: types });
    fields.set(label, Object.keys(types));
    return label;
  };
  return declare(schema, name, 0);
}

/** The schema that a local `$ref` names; undefined for anything else than an object. */
export function resolveSchema(given: Json | undefined, root: JsonSchema): JsonObject | undefined {
  let schema = given;
  for (let hops = 0; hops < DEPTH_LIMIT && isObject(schema) && typeof schema['$ref'] === 'string'; hops++) {
    const reference = schema['$ref'];
    if (!reference.startsWith('#')) return undefined;
    schema = reference
      .split('/')
      .slice(1)
      .reduce<Json | undefined>(
        (at, step) => (isObject(at) ? at[step.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined),
        root,
      );
  }
  return isObject(schema) && !('$ref' in schema) ? schema : undefined;
}

/** The only values that a schema allows, by `const`, `enum` or a choice of `const`s; null: it does not list them. */
export function valuesOf(schema: JsonObject): Json[] | null {
  if ('const' in schema) return [schema['const']!];
  if (Array.isArray(schema['enum'])) return schema['enum'];
  const choices = schema['oneOf'] ?? schema['anyOf'];
  if (!Array.isArray(choices) || choices.length === 0) return null;
  const values = choices.map((choice) => (isObject(choice) ? valuesOf(choice) : null));
  return values.every((value) => value !== null) ? values.flat() : null;
}

function typeOfValues(schema: JsonObject, values: Json[] | null): string | undefined {
  if (!values || values.length === 0) return 'properties' in schema ? 'object' : undefined;
  const kinds = new Set(values.map((value) => typeof value));
  const [kind] = kinds;
  return kinds.size === 1 && kind !== 'object' ? kind : undefined;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
