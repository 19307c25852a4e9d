/** A store for one test file, as `world.ts` makes them, and a clock that the test moves. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store } from '../src/store/open.ts';
import { database } from './world.ts';

export interface TestStore {
  store: Store;
  databaseUrl: string;
  /** An empty folder, gone afterwards. */
  folder: string;
  now: () => number;
  pass(ms: number): void;
  close(): Promise<void>;
}

export const START = Date.UTC(2026, 6, 1, 1, 0, 0);

/** `file`: a store that a runtime can share. */
export async function openTestStore(file = false): Promise<TestStore> {
  const folder = mkdtempSync(join(tmpdir(), 'gongzhi-test-'));
  const { databaseUrl, drop } = await database(folder, file);
  const store = await openStore(databaseUrl);
  let at = START;
  return {
    store,
    databaseUrl,
    folder,
    now: () => at,
    pass: (ms) => {
      at += ms;
    },
    async close() {
      await store.close();
      await drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What `rejects` of tap matches a refusal with; it takes an object like an error. */
export const refusal = (code: string, args: object = {}): Error =>
  ({ refusal: { code, args } }) as unknown as Error;

/** Every value of every table, as text: what somebody who steals the database reads. */
export async function everythingStored(store: Store): Promise<string> {
  const em = store.em();
  const tables = [...store.orm.getMetadata().getAll().values()].map((meta) => meta.tableName);
  const rows: unknown[] = [];
  for (const table of new Set(tables)) rows.push(await em.execute(`select * from ${table}`));
  return JSON.stringify(rows);
}
