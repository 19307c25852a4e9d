/**
 * Connects the database, migrates it, and hands out MikroORM for reading and the native connection for commits.
 *
 * On SQLite there is one connection, shared by MikroORM and `commit.ts`; a commit runs without an await, so that it
 * lies wholly between two statements of MikroORM, and waits while MikroORM has a transaction open.
 */
import { dirname, resolve } from 'node:path';
import type { MikroORM } from '@mikro-orm/core';
import { Migrator } from '@mikro-orm/migrations';
import { MikroORM as PostgresOrm, type SqlEntityManager } from '@mikro-orm/postgresql';
import { MikroORM as SqliteOrm } from '@mikro-orm/sqlite';
import { runtimeErrors } from '../errors.ts';
import { makeFolder } from '../folder.ts';
import { entities } from './entities.ts';
import { migrations } from './migrations/index.ts';

export type Dialect = 'sqlite' | 'postgres';
export type EntityManager = SqlEntityManager;

export interface Store {
  dialect: Dialect;
  orm: MikroORM;
  /** A fresh MikroORM entity manager: its own identity map, nothing shared. */
  em(): EntityManager;
  /** better-sqlite3's handle; null on PostgreSQL. */
  sqlite: NativeSqlite | null;
  /** pg's pool; null on SQLite. */
  postgres: NativePool | null;
  close(): Promise<void>;
}

/** What is used of better-sqlite3, which has no types of its own. */
export interface NativeSqlite {
  prepare(sql: string): NativeStatement;
  exec(sql: string): void;
  pragma(source: string, options?: { simple?: boolean }): unknown;
  readonly inTransaction: boolean;
  readonly open: boolean;
  close(): void;
}

export interface NativeStatement {
  run(...values: unknown[]): { changes: number; lastInsertRowid: number | bigint };
  get(...values: unknown[]): unknown;
  all(...values: unknown[]): unknown[];
  iterate(...values: unknown[]): IterableIterator<unknown>;
}

/** What is used of pg. */
export interface NativePool {
  connect(): Promise<NativeClient>;
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[]; rowCount: number | null }>;
}

export interface NativeClient {
  query(query: { name?: string; text: string; values?: unknown[] }): Promise<{
    rows: unknown[];
    rowCount: number | null;
  }>;
  /** true: the connection is broken and must not be used again. */
  release(broken?: boolean): void;
}

export interface StoreOptions {
  /** How long a statement waits for another process's lock; 2 s. Blocks the process on SQLite. */
  busyTimeoutMs?: number;
  /** Opens what is there, to read: nothing is made, migrated or changed. */
  readOnly?: boolean;
}

/**
 * `file:var/gongzhi.sqlite`, `:memory:`, or `postgres://…`. Folders of a file are made.
 *
 * Refuses with GZ_FOLDER_NOT_MADE, GZ_SCHEMA_NEWER; GZ_SCHEMA_OLDER when it may only read.
 */
export async function openStore(databaseUrl: string, options: StoreOptions = {}): Promise<Store> {
  const { readOnly = false } = options;
  const store = /^postgres(ql)?:/.test(databaseUrl)
    ? await openPostgres(databaseUrl, readOnly)
    : await openSqlite(databaseUrl, options.busyTimeoutMs ?? 2_000, readOnly);
  try {
    const there = await executed(store);
    refuseNewer(there);
    if (readOnly) refuseOlder(there);
    else await migrate(store.orm);
  } catch (error) {
    await store.close();
    throw error;
  }
  return store;
}

const common = {
  entities: [...entities],
  extensions: [Migrator],
  migrations: { migrationsList: migrations, snapshot: false, disableForeignKeys: false, silent: true },
  metadataCache: { enabled: false },
};

async function openSqlite(databaseUrl: string, busyTimeoutMs: number, readOnly: boolean): Promise<Store> {
  const dbName = sqliteFile(databaseUrl, readOnly);
  const driverOptions = {
    timeout: busyTimeoutMs,
    ...(readOnly ? { readonly: true, fileMustExist: true } : {}),
  };
  const orm = await SqliteOrm.init({ ...common, dbName, driverOptions });
  const sqlite = (await orm.em.getConnection().getNativeClient()) as unknown as NativeSqlite;
  for (const pragma of [
    ...(readOnly ? [] : ['journal_mode = WAL', 'synchronous = FULL']),
    `busy_timeout = ${busyTimeoutMs}`,
    'foreign_keys = ON',
    'cache_size = -65536',
  ])
    sqlite.pragma(pragma);
  return {
    dialect: 'sqlite',
    orm: orm as unknown as MikroORM,
    em: () => orm.em.fork() as unknown as SqlEntityManager,
    sqlite,
    postgres: null,
    close: () => orm.close(true),
  };
}

async function openPostgres(databaseUrl: string, readOnly: boolean): Promise<Store> {
  const driverOptions = readOnly ? { options: '-c default_transaction_read_only=on' } : {};
  const orm = await PostgresOrm.init({ ...common, clientUrl: databaseUrl, driverOptions });
  const postgres = (await orm.em.getConnection().getNativeClient()) as unknown as NativePool;
  return {
    dialect: 'postgres',
    orm: orm as unknown as MikroORM,
    em: () => orm.em.fork() as unknown as SqlEntityManager,
    sqlite: null,
    postgres,
    close: () => orm.close(true),
  };
}

function sqliteFile(databaseUrl: string, readOnly: boolean): string {
  if (databaseUrl === ':memory:') return databaseUrl;
  if (!databaseUrl.startsWith('file:'))
    throw new TypeError(
      `expected DATABASE_URL to be file:…, :memory: or postgres://…, got ${databaseUrl.slice(0, 12)}…`,
    );
  const file = resolve(databaseUrl.slice('file:'.length));
  if (!readOnly) makeFolder(dirname(file));
  return file;
}

/** What this program would have to migrate first. */
function refuseOlder(there: readonly string[]): void {
  const missing = migrations.map(({ name }) => name).filter((name) => !there.includes(name));
  if (missing.length > 0) throw runtimeErrors.error('GZ_SCHEMA_OLDER', { missing: missing.join(', ') });
}

/** What another program has migrated. */
function refuseNewer(there: readonly string[]): void {
  const unknown = there.filter((name) => !migrations.some((one) => one.name === name));
  if (unknown.length > 0) throw runtimeErrors.error('GZ_SCHEMA_NEWER', { unknown: unknown.join(', ') });
}

/** Names of the migrations that were run on it; none on an empty database, or one that is not Gongzhi's. */
async function executed(store: Store): Promise<string[]> {
  const table = 'mikro_orm_migrations';
  const em = store.em();
  const found: unknown[] =
    store.dialect === 'sqlite'
      ? await em.execute("select name from sqlite_master where type = 'table' and name = ?", [table])
      : await em.execute('select to_regclass(?) as name where to_regclass(?) is not null', [table, table]);
  if (found.length === 0) return [];
  const rows: { name: string }[] = await em.execute(`select name from ${table} order by name`);
  return rows.map(({ name }) => name);
}

/** Runs what is missing. Of several processes that start at once one migrates; the others wait until nothing is missing. */
async function migrate(orm: MikroORM): Promise<void> {
  const { migrator } = orm;
  for (let attempt = 1; ; attempt += 1) {
    try {
      if ((await migrator.getPending()).length > 0) await migrator.up();
      return;
    } catch (error) {
      if (attempt === 20) throw error;
      await new Promise((done) => setTimeout(done, 250));
    }
  }
}
