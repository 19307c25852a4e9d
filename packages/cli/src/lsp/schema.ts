/** The published JSON Schema of definitions, by path. */
import { definitionSchema, type Json, type JsonObject } from '@gongzhi/engine';
import type { Path } from './tree.ts';

/** Keywords of the JSON Schemas of data and forms. */
const SCHEMA_WORDS =
  'type properties required additionalProperties items enum const oneOf default format minLength maxLength pattern minimum maximum minItems maxItems uniqueItems x-title'.split(
    ' ',
  );
const SCHEMA_TYPES = ['string', 'number', 'integer', 'boolean', 'array', 'object'];

/** Schemas that may hold at a path, references followed. */
function schemasAt(path: Path): JsonObject[] {
  let found = flatten(definitionSchema);
  for (const step of path)
    found = found
      .flatMap((schema) => {
        if (typeof step === 'number') return objects(schema['items']);
        const properties = schema['properties'] as JsonObject | undefined;
        if (properties && Object.hasOwn(properties, step)) return objects(properties[step]);
        return objects(schema['additionalProperties']);
      })
      .flatMap(flatten);
  return found;
}

/** Properties that may stand in the object at a path, with their schemas. */
export function propertiesAt(path: Path): Map<string, JsonObject> {
  const properties = new Map<string, JsonObject>();
  for (const schema of schemasAt(path))
    for (const [name, inner] of Object.entries((schema['properties'] ?? {}) as JsonObject))
      for (const one of objects(inner).flatMap(flatten)) properties.set(name, properties.get(name) ?? one);
  if (isInSchema(path) && !['properties', 'x-title'].includes(String(path.at(-1))))
    for (const word of SCHEMA_WORDS) properties.set(word, {});
  return properties;
}

/** Values that the schema lists for a path. */
export function valuesAt(path: Path): string[] {
  if (isInSchema(path.slice(0, -1)) && path.at(-1) === 'type') return SCHEMA_TYPES;
  const values = schemasAt(path).flatMap((schema) =>
    Array.isArray(schema['enum']) ? schema['enum'] : schema['type'] === 'boolean' ? [true, false] : [],
  );
  return [...new Set(values.map(String))];
}

/** Title and description of what stands at a path, both languages as the schema has them. */
export function wordsAt(path: Path): { title: string; description: string } | null {
  for (const { title, description } of schemasAt(path))
    if (typeof title === 'string' && typeof description === 'string') return { title, description };
  return null;
}

const isInSchema = (path: Path) => path[0] === 'data' || (path[0] === 'forms' && path.length > 1);

/** A schema with its references followed, its own title before that of the reference, and its branches. */
function flatten(schema: JsonObject): JsonObject[] {
  const reference = schema['$ref'];
  const target = typeof reference === 'string' ? resolve(reference) : {};
  const whole = { ...target, ...schema };
  return [whole, ...objects(whole['then']).flatMap(flatten)];
}

function resolve(reference: string): JsonObject {
  const definitions = definitionSchema['$defs'] as JsonObject;
  return (definitions[reference.replace('#/$defs/', '')] ?? {}) as JsonObject;
}

const objects = (schema: Json | undefined): JsonObject[] =>
  typeof schema === 'object' && schema !== null && !Array.isArray(schema) ? [schema] : [];
