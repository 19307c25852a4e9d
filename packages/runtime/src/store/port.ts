import type { CommitPort } from './commit.ts';
import type { Store } from './open.ts';
import { createPostgresPort } from './postgres.ts';
import { createSqlitePort } from './sqlite.ts';
import { describeTables } from './tables.ts';

/** The write path on the store's own connection. */
export function createCommitPort(store: Store): CommitPort {
  const tables = describeTables(store);
  if (store.sqlite !== null) return createSqlitePort(store.sqlite, tables);
  if (store.postgres !== null) return createPostgresPort(store.postgres, tables);
  throw new Error('expected a store of SQLite or PostgreSQL');
}
