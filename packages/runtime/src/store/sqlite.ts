/** The write path's statements on SQLite: prepared once, run without an await, so that a commit is never interleaved. */
import type { Batch, BatchResult, CaseCommit, CommitPort, StoredCase } from './commit.ts';
import type { ReceiptRow } from './entities.ts';
import { journalRow } from './journal-row.ts';
import type { NativeSqlite, NativeStatement } from './open.ts';
import type { RowWrite, Table, TableName, Tables, Write } from './tables.ts';

/** Most rows of one table that one statement writes. */
const ROWS_AT_ONCE = 8;

/** Columns of `cases` that do not change with an ordinary step; several are in indexes. */
const SETTLED = new Set([
  'caseId',
  'definitionId',
  'definitionVersion',
  'procedure',
  'title',
  'cellId',
  'custodianPartyId',
  'custodianMemberId',
  'custodianRole',
  'openedAt',
  'dueAt',
  'originCaseId',
  'originLinkId',
]);

export function createSqlitePort(db: NativeSqlite, tables: Tables): CommitPort {
  let executed = 0;
  const prepared = new Map<string, NativeStatement>();
  const prepare = (sql: string): NativeStatement => {
    let statement = prepared.get(sql);
    if (statement === undefined) prepared.set(sql, (statement = db.prepare(sql)));
    return statement;
  };
  const run = (statement: NativeStatement, values: unknown[]) => {
    executed += 1;
    return statement.run(values);
  };

  const begin = prepare('begin immediate');
  const commit = prepare('commit');
  const selectReceipt = prepare(
    'select command_id as commandId, request_hash as requestHash, case_id as caseId, revision, at, hash from receipts where command_id = ?',
  );
  const selectCase = prepare(
    'select revision, head_hash as headHash, definition_id as definitionId, definition_version as definitionVersion, snapshot from cases where case_id = ?',
  );
  const insertCase = inserter(tables.cases, prepare, ' on conflict do nothing');
  const updateWhole = updater(tables.cases, prepare, ({ property }) => property !== 'caseId');
  const updatePlain = updater(tables.cases, prepare, ({ property }) => !SETTLED.has(property));
  const insertReceipt = inserter(tables.receipts, prepare, ' on conflict do nothing');
  const insertEntry = inserter(tables.journal, prepare, '');
  const puts = new Map<TableName, Put>();
  const putOf = (table: TableName): Put => {
    let put = puts.get(table);
    if (put === undefined) puts.set(table, (put = createPut(tables[table], prepare)));
    return put;
  };

  const patches = new Map<string, ReturnType<typeof createPatch>>();

  function writeCase(one: CaseCommit): number[] | null {
    const { row, entries, receipts, expectedRevision } = one;
    const { changes } =
      expectedRevision === 0
        ? run(insertCase.statement, insertCase.bind(row))
        : one.moved
          ? run(updateWhole.statement, [...updateWhole.bind(row), row.caseId, expectedRevision])
          : run(updatePlain.statement, [...updatePlain.bind(row), row.caseId, expectedRevision]);
    if (changes === 0) return null;
    const positions: number[] = [];
    for (const [index, sealed] of entries.entries()) {
      const receipt = receipts[index]!;
      if (run(insertReceipt.statement, insertReceipt.bind(receipt)).changes === 0) throw new Seen(one);
      const { lastInsertRowid } = run(insertEntry.statement, insertEntry.bind(journalRow(sealed)));
      positions.push(Number(lastInsertRowid));
    }
    writeAll(one.writes);
    return positions;
  }

  /** Rows of one table that follow each other are written together. */
  function writeAll(writes: Write[]): void {
    for (let index = 0; index < writes.length;) {
      const write = writes[index]!;
      if (write.do === 'put') {
        let end = index + 1;
        while (end < writes.length && end - index < ROWS_AT_ONCE && isPutOf(writes[end]!, write.table))
          end += 1;
        const put = putOf(write.table);
        const values: unknown[] = [];
        for (let at = index; at < end; at += 1) put.bind((writes[at] as RowWrite).row, values);
        run(put.statement(end - index), values);
        index = end;
      } else {
        if (write.do === 'patch') patch(write);
        else run(prepare(write.sql), write.values.map(asSqlite));
        index += 1;
      }
    }
  }

  function patch({ table, row }: RowWrite): void {
    const shape = `${table} ${Object.keys(row).join()}`;
    let known = patches.get(shape);
    if (known === undefined) patches.set(shape, (known = createPatch(tables[table], row, prepare)));
    const values: unknown[] = [];
    known.bind(row, values);
    run(known.statement, values);
  }

  function commitOnce(batch: Batch, left: Set<CaseCommit>): BatchResult {
    run(begin, []);
    try {
      const positions = batch.cases.map((one) => (left.has(one) ? null : writeCase(one)));
      if (batch.whole === true && positions.includes(null)) {
        db.exec('rollback');
        return { positions: positions.map(() => null) };
      }
      writeAll(batch.side);
      run(commit, []);
      return { positions };
    } catch (error) {
      // A full disk may have rolled back already.
      if (db.inTransaction) db.exec('rollback');
      throw error;
    }
  }

  return {
    dialect: 'sqlite',
    findReceipts(commandIds) {
      const found = new Map<string, ReceiptRow>();
      for (const commandId of commandIds) {
        executed += 1;
        const row = selectReceipt.get(commandId) as ReceiptRow | undefined;
        if (row !== undefined) found.set(commandId, row);
      }
      return found;
    },
    findCases(caseIds) {
      const found = new Map<string, StoredCase>();
      for (const caseId of caseIds) {
        executed += 1;
        const row = selectCase.get(caseId) as StoredCase | undefined;
        if (row !== undefined) found.set(caseId, row);
      }
      return found;
    },
    commit(batch) {
      if (db.inTransaction) return outside(db).then(() => this.commit(batch));
      // Each turn leaves out one case more, so it ends.
      const left = new Set<CaseCommit>();
      for (;;)
        try {
          return commitOnce(batch, left);
        } catch (error) {
          if (!(error instanceof Seen)) throw error;
          left.add(error.one);
        }
    },
    all(sql, values) {
      executed += 1;
      return prepare(sql).all(values.map(asSqlite)) as Record<string, unknown>[];
    },
    statements: () => executed,
  };
}

/** MikroORM has a transaction open on this connection: its next statements come in later turns. */
async function outside(db: NativeSqlite): Promise<void> {
  for (let turn = 0; db.inTransaction; turn += 1) {
    if (turn > 10_000) throw Object.assign(new Error('a transaction does not end'), { code: 'SQLITE_BUSY' });
    await new Promise((done) => setImmediate(done));
  }
}

/** A command of this case has a receipt already, from another process. */
class Seen extends Error {
  readonly one: CaseCommit;
  constructor(one: CaseCommit) {
    super('seen');
    this.one = one;
  }
}

type Prepare = (sql: string) => NativeStatement;

interface Put {
  statement(rows: number): NativeStatement;
  bind(row: object, into: unknown[]): void;
}

function createPut(table: Table, prepare: Prepare): Put {
  const bind = binder(table.columns.map(({ property }) => property));
  const statements: NativeStatement[] = [];
  return {
    bind,
    statement: (rows) =>
      (statements[rows] ??= prepare(
        `insert into "${table.name}" (${names(table.columns)}) values ${Array.from({ length: rows }, () => places(table.columns)).join(', ')}${upsert(table)}`,
      )),
  };
}

/** Changes the columns that `row` has, of the row with its key. */
function createPatch({ name, columns }: Table, row: object, prepare: Prepare) {
  const changed = columns.filter(({ property, isKey }) => !isKey && property in row);
  const keys = columns.filter(({ isKey }) => isKey);
  const set = changed.map((column) => `"${column.name}" = ?`).join(', ');
  const where = keys.map((column) => `"${column.name}" = ?`).join(' and ');
  return {
    statement: prepare(`update "${name}" set ${set} where ${where}`),
    bind: binder([...changed, ...keys].map(({ property }) => property)),
  };
}

function upsert({ keys, columns }: Table): string {
  const rest = columns.filter(({ isKey }) => !isKey);
  const set = rest.map(({ name }) => `"${name}" = excluded."${name}"`).join(', ');
  return ` on conflict (${keys.map((key) => `"${key}"`).join(', ')}) do update set ${set}`;
}

function inserter(table: Table, prepare: Prepare, suffix: string) {
  const bind = binder(table.columns.map(({ property }) => property));
  return {
    statement: prepare(
      `insert into "${table.name}" (${names(table.columns)}) values ${places(table.columns)}${suffix}`,
    ),
    bind: (row: object) => {
      const values: unknown[] = [];
      bind(row, values);
      return values;
    },
  };
}

function updater(table: Table, prepare: Prepare, changes: (column: Table['columns'][number]) => boolean) {
  const columns = table.columns.filter(changes);
  const bind = binder(columns.map(({ property }) => property));
  return {
    statement: prepare(
      `update "cases" set ${columns.map(({ name }) => `"${name}" = ?`).join(', ')} where case_id = ? and revision = ?`,
    ),
    bind: (row: object) => {
      const values: unknown[] = [];
      bind(row, values);
      return values;
    },
  };
}

function binder(properties: string[]) {
  return (row: object, into: unknown[]) => {
    for (const property of properties) into.push(asSqlite(row[property as never]));
  };
}

const asSqlite = (value: unknown): unknown =>
  typeof value === 'boolean' ? (value ? 1 : 0) : value === undefined ? null : value;

const names = (columns: Table['columns']) => columns.map(({ name }) => `"${name}"`).join(', ');
const places = (columns: Table['columns']) => `(${columns.map(() => '?').join(', ')})`;
const isPutOf = (write: Write, table: TableName) => write.do === 'put' && write.table === table;
