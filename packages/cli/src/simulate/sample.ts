import type { Json, JsonObject, JsonSchema } from '@gongzhi/engine';

/** A small value that fits a schema well enough to go on with: what is required, and what has a default. */
export function sample(schema: JsonSchema | null): JsonObject {
  const value = schema === null ? {} : sampleOf(schema, schema);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

function sampleOf(given: JsonSchema, root: JsonSchema): Json {
  const schema = resolve(given, root);
  if ('const' in schema) return schema['const']!;
  if ('default' in schema) return schema['default']!;
  for (const list of ['enum', 'examples'] as const) {
    const values = schema[list];
    if (Array.isArray(values) && values.length > 0) return values[0]!;
  }
  for (const list of ['oneOf', 'anyOf', 'allOf'] as const) {
    const [first] = (schema[list] as JsonSchema[] | undefined) ?? [];
    if (first && schema['type'] !== 'object') return sampleOf(first, root);
  }
  const type = Array.isArray(schema['type']) ? schema['type'][0] : schema['type'];
  switch (type) {
    case 'object':
      return sampleObject(schema, root);
    case 'array':
      return typeof schema['minItems'] === 'number' && schema['minItems'] > 0
        ? [sampleOf((schema['items'] as JsonSchema | undefined) ?? {}, root)]
        : [];
    case 'integer':
    case 'number':
      return (schema['minimum'] as number | undefined) ?? 1;
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return sampleText(schema);
  }
}

function sampleObject(schema: JsonSchema, root: JsonSchema): JsonObject {
  const properties = (schema['properties'] ?? {}) as Record<string, JsonSchema>;
  const required = (schema['required'] ?? []) as string[];
  const wanted = Object.keys(properties).filter((name) => required.includes(name));
  return Object.fromEntries(wanted.map((name) => [name, sampleOf(properties[name]!, root)]));
}

const FORMATS: Record<string, string> = {
  date: '2026-12-01',
  'date-time': '2026-12-01T09:00:00+08:00',
  document: '0'.repeat(64),
  email: 'someone@example.org',
};

function sampleText(schema: JsonSchema): string {
  const format = FORMATS[String(schema['format'])];
  if (format !== undefined) return format;
  const least = typeof schema['minLength'] === 'number' ? schema['minLength'] : 0;
  return '示例'.padEnd(least, '。');
}

function resolve(schema: JsonSchema, root: JsonSchema): JsonSchema {
  const reference = schema['$ref'];
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return schema;
  let at: Json | undefined = root;
  for (const key of reference.slice(2).split('/')) at = (at as JsonObject | undefined)?.[key];
  return (at as JsonSchema | undefined) ?? {};
}
