/**
 * The write path's statements on PostgreSQL: one for all rows of a table, however many cases are in the commit.
 *
 * Commits of all processes follow each other (an advisory lock): positions in the journal then grow in the order in
 * which they can be read, and a message and the await that it is for cannot miss each other.
 */
import type { Batch, BatchResult, CaseCommit, CommitPort, StoredCase } from './commit.ts';
import type { ReceiptRow } from './entities.ts';
import { journalRow } from './journal-row.ts';
import type { NativeClient, NativePool } from './open.ts';
import type { RowWrite, Run, Table, Tables, Write } from './tables.ts';

/** Where an entry was put. */
interface Place {
  position: string | number;
  case_id: string;
  seq: number;
}

/** Any number, the same in all processes. */
const COMMIT_LOCK = 4_600_712;

export function createPostgresPort(pool: NativePool, tables: Tables): CommitPort {
  let executed = 0;

  async function query(client: NativeClient, text: string, values: unknown[]): Promise<unknown[]> {
    executed += 1;
    return (await client.query({ name: nameOf(text), text, values })).rows;
  }

  async function writeRows(client: NativeClient, text: string, rows: object[]): Promise<unknown[]> {
    return rows.length === 0 ? [] : query(client, text, [asJson(rows)]);
  }

  async function write(client: NativeClient, writes: Write[]): Promise<void> {
    for (const group of groups(writes)) {
      if (!Array.isArray(group)) {
        await query(client, numbered(group.sql), group.values);
        continue;
      }
      const [first] = group as [RowWrite];
      const table = tables[first.table];
      const rows = last(table, group);
      await writeRows(client, first.do === 'put' ? putSql(table) : patchSql(table, first.row), rows);
    }
  }

  async function inside(client: NativeClient, batch: Batch): Promise<BatchResult> {
    const conflicts = await findConflicts(client, batch);
    if (batch.whole === true && conflicts.size > 0) return { positions: batch.cases.map(() => null) };
    const cases = batch.cases.filter((one) => !conflicts.has(one));
    const isNew = (one: CaseCommit) => one.expectedRevision === 0;
    await writeRows(
      client,
      insertSql(tables.cases),
      cases.filter(isNew).map(({ row }) => row),
    );
    await writeRows(
      client,
      updateCasesSql(tables.cases),
      cases.filter((one) => !isNew(one)).map(({ row }) => row),
    );
    const journal = await writeEntries(client, cases);
    const places = new Map(journal.map((row) => [`${row.case_id} ${row.seq}`, Number(row.position)]));
    await write(client, [...cases.flatMap(({ writes }) => writes), ...batch.side]);
    return {
      positions: batch.cases.map((one) =>
        conflicts.has(one)
          ? null
          : one.entries.map(({ entry }) => places.get(`${entry.caseId} ${entry.seq}`) ?? 0),
      ),
    };
  }

  /** Entries and their receipts, in one statement. */
  async function writeEntries(client: NativeClient, cases: CaseCommit[]): Promise<Place[]> {
    if (cases.length === 0) return [];
    const entries = cases.flatMap((one) => one.entries);
    const text = cached(
      'entries',
      () => `with written as (${insertSql(tables.receipts, '$2')})
        ${insertSql(tables.journal, '$1')} returning position, case_id, seq`,
    );
    const rows = entries.map(journalRow);
    return (await query(client, text, [
      asJson(rows),
      asJson(cases.flatMap(({ receipts }) => receipts)),
    ])) as Place[];
  }

  async function findConflicts(client: NativeClient, { cases }: Batch): Promise<Set<CaseCommit>> {
    if (cases.length === 0) return new Set();
    const rows = (await query(
      client,
      `select 'case' as what, case_id as id, revision from cases where case_id = any($1::text[])
       union all select 'command', command_id, 0 from receipts where command_id = any($2::text[])`,
      [
        cases.map(({ row }) => row.caseId),
        cases.flatMap(({ receipts }) => receipts.map(({ commandId }) => commandId)),
      ],
    )) as { what: string; id: string; revision: number }[];
    const revisions = new Map<string, number>();
    const seen = new Set<string>();
    for (const { what, id, revision } of rows)
      if (what === 'case') revisions.set(id, revision);
      else seen.add(id);
    return new Set(
      cases.filter(
        ({ row, expectedRevision, receipts }) =>
          (revisions.get(row.caseId) ?? 0) !== expectedRevision ||
          receipts.some(({ commandId }) => seen.has(commandId)),
      ),
    );
  }

  return {
    dialect: 'postgres',
    async findReceipts(commandIds) {
      executed += 1;
      const { rows } = await pool.query(
        'select command_id as "commandId", request_hash as "requestHash", case_id as "caseId", revision, at, hash from receipts where command_id = any($1::text[])',
        [commandIds],
      );
      return new Map((rows as ReceiptRow[]).map((row) => [row.commandId, { ...row, at: Number(row.at) }]));
    },
    async findCases(caseIds) {
      executed += 1;
      const { rows } = await pool.query(
        'select case_id as "caseId", revision, head_hash as "headHash", definition_id as "definitionId", definition_version as "definitionVersion", snapshot from cases where case_id = any($1::text[])',
        [caseIds],
      );
      return new Map((rows as (StoredCase & { caseId: string })[]).map((row) => [row.caseId, row]));
    },
    async commit(batch) {
      const client = await pool.connect();
      let broken = false;
      try {
        await query(client, 'begin', []);
        await query(client, 'select pg_advisory_xact_lock($1)', [COMMIT_LOCK]);
        const result = await inside(client, batch);
        await query(client, 'commit', []);
        return result;
      } catch (error) {
        // Whatever happened, the server forgets it: a rollback, or the end of the connection.
        broken = await client.query({ text: 'rollback' }).then(
          () => false,
          () => true,
        );
        throw error;
      } finally {
        client.release(broken);
      }
    },
    async all(sql, values) {
      executed += 1;
      return (await pool.query(numbered(sql), values)).rows as Record<string, unknown>[];
    },
    statements: () => executed,
  };
}

/** Names of prepared statements, by text; the texts are few. */
const statementNames = new Map<string, string>();
function nameOf(text: string): string {
  let name = statementNames.get(text);
  if (name === undefined) statementNames.set(text, (name = `gz${statementNames.size}`));
  return name;
}

/** Row writes of one shape together; the order between tables does not matter, statements keep their place. */
function groups(writes: Write[]): (Run | RowWrite[])[] {
  const result: (Run | RowWrite[])[] = [];
  let open = new Map<string, RowWrite[]>();
  for (const write of writes) {
    if (write.do === 'run') {
      result.push(write);
      open = new Map();
      continue;
    }
    const shape = `${write.do} ${write.table} ${write.do === 'patch' ? Object.keys(write.row).toSorted().join() : ''}`;
    const group = open.get(shape);
    if (group !== undefined) group.push(write);
    else {
      const started = [write];
      open.set(shape, started);
      result.push(started);
    }
  }
  return result;
}

/** The last write of each row: one statement cannot change a row twice. */
function last({ columns }: Table, writes: RowWrite[]): object[] {
  const keys = columns.filter(({ isKey }) => isKey);
  const rows = new Map<string, object>();
  for (const { row } of writes)
    rows.set(JSON.stringify(keys.map(({ property }) => row[property as never])), row);
  return [...rows.values()];
}

const statements = new Map<string, string>();
function cached(key: string, make: () => string): string {
  let text = statements.get(key);
  if (text === undefined) statements.set(key, (text = make()));
  return text;
}

function insertSql(table: Table, parameter = '$1'): string {
  return cached(
    `insert ${table.name} ${parameter}`,
    () =>
      `insert into "${table.name}" (${names(table.columns)}) select ${names(table.columns)} from ${recordset(table.columns, parameter)}`,
  );
}

function putSql(table: Table): string {
  return cached(`put ${table.name}`, () => {
    const rest = table.columns.filter(({ isKey }) => !isKey);
    const set = rest.map(({ name }) => `"${name}" = excluded."${name}"`).join(', ');
    return `${insertSql(table)} on conflict (${table.keys.map((key) => `"${key}"`).join(', ')}) do update set ${set}`;
  });
}

function patchSql(table: Table, row: object): string {
  const changed = table.columns.filter(({ property, isKey }) => !isKey && property in row);
  return cached(`patch ${table.name} ${names(changed)}`, () => {
    const keys = table.columns.filter(({ isKey }) => isKey);
    const set = changed.map(({ name }) => `"${name}" = r."${name}"`).join(', ');
    const where = keys.map(({ name }) => `t."${name}" = r."${name}"`).join(' and ');
    return `update "${table.name}" t set ${set} from ${recordset([...keys, ...changed])} where ${where}`;
  });
}

function updateCasesSql(table: Table): string {
  return cached('update cases', () => {
    const rest = table.columns.filter(({ isKey }) => !isKey);
    const set = rest.map(({ name }) => `"${name}" = r."${name}"`).join(', ');
    return `update "cases" t set ${set} from ${recordset(table.columns)} where t.case_id = r.case_id`;
  });
}

/** Rows as one JSON parameter: properties are the names in JSON, columns the names in SQL. */
function recordset(columns: Table['columns'], parameter = '$1'): string {
  const fields = columns.map(({ name, property, type }) => `(value->>'${property}')::${type} as "${name}"`);
  return `(select ${fields.join(', ')} from json_array_elements(${parameter}::json)) r`;
}

/** NUL cannot be stored in PostgreSQL's text; in the journal and the snapshot it is escaped, in a column it is marked. */
const asJson = (rows: object[]): string => {
  const text = JSON.stringify(rows);
  return text.includes('\\u0000') ? text.replaceAll(/(?<!\\)((?:\\\\)*)\\u0000/g, '$1\\ufffd') : text;
};

function numbered(sql: string): string {
  return cached(`numbered ${sql}`, () => {
    let place = 0;
    return sql.replaceAll('?', () => `$${(place += 1)}`);
  });
}

const names = (columns: Table['columns']) => columns.map(({ name }) => `"${name}"`).join(', ');
