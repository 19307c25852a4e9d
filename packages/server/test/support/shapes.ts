/** Compares an answer with what its operation declares: nothing missing, nothing more. */
import { TypeBoxValidatorCompiler, type TSchema } from '@fastify/type-provider-typebox';
import { operations, ProblemDetails, type Operation } from '@gongzhi/api';

interface Answered {
  status: number;
  body: unknown;
  headers: Record<string, unknown>;
}

const all: Operation[] = Object.values(operations);

export function shapeProblems(method: string, url: string, { status, body, headers }: Answered): unknown[] {
  const type = String(headers['content-type']);
  if (status >= 400)
    return type.startsWith('application/problem+json')
      ? unfit(ProblemDetails, body)
      : [`no problem details but ${type}`];
  const path = url.split('?', 1)[0] ?? '';
  // The longest pattern first: /v1/definitions/check is not a definition called `check`.
  const operation = all
    .filter((given) => given.method === method && patternOf(given.path).test(path))
    .toSorted((one, other) => one.path.split(':').length - other.path.split(':').length)[0];
  if (!operation || status === 304) return [];
  if (status !== operation.status) return [`expected status ${operation.status}, got ${status}`];
  if (typeof operation.reply === 'string' || !type.startsWith('application/json')) return [];
  return unfit(operation.reply, body);
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}$`);
}

export function unfit(schema: TSchema, value: unknown): unknown[] {
  const check = TypeBoxValidatorCompiler({
    schema: closed(schema) as TSchema,
    httpPart: 'body',
    method: '',
    url: '',
  });
  const result = check(value) as { error?: unknown[] };
  return result.error ?? [];
}

/** The same schema, but with no field beside those that it names. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema)
    .filter(([key]) => key !== 'examples')
    .map(([key, value]) => [key, closed(value)] as const);
  const isObject = 'properties' in schema && 'type' in schema && schema.type === 'object';
  return Object.fromEntries(isObject ? [...entries, ['additionalProperties', false]] : entries);
}
