/** Opens a database to verify it, and nothing else: it is not migrated, no key is looked at, nothing is written. */
import { checkPlugins, type Plugin } from '@gongzhi/engine';
import { createDefinitions } from './definitions.ts';
import type { CaseVerdict } from './runtime.ts';
import { openStore } from './store/open.ts';
import { createCommitPort } from './store/port.ts';
import { describeTables } from './store/tables.ts';
import { verifyAll } from './verify.ts';

export interface Verifier {
  /** Checks every journal, or that of one case: hash chain, replay, snapshot, rows. */
  verify(options?: { caseId?: string }): AsyncIterable<CaseVerdict>;
  close(): Promise<void>;
}

/** Refuses with GZ_SCHEMA_OLDER and GZ_SCHEMA_NEWER when the database is another version's. */
export async function openVerifier(databaseUrl: string, plugins: readonly Plugin[]): Promise<Verifier> {
  checkPlugins(plugins);
  const store = await openStore(databaseUrl, { readOnly: true });
  const port = createCommitPort(store);
  const tables = describeTables(store);
  const definitions = createDefinitions(store, plugins, Date.now);
  return {
    verify: ({ caseId } = {}) => verifyAll({ port, tables, definitions, plugins, older: new Map() }, caseId),
    close: () => store.close(),
  };
}
