/**
 * One transaction for the steps of many cases: the group commit.
 *
 * `sqlite.ts` and `postgres.ts` write the same rows by the same rules:
 *
 *   1. A case is written only if its revision in the database is the one that was stepped on; a new case only if there
 *      is none; a command only if its id has no receipt. What does not fit is a conflict: nothing of that case is
 *      written, the others are.
 *   2. Everything or nothing of the rest. An error leaves nothing.
 */
import { GongzhiError } from '@gongzhi/engine';
import { runtimeErrors } from '../errors.ts';
import type { SealedEntry } from '../journal.ts';
import type { CaseRow, ReceiptRow } from './entities.ts';
import type { Dialect } from './open.ts';
import type { Write } from './tables.ts';

/** Everything that the steps of one case in this commit write. */
export interface CaseCommit {
  /** What was stepped on; 0 for a new case. */
  expectedRevision: number;
  row: CaseRow;
  /** false: of the case's row only what changes with every step did. */
  moved: boolean;
  entries: SealedEntry[];
  /** One an entry. */
  receipts: ReceiptRow[];
  writes: Write[];
}

export interface Batch {
  cases: CaseCommit[];
  /** Rows that belong to no step: attempts of effects, incidents, messages. */
  side: Write[];
  /** All of the cases or none: a conflict of one is a conflict of all, and nothing is written. */
  whole?: boolean;
}

export interface BatchResult {
  /** By case, as in the batch: positions of its entries; null: a conflict, nothing of it was written. */
  positions: (number[] | null)[];
}

export interface StoredCase {
  revision: number;
  headHash: string;
  definitionId: string;
  definitionVersion: number;
  snapshot: string;
}

/** What the write path needs of a database. Without promises where the database has none. */
export interface CommitPort {
  dialect: Dialect;
  findReceipts(commandIds: string[]): MaybePromise<Map<string, ReceiptRow>>;
  findCases(caseIds: string[]): MaybePromise<Map<string, StoredCase>>;
  commit(batch: Batch): MaybePromise<BatchResult>;
  /** Reads rows by SQL with `?` places. */
  all(sql: string, values: unknown[]): MaybePromise<Record<string, unknown>[]>;
  /** Statements executed since the start, with BEGIN and COMMIT. */
  statements(): number;
}

type MaybePromise<Value> = Value | Promise<Value>;

/** Whether the database is away, full or locked, rather than the rows wrong. */
export function isUnavailable(error: unknown): boolean {
  const code = codeOf(error);
  return (
    /^SQLITE_(FULL|BUSY|LOCKED|IOERR|READONLY|CANTOPEN|NOMEM|PROTOCOL|CORRUPT|NOTADB)/.test(code) ||
    /^(08|25|40|53|55|57|58)/.test(code) ||
    /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH)/.test(code) ||
    (error instanceof Error &&
      /connection (terminated|ended|error)|not open|timeout exceeded/i.test(error.message))
  );
}

export function storeUnavailable(error: unknown): GongzhiError {
  const cause = codeOf(error) || (error instanceof Error ? error.name : typeof error);
  const refusal = runtimeErrors.refuse('GZ_STORE_UNAVAILABLE', { cause }, { retryAfterSeconds: 2 });
  return new GongzhiError(refusal, { cause: error });
}

const codeOf = (error: unknown): string =>
  error !== null && typeof error === 'object' && 'code' in error && typeof error.code === 'string'
    ? error.code
    : '';
