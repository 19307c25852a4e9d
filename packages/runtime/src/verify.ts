/**
 * Proves a case's record, or says where it is broken first:
 *
 *   gap         a seq is missing, or the journal ends before the case does (removed, truncated)
 *   chain       an entry's hash, or the hash before it, does not fit (altered, inserted, reordered)
 *   unreadable  an entry or the snapshot is not JSON of its kind
 *   definition  the definition that it ran on is not there, or another
 *   state       replayed, the case is not what its hash says
 *   snapshot    the stored snapshot is not what the journal comes to
 *   rows        a row beside the snapshot, or a receipt, says something else
 *
 * One case at a time, its journal in pages: memory does not grow with the store.
 */
import {
  canonicalJson,
  compile,
  replayOne,
  sha256,
  type CaseState,
  type CompiledDefinition,
  type JournalEntry,
  type Plugin,
} from '@gongzhi/engine';
import type { DefinitionCache } from './definitions.ts';
import { entryHash, FIRST_HASH } from './journal.ts';
import type { CaseVerdict } from './runtime.ts';
import { caseRow, rowsOf } from './store/case-rows.ts';
import type { CommitPort } from './store/commit.ts';
import type { Tables } from './store/tables.ts';

const CASES_AT_ONCE = 100;
const ENTRIES_AT_ONCE = 500;

type Broken = Extract<CaseVerdict, { ok: false }>;

export interface VerifyOptions {
  port: CommitPort;
  tables: Tables;
  definitions: DefinitionCache;
  plugins: readonly Plugin[];
  /** Definitions compiled by calendar versions that are not the newest. */
  older: Map<string, CompiledDefinition>;
}

export async function* verifyAll(options: VerifyOptions, caseId?: string): AsyncGenerator<CaseVerdict> {
  if (caseId !== undefined) {
    yield await verifyCase(options, caseId);
    return;
  }
  for (let after = ''; ;) {
    // Cases by their rows, and those of which only the journal is left.
    const rows = await options.port.all(
      `select case_id from cases where case_id > ? union select case_id from journal where case_id > ?
       order by case_id limit ${CASES_AT_ONCE}`,
      [after, after],
    );
    for (const row of rows) yield await verifyCase(options, String(row['case_id']));
    if (rows.length < CASES_AT_ONCE) return;
    after = String(rows.at(-1)!['case_id']);
  }
}

async function verifyCase(options: VerifyOptions, caseId: string): Promise<CaseVerdict> {
  const progress = { entries: 0 };
  try {
    return await check(options, caseId, progress);
  } catch (error) {
    if (error instanceof Found) return { caseId, ok: false, entries: progress.entries, ...error.verdict };
    throw error;
  }
}

/** What is broken, thrown from wherever it is found. */
class Found extends Error {
  readonly verdict: Pick<Broken, 'seq' | 'what' | 'expected' | 'found'>;
  constructor(seq: number | null, what: Broken['what'], expected: unknown, found: unknown) {
    super(what);
    this.verdict = { seq, what, expected: String(expected), found: String(found) };
  }
}

function must(seq: number | null, what: Broken['what'], expected: unknown, found: unknown): void {
  if (expected !== found) throw new Found(seq, what, expected, found);
}

async function check(
  options: VerifyOptions,
  caseId: string,
  progress: { entries: number },
): Promise<CaseVerdict> {
  const { port } = options;
  const [row] = await port.all('select * from cases where case_id = ?', [caseId]);
  if (row === undefined) throw new Found(null, 'rows', `a row of case ${caseId}`, 'none');
  let state: CaseState | null = null;
  let compiled: CompiledDefinition | null = null;
  let head = FIRST_HASH;
  for (;;) {
    const entries = await port.all(
      `select j.*, r.command_id as receipt, r.hash as receipt_hash, r.revision as receipt_revision
       from journal j left join receipts r on r.command_id = j.command_id
       where j.case_id = ? and j.seq > ? order by j.seq, j.position limit ${ENTRIES_AT_ONCE}`,
      [caseId, progress.entries],
    );
    for (const stored of entries) {
      const seq = Number(stored['seq']);
      must(progress.entries + 1, 'gap', progress.entries + 1, seq);
      const entry = checkLink(seq, stored, head);
      const before: CompiledDefinition | null = compiled;
      compiled = await definitionOf(options, entry);
      state = replayed(compiled, state, entry, before);
      must(seq, 'state', stored['state_hash'], sha256(canonicalJson(state)));
      must(seq, 'rows', `receipt of ${entry.commandId} for entry ${stored['hash']}`, receiptOf(stored));
      head = String(stored['hash']);
      progress.entries = seq;
    }
    if (entries.length < ENTRIES_AT_ONCE) break;
  }
  must(null, 'gap', `entries to ${String(row['revision'])}`, `entries to ${progress.entries}`);
  if (state === null || compiled === null) throw new Found(null, 'gap', 'an entry', 'none');
  const snapshot = canonicalJson(state);
  if (row['snapshot'] !== snapshot)
    throw new Found(null, 'snapshot', sha256(snapshot), sha256(String(row['snapshot'])));
  checkCaseRow(options, compiled, state, snapshot, head, row);
  await checkRows(options, compiled, state);
  return { caseId, ok: true, entries: progress.entries, head };
}

function receiptOf(stored: Record<string, unknown>): string {
  return stored['receipt'] === null
    ? 'no receipt'
    : `receipt of ${String(stored['receipt'])} for entry ${String(stored['receipt_hash'])}`;
}

/** The entry by itself and as the next of its chain, and the columns beside it. */
function checkLink(seq: number, stored: Record<string, unknown>, head: string): JournalEntry {
  const text = String(stored['entry']);
  must(seq, 'chain', head, stored['previous_hash']);
  must(seq, 'chain', entryHash(text, String(stored['state_hash']), head), stored['hash']);
  const entry = parse<JournalEntry>(seq, text);
  for (const [column, expected] of [
    ['case_id', entry.caseId],
    ['seq', entry.seq],
    ['at', entry.at],
    ['kind', entry.body.kind],
    ['command_id', entry.commandId],
    ['actor_member_id', entry.actor.memberId],
    ['actor_party_id', entry.actor.partyId],
  ] as const)
    must(seq, 'chain', `${column} ${expected}`, `${column} ${String(stored[column])}`);
  return entry;
}

function parse<Value>(seq: number, text: string): Value {
  try {
    return JSON.parse(text) as Value;
  } catch (error) {
    throw new Found(seq, 'unreadable', 'JSON', (error as Error).message);
  }
}

async function definitionOf(options: VerifyOptions, entry: JournalEntry): Promise<CompiledDefinition> {
  const { id, version, hash } = entry.definition;
  let compiled: CompiledDefinition;
  try {
    compiled = await options.definitions.compiled(id, version);
  } catch (error) {
    throw new Found(entry.seq, 'definition', `${id}@${version}`, (error as Error).message);
  }
  must(entry.seq, 'definition', hash, compiled.ref.hash);
  return compiled.calendar.version === entry.calendar ? compiled : byOlderCalendar(options, entry);
}

/** The definition with the calendar as it was when the entry was made. */
async function byOlderCalendar(options: VerifyOptions, entry: JournalEntry): Promise<CompiledDefinition> {
  const { id, version } = entry.definition;
  const key = `${id}@${version} ${entry.calendar}`;
  const known = options.older.get(key);
  if (known !== undefined) return known;
  const source = (await options.definitions.read(id, version))?.source ?? '';
  const result = compile(source, { plugins: options.plugins, calendarVersion: entry.calendar });
  if (!result.ok)
    throw new Found(entry.seq, 'definition', `calendar ${entry.calendar}`, 'an unknown version');
  options.older.set(key, result.compiled);
  return result.compiled;
}

function replayed(
  compiled: CompiledDefinition,
  state: CaseState | null,
  entry: JournalEntry,
  before: CompiledDefinition | null,
): CaseState {
  try {
    return replayOne(compiled, state, entry, before);
  } catch (error) {
    throw new Found(entry.seq, 'state', 'an entry that follows', (error as Error).message);
  }
}

function checkCaseRow(
  { tables }: VerifyOptions,
  compiled: CompiledDefinition,
  state: CaseState,
  snapshot: string,
  head: string,
  stored: Record<string, unknown>,
): void {
  const expected = caseRow(compiled, state, snapshot, head);
  for (const { name, property } of tables.cases.columns)
    must(
      null,
      'rows',
      `cases.${name} ${shown(expected[property as never])}`,
      `cases.${name} ${shown(stored[name])}`,
    );
}

/** Columns that other work changes: leases, an await that has its message, and what an incident has set aside. */
const LIVELY: Record<string, string[]> = { awaits: ['status'] };

async function checkRows(
  { port, tables }: VerifyOptions,
  compiled: CompiledDefinition,
  state: CaseState,
): Promise<void> {
  const { caseId } = state;
  const expected = new Map<string, object>();
  for (const write of rowsOf(compiled, state))
    if (write.do === 'put')
      expected.set(`${write.table} ${keyOf(tables[write.table].columns, write.row)}`, write.row);
  for (const [table, open] of [
    ['participants', 'active'],
    ['tasks', "status <> 'closed'"],
    ['clocks', "status in ('running', 'stopped')"],
    ['handoffs', "status = 'offered'"],
    ['awaits', "status <> 'closed'"],
  ] as const) {
    const { columns } = tables[table];
    for (const stored of await port.all(`select * from ${table} where case_id = ?`, [caseId])) {
      const row = Object.fromEntries(columns.map(({ name, property }) => [property, stored[name]]));
      const key = `${table} ${keyOf(columns, row)}`;
      const wanted = expected.get(key);
      if (wanted === undefined) {
        const isOpen = isOpenRow(table, row);
        must(
          null,
          'rows',
          `no open row ${key} (${open})`,
          isOpen ? `an open row ${key}` : `no open row ${key} (${open})`,
        );
        continue;
      }
      expected.delete(key);
      for (const { property, name } of columns) {
        if (LIVELY[table]?.includes(property)) continue;
        // Set aside by an incident: what it says is then null.
        if (property === 'nextAt' && row[property] === null) continue;
        must(
          null,
          'rows',
          `${key} ${name} ${shown(wanted[property as never])}`,
          `${key} ${name} ${shown(row[property])}`,
        );
      }
    }
  }
  for (const key of expected.keys()) throw new Found(null, 'rows', `row ${key}`, 'none');
  await checkEffects(port, state);
}

function isOpenRow(table: string, row: Record<string, unknown>): boolean {
  switch (table) {
    case 'participants':
      return row['active'] === true || row['active'] === 1;
    case 'clocks':
      return row['status'] === 'running' || row['status'] === 'stopped';
    case 'handoffs':
      return row['status'] === 'offered';
    default:
      return row['status'] !== 'closed';
  }
}

/** An effect that the case awaits must be a row, or nothing would ever come of it. */
async function checkEffects(port: CommitPort, state: CaseState): Promise<void> {
  if (state.effects.length === 0) return;
  const stored = await port.all(
    `select effect_id, use, status from effects where effect_id in (${state.effects.map(() => '?').join(', ')})`,
    state.effects.map(({ effectId }) => effectId),
  );
  const rows = new Map(stored.map((row) => [row['effect_id'], row]));
  for (const { effectId, use } of state.effects)
    must(
      null,
      'rows',
      `effects ${effectId} ${use}`,
      `effects ${effectId} ${shown(rows.get(effectId)?.['use'] ?? null)}`,
    );
  for (const { effectId } of state.effects)
    must(
      null,
      'rows',
      'pending or failed',
      ['pending', 'failed'].includes(String(rows.get(effectId)?.['status']))
        ? 'pending or failed'
        : String(rows.get(effectId)?.['status']),
    );
}

const keyOf = (columns: Tables['cases']['columns'], row: object): string =>
  columns
    .filter(({ isKey }) => isKey)
    .map(({ property }) => String(row[property as never]))
    .join(' ');

/** As both databases would say it. */
const shown = (value: unknown): string =>
  value === true || value === false
    ? value
      ? '1'
      : '0'
    : value === undefined || value === null
      ? 'null'
      : String(value);
