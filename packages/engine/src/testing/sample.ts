/** A small value that fits a schema well enough to go on with: what is required, and what has a default. */
import type { Instant } from '../command.ts';
import type { Json, JsonObject, JsonSchema } from '../text.ts';

export function sampleOf(given: JsonSchema, root: JsonSchema, now?: Instant): Json {
  const schema = resolveSchema(given, root);
  if ('const' in schema) return schema['const']!;
  if ('default' in schema) return schema['default']!;
  for (const list of ['enum', 'examples'] as const) {
    const values = schema[list];
    if (Array.isArray(values) && values.length > 0) return values[0]!;
  }
  for (const list of ['oneOf', 'anyOf', 'allOf'] as const) {
    const [first] = (schema[list] as JsonSchema[] | undefined) ?? [];
    if (first && schema['type'] !== 'object') return sampleOf(first, root, now);
  }
  switch (typeOf(schema)) {
    case 'object':
      return sampleObject(schema, root, now);
    case 'array':
      return Array.from({ length: Math.min(Number(schema['minItems'] ?? 0), 20) }, () =>
        sampleOf((schema['items'] as JsonSchema | undefined) ?? {}, root, now),
      );
    case 'integer':
    case 'number':
      return Math.max(
        (schema['minimum'] as number | undefined) ?? 1,
        Math.min(1, Number(schema['maximum'] ?? 1)),
      );
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return sampleText(schema, now);
  }
}

export function typeOf(schema: JsonSchema): Json | undefined {
  return Array.isArray(schema['type']) ? schema['type'][0] : schema['type'];
}

function sampleObject(schema: JsonSchema, root: JsonSchema, now: Instant | undefined): JsonObject {
  const properties = (schema['properties'] ?? {}) as Record<string, JsonSchema>;
  const required = (schema['required'] ?? []) as string[];
  const wanted = Object.keys(properties).filter((name) => required.includes(name));
  return Object.fromEntries(wanted.map((name) => [name, sampleOf(properties[name]!, root, now)]));
}

const DEFAULT_NOW = Date.UTC(2026, 11, 1, 1);

export function sampleText(schema: JsonSchema, now: Instant = DEFAULT_NOW): string {
  const format = FORMATS[String(schema['format'])];
  if (format !== undefined) return format(new Date(now).toISOString());
  const least = typeof schema['minLength'] === 'number' ? schema['minLength'] : 0;
  const most = typeof schema['maxLength'] === 'number' ? schema['maxLength'] : Infinity;
  return '示例'.slice(0, most).padEnd(least, '。');
}

const FORMATS: Record<string, (now: string) => string> = {
  date: (now) => now.slice(0, 10),
  'date-time': (now) => now,
  document: () => '0'.repeat(64),
  email: () => 'someone@example.org',
};

export function resolveSchema(schema: JsonSchema, root: JsonSchema): JsonSchema {
  const reference = schema['$ref'];
  if (typeof reference !== 'string' || !reference.startsWith('#/')) return schema;
  let at: Json | undefined = root;
  for (const key of reference.slice(2).split('/')) at = (at as JsonObject | undefined)?.[key];
  return (at as JsonSchema | undefined) ?? {};
}
