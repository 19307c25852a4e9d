/** A runtime with a small directory, two definitions, and effects that do as the test says. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  definePlugin,
  GongzhiError,
  type Actor,
  type CommandBody,
  type EffectContext,
  type JsonObject,
  type Plugin,
} from '@gongzhi/engine';
import { openRuntime, type CommandRequest, type Runtime } from '@gongzhi/runtime';
import type { InnerOptions } from '../src/open-runtime.ts';
import { openStore } from '../src/store/open.ts';

export const START = Date.UTC(2026, 2, 2, 1); // a Monday, 09:00 in Shanghai
export const HOUR_MS = 60 * 60 * 1_000;
export const DAY_MS = 24 * HOUR_MS;

export type Handler = (input: JsonObject, context: EffectContext) => Promise<JsonObject | void>;

export interface World {
  runtime: Runtime;
  /** Where it is stored: to open it again. */
  databaseUrl: string;
  folder: string;
  now: number;
  /** What the effects do; replace them at will. */
  probe: Handler;
  tell: Handler;
  resident: Actor;
  worker(number: number): Actor;
  operator: Actor;
  open(payload?: JsonObject, commandId?: string): Promise<string>;
  send(caseId: string, body: CommandBody, more?: Partial<CommandRequest>): ReturnType<Runtime['dispatch']>;
  event(caseId: string, event: string, commandId?: string): ReturnType<Runtime['dispatch']>;
  /** Another runtime on the same store. */
  again(more?: Options): Promise<Runtime>;
  verdicts(): Promise<unknown[]>;
  close(): Promise<void>;
}

let made = 0;
export const id = (what = 'c') => `${what}-${process.pid}-${(made += 1)}`;

const sourceOf = (name: string) => readFileSync(new URL(`./${name}.yaml`, import.meta.url), 'utf8');

type Options = Partial<InnerOptions> & { deliver?: boolean; now?: () => number; twoPersons?: boolean };

export async function openWorld(more: Options & { file?: boolean } = {}): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'gongzhi-'));
  const { databaseUrl, drop } = await database(folder, more.file ?? false);
  const world = {
    databaseUrl,
    folder,
    now: START,
    probe: async () => ({ fine: true }),
    tell: async () => {},
    resident: actor('resa', 'anna', 'resident'),
    operator: { ...actor('olga', 'town', 'government'), operator: true as const },
    worker: (number: number) => actor(`w${number}`, 'town', 'government'),
  } as Partial<World> & Pick<World, 'now' | 'probe' | 'tell' | 'resident'>;
  const runtimes: Runtime[] = [];
  const start = async ({ twoPersons = false, ...given }: Options = {}) => {
    const runtime = await openRuntime({
      config: { ...configOf(databaseUrl, folder), twoPersons },
      plugins: plugins(world as World),
      now: () => world.now,
      random: () => 1,
      deliver: false,
      ...given,
    });
    runtimes.push(runtime);
    return runtime;
  };
  const runtime = await start(more);
  await seed(runtime);
  const send: World['send'] = (caseId, body, given = {}) =>
    runtime.dispatch({ commandId: id(), caseId, actor: world.resident, body, ...given });
  return Object.assign(world, {
    runtime,
    send,
    event: (caseId: string, event: string, commandId = id()) =>
      send(caseId, { kind: 'event.send', event, payload: {} }, { commandId }),
    async open(payload: JsonObject = { title: 'Lamp' }, commandId = id()) {
      const receipt = await runtime.dispatch({
        commandId,
        definition: { id: 'work-order' },
        actor: world.resident,
        body: { kind: 'case.open', role: 'resident', payload },
      });
      return receipt.caseId;
    },
    again: start,
    async verdicts() {
      const found = [];
      for await (const verdict of runtime.verify()) found.push(verdict);
      return found;
    },
    async close() {
      for (const one of runtimes) await one.close();
      await drop();
      rmSync(folder, { recursive: true, force: true });
    },
  }) as World;
}

/** For a process that a test starts: the runtime of a world that is seeded already, working by itself. */
export async function openWorldOn(databaseUrl: string, folder: string) {
  const world = {
    now: 0,
    probe: async () => ({ fine: true }),
    tell: async () => {},
  } as unknown as World;
  const runtime = await openRuntime({ config: configOf(databaseUrl, folder), plugins: plugins(world) });
  return { runtime, resident: actor('resa', 'anna', 'resident') };
}

const configOf = (databaseUrl: string, folder: string) => ({
  databaseUrl,
  documentsFolder: join(folder, 'documents'),
  keysFolder: join(folder, 'keys'),
  pluginSettings: {},
  documentLimitBytes: 1_000_000,
});

async function seed(runtime: Runtime): Promise<void> {
  const { directory, definitions } = runtime;
  await directory.saveParty({
    partyId: 'town',
    kind: 'government',
    name: { 'zh-CN': '街道', en: 'Town' },
    qualifications: [{ name: 'desk', validUntil: null }],
  });
  await directory.saveParty({ partyId: 'anna', kind: 'resident', name: { 'zh-CN': '安娜', en: 'Anna' } });
  await definitions.publishAll(
    [{ source: sourceOf('small-order') }, { source: sourceOf('work-order') }],
    actor('olga', 'town', 'government'),
  );
}

const actor = (memberId: string, partyId: string, partyKind: string): Actor => ({
  memberId,
  partyId,
  partyKind,
  qualifications: [],
});

const kind = (name: string) => ({
  kind: name,
  title: { 'zh-CN': name, en: name },
  badge: { 'zh-CN': '甲', en: 'A' },
  channels: [],
});

function plugins(world: World): Plugin[] {
  return [
    definePlugin({
      name: 'test',
      version: '1.0.0',
      title: { 'zh-CN': '测试', en: 'Test' },
      partyKind: kind('government'),
      qualifications: { desk: { title: { 'zh-CN': '窗口', en: 'Desk' }, holder: 'party' } },
      effects: {
        probe: {
          title: { 'zh-CN': '探测', en: 'Probe' },
          input: { type: 'object', properties: { mode: { type: 'string' } } },
          reply: { type: 'object', properties: { fine: { type: 'boolean' } } },
          run: (input, context) => world.probe(input, context),
        },
        tell: {
          title: { 'zh-CN': '告知', en: 'Tell' },
          input: { type: 'object', properties: { text: { type: 'string' } } },
          retry: { limit: 2, backoffMs: 1_000 },
          run: (input, context) => world.tell(input, context),
        },
      },
    }),
    definePlugin({
      name: 'resident',
      version: '1.0.0',
      title: { 'zh-CN': '居民', en: 'Resident' },
      partyKind: kind('resident'),
    }),
  ];
}

/** `:memory:` or a file; a database of its own on PostgreSQL when DATABASE_URL names a server. */
export async function database(
  folder: string,
  file: boolean,
): Promise<{ databaseUrl: string; drop(): Promise<void> }> {
  const server = process.env['DATABASE_URL'];
  if (server === undefined || !server.startsWith('postgres'))
    return {
      databaseUrl: file ? `file:${join(folder, 'gongzhi.sqlite')}` : ':memory:',
      drop: async () => {},
    };
  const name = `gz_${process.pid}_${(made += 1)}`;
  await onServer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { databaseUrl: url.href, drop: () => onServer(server, `drop database ${name} with (force)`) };
}

/** MikroORM's pool, for statements that belong to no store. */
async function onServer(server: string, statement: string): Promise<void> {
  const { MikroORM } = await import('@mikro-orm/postgresql');
  const { DefinitionRow } = await import('../src/store/entities.ts');
  const orm = await MikroORM.init({ entities: [DefinitionRow], clientUrl: server });
  await orm.em.getConnection().execute(statement);
  await orm.close(true);
}

export const isPostgres = (process.env['DATABASE_URL'] ?? '').startsWith('postgres');
export { openStore };

/** What a promise is refused with. */
export async function refusalOf(
  work: Promise<unknown>,
): Promise<{ code: string; status: number; args: object; details?: unknown }> {
  try {
    const value = await work;
    throw new Error(`expected a refusal, got ${JSON.stringify(value)}`);
  } catch (error) {
    if (error instanceof GongzhiError) return error.refusal;
    throw error;
  }
}

/** The open task of a case. */
export async function taskOf(runtime: Runtime, caseId: string): Promise<string> {
  const { state } = await runtime.query.case(caseId);
  return state.tasks[0]!.taskId;
}

/** Statements on the world's database, behind the runtime's back. */
export async function tamper(world: World, ...statements: string[]): Promise<unknown[]> {
  const store = await openStore(world.databaseUrl);
  let rows: unknown[] = [];
  for (const statement of statements) rows = await store.em().execute(statement);
  await store.close();
  return rows;
}
