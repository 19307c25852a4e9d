import { randomUUID } from 'node:crypto';
import t from 'tap';
import { operations, type Operation } from '@gongzhi/api';
import { serverErrors } from '@gongzhi/server';
import { unfit } from './support/shapes.ts';
import { credentials, letWangSignIn, openWorld } from './support/world.ts';

type Node = Record<string, unknown>;

interface Described {
  operationId: string;
  summary: string;
  'x-summary': Record<string, string>;
  security: object[];
  responses: Record<string, { content?: Record<string, { example?: unknown }> }>;
}

t.test(
  'the OpenAPI document has every operation, in both languages, and every reference leads somewhere',
  async (t) => {
    const { nobody } = await openWorld(t);
    for (const language of ['zh-CN', 'en']) {
      const { body } = await nobody.get(`/openapi.json?lang=${language}`);
      t.match(body, { openapi: '3.1.0', info: { version: String } });
      const described = Object.entries(body['paths'] as Record<string, Record<string, Described>>).flatMap(
        ([path, methods]) =>
          Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
      );
      t.same(
        described.map(({ operation }) => operation.operationId).toSorted(),
        Object.keys(operations).toSorted(),
      );
      for (const { path, method, operation } of described) {
        const declared: Operation = operations[operation.operationId as keyof typeof operations];
        t.equal(
          `${method.toUpperCase()} ${path}`,
          `${declared.method} ${declared.path.replace(/:(\w+)/g, '{$1}')}`,
        );
        t.equal(operation.summary, operation['x-summary'][language]);
        t.ok(Array.isArray(operation.security));
        t.ok(operation.responses[declared.status], 'what it answers');
        t.ok(operation.responses['400']?.content?.['application/problem+json'], 'how it refuses');
        const json = operation.responses[declared.status]?.content?.['application/json'];
        t.equal(json === undefined, typeof declared.reply === 'string', operation.operationId);
        if (json) t.ok(json.example !== undefined, `${operation.operationId} has an example`);
      }
      for (const reference of references(body)) t.ok(follow(body, reference), reference);
    }
  },
);

t.test('every example fits its shape', async (t) => {
  for (const [id, { reply, body }] of Object.entries<Operation>(operations))
    for (const shape of [reply, body])
      if (typeof shape === 'object')
        for (const example of (shape as { examples?: unknown[] }).examples ?? [])
          t.same(unfit(shape, example), [], id);
});

t.test('every refusal of the server has both languages and a remedy', async (t) => {
  for (const [code, { status, message, remedy }] of Object.entries(serverErrors.entries)) {
    t.match(code, /^GZ_[A-Z_]+$/);
    t.ok(status >= 400 && status < 600);
    for (const text of [message, remedy]) t.ok(text['zh-CN'] && text.en, code);
  }
});

t.test('pages are self-contained, without scripts, and in both languages', async (t) => {
  const { app } = await openWorld(t);
  for (const url of ['/', '/docs', '/docs/errors', '/sign-in'])
    for (const language of ['zh-CN', 'en']) {
      const { statusCode, body, headers } = await app.inject(`${url}?lang=${language}`);
      t.equal(statusCode, 200);
      t.match(headers['content-type'], 'text/html');
      t.match(headers['content-security-policy'], /default-src 'none'/);
      t.match(body, `<html lang="${language}">`);
      t.notMatch(body, /<script|style="|https?:\/\//);
    }
  t.match((await app.inject('/docs?lang=en')).body, /id="claimTask"/);
  t.match((await app.inject('/docs/errors')).body, /id="GZ_TASK_ALREADY_CLAIMED"/);
  t.equal((await app.inject('/page.css')).statusCode, 200);
});

t.test('the outbox page signs in and shows the party’s messages, escaped', async (t) => {
  const world = await openWorld(t);
  const { app, runtime } = world;
  await letWangSignIn(world);
  t.equal((await app.inject('/outbox')).headers.location, '/sign-in?lang=zh-CN');
  const form = { 'content-type': 'application/x-www-form-urlencoded', host: 'gz.example' };
  const signIn = (origin: string, password: string) =>
    app.inject({
      method: 'POST',
      url: '/sign-in',
      headers: { ...form, origin },
      payload: new URLSearchParams({ login: 'wang', password }).toString(),
    });
  t.equal((await signIn('https://evil.example', credentials.password)).statusCode, 403);
  const wrong = await signIn('https://gz.example', 'x');
  t.equal(wrong.statusCode, 401);
  t.match(wrong.body, /role="alert"/);
  const right = await signIn('https://gz.example', credentials.password);
  t.equal(right.statusCode, 303);
  const cookie = String(right.headers['set-cookie']).split(';')[0]!;
  runtime.query.outbox = async (filter) => {
    t.equal(filter.partyId, 'p-wang');
    const message = { key: randomUUID(), caseId: 'c', partyId: 'p-wang', channel: 'outbox', address: null };
    return {
      items: [{ ...message, title: '<script>alert(1)</script>', body: '请于五月八日到场', at: 0 }],
      next: null,
    };
  };
  const page = await app.inject({ url: '/outbox', headers: { cookie } });
  t.match(page.body, /请于五月八日到场/);
  t.match(page.body, /&lt;script&gt;/);
  t.notMatch(page.body, /<script>/);
});

t.test('a party reads its own outbox only', async (t) => {
  const { as } = await openWorld(t);
  t.same((await (await as('wang')).get('/v1/outbox')).body, { items: [], next: null });
});

function references(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const own = '$ref' in node ? [String(node.$ref)] : [];
  return [...own, ...Object.values(node).flatMap(references)];
}

function follow(document: Node, reference: string): unknown {
  return reference
    .slice(2)
    .split('/')
    .reduce<unknown>((node, key) => (node as Node | undefined)?.[key], document);
}
