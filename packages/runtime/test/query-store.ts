/** A store for one test file: SQLite in memory, or a database of its own on PostgreSQL when DATABASE_URL is set. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MikroORM } from '@mikro-orm/postgresql';
import { openStore, type Store } from '../src/store/open.ts';

export interface TestStore {
  store: Store;
  /** An empty folder, gone afterwards. */
  folder: string;
  /** A date in 2026 that the test moves by itself. */
  now: () => number;
  pass(ms: number): void;
  close(): Promise<void>;
}

export const START = Date.UTC(2026, 6, 1, 1, 0, 0);

export async function openTestStore(): Promise<TestStore> {
  const server = process.env['DATABASE_URL'];
  const database = `gongzhi_test_${randomBytes(6).toString('hex')}`;
  if (server !== undefined) await onServer(server, `create database ${database}`);
  const store = await openStore(server === undefined ? ':memory:' : new URL(database, server).href);
  const folder = mkdtempSync(join(tmpdir(), 'gongzhi-test-'));
  let at = START;
  return {
    store,
    folder,
    now: () => at,
    pass: (ms) => {
      at += ms;
    },
    async close() {
      await store.close();
      if (server !== undefined) await onServer(server, `drop database ${database} with (force)`);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function onServer(server: string, statement: string): Promise<void> {
  const orm = await MikroORM.init({
    clientUrl: new URL('postgres', server).href,
    entities: [],
    discovery: { warnWhenNoEntities: false },
  });
  await orm.em.execute(statement);
  await orm.close();
}

/** Every value of every table, as text: what somebody who steals the database reads. */
export async function everythingStored(store: Store): Promise<string> {
  const em = store.em();
  const tables = [...store.orm.getMetadata().getAll().values()].map((meta) => meta.tableName);
  const rows: unknown[] = [];
  for (const table of new Set(tables)) rows.push(await em.execute(`select * from ${table}`));
  return JSON.stringify(rows);
}
