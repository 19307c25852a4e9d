/** A server over a real runtime in memory, with a small neighbourhood: everybody who acts in the tests. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { openRuntime, type Runtime, type Scope } from '@gongzhi/runtime';
import { createServer, type ServerOptions } from '@gongzhi/server';
import { plugins } from './plugins.ts';
import { shapeProblems } from './shapes.ts';

export const noise = readFileSync(new URL('noise.yaml', import.meta.url), 'utf8');

/** A Wednesday morning in Beijing. */
export const START = Date.parse('2026-05-06T01:30:00Z');

export const members = ['wang', 'zhao', 'li', 'sun', 'mei', 'oma', 'admin', 'ops', 'author'] as const;
export type MemberName = (typeof members)[number];

export interface Answer<Body = Record<string, unknown>> {
  status: number;
  body: Body;
  text: string;
  headers: LightMyRequestResponse['headers'];
}

export interface Caller {
  token: string;
  get(url: string, headers?: Record<string, string>): Promise<Answer>;
  post(url: string, body?: object, headers?: Record<string, string>): Promise<Answer>;
  put(url: string, body: object, headers?: Record<string, string>): Promise<Answer>;
  delete(url: string, headers?: Record<string, string>): Promise<Answer>;
}

export interface World {
  app: FastifyInstance;
  runtime: Runtime;
  clock: { now: number };
  /** Calls as that member, with a key of all their scopes; or with a key of these scopes. */
  as(member: MemberName, scopes?: Scope[]): Promise<Caller>;
  nobody: Caller;
  /** A case that wang opened in triage; its id. */
  openCase(payload?: object): Promise<string>;
}

export const credentials = { login: 'wang', password: 'rain-on-the-roof-7' };

/** Not in every world: a password costs a quarter of a second on purpose. */
export async function letWangSignIn({ runtime }: World) {
  await runtime.directory.saveMember({ memberId: 'wang', partyId: 'p-wang', name: 'wang', ...credentials });
}

interface Test {
  testdir(): string;
  teardown(handler: () => Promise<void> | void): void;
}

export async function openWorld(t: Test, options: Partial<ServerOptions> = {}): Promise<World> {
  const clock = { now: START };
  const folder = t.testdir();
  const runtime = await openRuntime({
    config: {
      databaseUrl: ':memory:',
      documentsFolder: `${folder}/documents`,
      keysFolder: `${folder}/keys`,
      pluginSettings: {},
      documentLimitBytes: 100_000,
    },
    plugins,
    now: () => clock.now,
    deliver: false,
  });
  await seed(runtime);
  const app = createServer({ runtime, options: { now: () => clock.now, ...options } });
  t.teardown(async () => {
    await app.close();
    await runtime.close();
  });
  await app.ready();
  const as = async (memberId: MemberName, scopes?: Scope[]) => {
    const allowed: Scope[] = scopes ?? scopesOf(memberId);
    const { secret } = await runtime.directory.createApiKey({ memberId, name: 'test', scopes: allowed });
    return callerOf(app, secret);
  };
  const openCase = async (payload: object = { what: '夜间施工', phone: '13800000000' }) => {
    const wang = await as('wang');
    const body = { definition: 'noise', role: 'reporter', payload, cellId: 'cell-1' };
    const { body: receipt } = await wang.post('/v1/cases', body);
    return String(receipt['caseId']);
  };
  return { app, runtime, clock, as, nobody: callerOf(app, ''), openCase };
}

function scopesOf(member: MemberName): Scope[] {
  if (member === 'admin') return ['read', 'act', 'administer'];
  if (member === 'ops') return ['read', 'act', 'operate'];
  if (member === 'author') return ['read', 'act', 'publish'];
  return ['read', 'act'];
}

async function seed({ directory, definitions }: Runtime) {
  const name = (zh: string, en: string) => ({ 'zh-CN': zh, en });
  const street = {
    cellId: 'street-1',
    parentId: null,
    level: 'street',
    name: name('南湖街道', 'Nanhu'),
    stewardMemberId: null,
  } as const;
  await directory.saveCell(street);
  const parties = [
    ['p-wang', 'resident', name('王女士', 'Ms Wang'), []],
    ['p-zhao', 'resident', name('赵先生', 'Mr Zhao'), []],
    ['p-nanhu', 'government', name('南湖街道办', 'Nanhu office'), []],
    ['p-city', 'government', name('市督查室', 'City oversight'), ['overseeing']],
    ['p-mei', 'social-organization', name('美邻调解社', 'Meilin'), ['mediating']],
  ] as const;
  for (const [partyId, kind, title, held] of parties)
    await directory.saveParty({
      partyId,
      kind,
      name: title,
      qualifications: held.map((given) => ({ name: given, validUntil: null })),
      contacts: [{ channel: 'outbox', address: partyId }],
    });
  const people: [MemberName, string, object][] = [
    ['wang', 'p-wang', {}],
    ['zhao', 'p-zhao', {}],
    ['li', 'p-nanhu', {}],
    ['sun', 'p-nanhu', {}],
    ['mei', 'p-mei', {}],
    ['oma', 'p-city', {}],
    ['admin', 'p-city', { grants: ['administrator'] }],
    ['ops', 'p-city', { grants: ['operator'] }],
    ['author', 'p-city', { grants: ['author'] }],
  ];
  for (const [memberId, partyId, more] of people)
    await directory.saveMember({ memberId, partyId, name: memberId, ...more });
  await directory.saveCell({
    cellId: 'cell-1',
    parentId: 'street-1',
    level: 'cell',
    name: name('幸福路', 'Xingfu Road'),
    stewardMemberId: 'li',
  });
  await definitions.publish(noise, await directory.actor('author'));
}

/** Every answer is compared with the shape that the operation declares. */
export function callerOf(app: FastifyInstance, token: string): Caller {
  const call = async (
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    headers: Record<string, string> = {},
    body?: object,
  ): Promise<Answer> => {
    const response = await app.inject({
      method,
      url,
      headers: {
        ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
        ...(method === 'GET' ? {} : { 'idempotency-key': randomUUID() }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: body }),
    });
    const isJson = String(response.headers['content-type']).includes('json');
    const answer: Answer = {
      status: response.statusCode,
      body: isJson ? (response.json() as Record<string, unknown>) : {},
      text: response.body,
      headers: response.headers,
    };
    const problems = shapeProblems(method, url, answer);
    if (problems.length > 0) throw new Error(`${method} ${url}: ${JSON.stringify(problems)}\n${answer.text}`);
    return answer;
  };
  return {
    token,
    get: (url, headers) => call('GET', url, headers),
    post: (url, body, headers) => call('POST', url, headers, body),
    put: (url, body, headers) => call('PUT', url, headers, body),
    delete: (url, headers) => call('DELETE', url, headers),
  };
}
