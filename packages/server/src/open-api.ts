/** The OpenAPI 3.1 document, made from the list of operations. */
import { operations, ProblemDetails, type Operation } from '@gongzhi/api';
import type { Language } from '@gongzhi/engine';

type Node = Record<string, unknown>;

export function openApi(language: Language, version: string): Node {
  const schemas: Record<string, Node> = {};
  const paths: Record<string, Node> = {};
  for (const [id, operation] of Object.entries<Operation>(operations)) {
    const path = operation.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = {
      ...paths[path],
      [operation.method.toLowerCase()]: describe(id, operation, language, schemas),
    };
  }
  hoist(ProblemDetails, schemas);
  return {
    openapi: '3.1.0',
    info: {
      title: language === 'en' ? 'Gongzhi' : '共治',
      version,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: [...new Set(Object.values(operations).map(({ tag }) => tag))].map((name) => ({ name })),
    security: [{ bearer: [] }, { cookie: [] }],
    paths,
    components: {
      schemas,
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'Session token or API key.' },
        cookie: { type: 'apiKey', in: 'cookie', name: 'gongzhi_session' },
      },
    },
  };
}

function describe(id: string, operation: Operation, language: Language, schemas: Record<string, Node>): Node {
  const { summary, description, access, tag } = operation;
  const isPublic = access === 'public';
  return {
    operationId: id,
    tags: [tag],
    summary: summary[language],
    'x-summary': summary,
    ...(description ? { description: description[language], 'x-description': description } : {}),
    'x-access': access,
    security: isPublic ? [] : [{ bearer: [] }, { cookie: [] }],
    parameters: parametersOf(operation, schemas),
    ...(operation.body === undefined ? {} : { requestBody: bodyOf(operation, schemas) }),
    responses: {
      [operation.status]: replyOf(operation, schemas),
      ...Object.fromEntries(refusalsOf(operation).map((status) => [status, problem(status)] as const)),
    },
  };
}

function parametersOf(operation: Operation, schemas: Record<string, Node>): Node[] {
  const header = (name: string, required: boolean, example: string, schema: Node): Node => ({
    name,
    in: 'header',
    required,
    schema,
    example,
  });
  return [
    ...fieldsOf(operation.params, 'path', schemas),
    ...fieldsOf(operation.query, 'query', schemas),
    { name: 'lang', in: 'query', required: false, schema: { enum: ['zh-CN', 'en'] } },
    ...(operation.write
      ? [
          header('Idempotency-Key', true, '0f0d7a3e-5a53-4ef4-9f1c-1f2f6f1f0c11', {
            type: 'string',
            minLength: 8,
            maxLength: 200,
          }),
        ]
      : []),
    ...(operation.ifMatch ? [header('If-Match', false, '"3"', { type: 'string', pattern: '^"\\d+"$' })] : []),
    ...(operation.reply === 'stream'
      ? [header('Last-Event-ID', false, '812', { type: 'string', pattern: '^\\d+$' })]
      : []),
  ];
}

function fieldsOf(
  shape: Operation['params'],
  place: 'path' | 'query',
  schemas: Record<string, Node>,
): Node[] {
  const required = new Set(shape?.required ?? []);
  return Object.entries(shape?.properties ?? {}).map(([name, schema]) => ({
    name,
    in: place,
    required: place === 'path' || required.has(name),
    schema: hoist(schema, schemas),
  }));
}

function bodyOf({ body, yaml }: Operation, schemas: Record<string, Node>): Node {
  if (body === 'upload') {
    const file = { type: 'string', contentMediaType: 'application/octet-stream' };
    const schema = { type: 'object', required: ['file'], properties: { file } };
    return { required: true, content: { 'multipart/form-data': { schema } } };
  }
  return {
    required: (body?.required ?? []).length > 0,
    content: {
      'application/json': content(body, schemas),
      ...(yaml ? { 'application/yaml': { schema: { type: 'string' } } } : {}),
    },
  };
}

function replyOf({ reply }: Operation, schemas: Record<string, Node>): Node {
  if (reply === 'none') return { description: 'Done.' };
  if (reply === 'file') return { description: 'The bytes.', content: { 'application/octet-stream': {} } };
  if (reply === 'stream')
    return {
      description:
        'Server-sent events: `entry` carries a TimelineEntry, `reset` says that too much was missed.',
      content: { 'text/event-stream': { schema: { type: 'string' } } },
    };
  return { description: 'Done.', content: { 'application/json': content(reply, schemas) } };
}

function content(shape: unknown, schemas: Record<string, Node>): Node {
  const [example] = (shape as { examples?: unknown[] }).examples ?? [];
  return { schema: hoist(shape, schemas), ...(example === undefined ? {} : { example }) };
}

/** What this operation may refuse with, beside what every one may. */
function refusalsOf({ access, refuses = [] }: Operation): number[] {
  const always = access === 'public' ? [400, 429, 500, 503] : [400, 401, 403, 429, 500, 503];
  return [...new Set([...always, ...refuses])].toSorted((one, other) => one - other);
}

function problem(status: number): Node {
  return {
    description: `RFC 9457 problem details, status ${status}.`,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemDetails' } } },
  };
}

/** A copy of the schema as plain JSON, with each titled schema put into `schemas` and referred to. */
function hoist(schema: unknown, schemas: Record<string, Node>): Node {
  const copy = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(copy);
    if (typeof node !== 'object' || node === null) return node;
    const { title } = node as Node;
    const fields = () =>
      Object.fromEntries(
        Object.entries(node).map(([key, value]) => [key, key === 'examples' ? value : copy(value)]),
      );
    if (typeof title !== 'string' || !('examples' in node || 'type' in node)) return fields();
    schemas[title] ??= fields();
    return { $ref: `#/components/schemas/${title}` };
  };
  return copy(schema) as Node;
}
