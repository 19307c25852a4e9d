/**
 * Running cases go on in another version of their definition, by a plan.
 *
 * A migration is `running` until no case is left (`done`) or one is refused (`halted`). Each batch is one transaction
 * with the cursor in it, so that after a crash it goes on where the last batch ended, and no batch is half done. The
 * engine decides for each case (`migrate`); a dry run asks it the same and writes nothing.
 */
import {
  canonicalJson,
  checkPlan,
  engineErrors,
  GongzhiError,
  leafStates,
  migrate,
  readPlan,
  type Actor,
  type CaseState,
  type CompiledDefinition,
  type Facts,
  type Json,
  type JsonObject,
  type MigrationPlan,
  type PlanProblem,
  type Refusal,
  type StepResult,
} from '@gongzhi/engine';
import { v7 as uuid } from 'uuid';
import type { DefinitionCache } from './definitions.ts';
import type { Directory } from './directory.ts';
import type { Dispatcher } from './dispatch.ts';
import { runtimeErrors } from './errors.ts';
import type { CommandRequest, Migration, MigrationLimits, MigrationReport, Migrations } from './runtime.ts';
import type { CommitPort } from './store/commit.ts';
import { MigrationRow } from './store/entities.ts';
import type { Store } from './store/open.ts';
import { storable } from './store/storable.ts';

const CASES_AT_ONCE = 100;
const CASES_AT_ONCE_LIMIT = 500;
const LIST_LIMIT = 100;
const CASE_IDS_LIMIT = 1_000;
const SAMPLE_LIMIT = 3;
const SAMPLE_CHANGES = 30;
const FACT_ROUNDS = 5;
/** How often a batch is chosen anew because some of its cases went elsewhere meanwhile. */
const CHOOSE_ROUNDS = 8;

/** The case left the version, or ended, after its batch was chosen. */
const GONE_ELSEWHERE = new Set(['GZ_MIGRATION_OTHER_VERSION', 'GZ_CASE_CLOSED']);

export interface MigrationOptions {
  store: Store;
  port: CommitPort;
  dispatcher(): Dispatcher;
  definitions: DefinitionCache;
  directory: Pick<Directory, 'answer'>;
  now: () => number;
}

interface Checked {
  plan: MigrationPlan;
  from: CompiledDefinition;
  to: CompiledDefinition;
}

export function createMigrations(options: MigrationOptions): Migrations {
  const { store, port, dispatcher, definitions, directory, now } = options;

  async function check(source: string | JsonObject): Promise<Checked> {
    const read = readPlan(source);
    if (!read.ok) throw invalid(read.problems);
    const { plan } = read;
    const [from, to] = await Promise.all(
      [plan.from, plan.to].map(({ id, version }) => definitions.compiled(id, version)),
    );
    const problems = checkPlan(plan, from!, to!);
    if (problems.length > 0) throw invalid(problems);
    return { plan, from: from!, to: to! };
  }

  /** Running cases of the version after a case, in the order of their ids. */
  const casesAfter = ({ from }: MigrationPlan, after: string, limit: number, columns: string) =>
    port.all(
      `select ${columns} from cases where definition_id = ? and definition_version = ? and status = 'open'
         and case_id > ? order by case_id limit ${limit}`,
      [from.id, from.version, after],
    );

  async function tried({ plan, from, to }: Checked, state: CaseState, actor: Actor): Promise<StepResult> {
    let facts: Facts = {};
    for (let round = 1; ; round += 1) {
      const head = { commandId: 'dry-run', caseId: state.caseId, actor, facts, reason: 'dry run' };
      const command = { ...head, kind: 'case.migrate' as const, plan, to: to.ref };
      const result = migrate(from, to, state, command, Math.max(now(), state.changedAt));
      if (result.kind !== 'needs') return result;
      if (round === FACT_ROUNDS) throw runtimeErrors.error('GZ_FACTS_UNSETTLED', { rounds: FACT_ROUNDS });
      facts = { ...facts, ...(await directory.answer(result.queries)) };
    }
  }

  async function dryRun(source: string | JsonObject, actor: Actor): Promise<MigrationReport> {
    const checked = await check(source);
    const report: MigrationReport = { cases: 0, accepted: 0, refused: 0, refusals: [], sample: [] };
    for (let after = ''; ;) {
      const rows = await casesAfter(checked.plan, after, CASES_AT_ONCE, 'case_id, snapshot');
      for (const row of rows) {
        const state = JSON.parse(String(row['snapshot'])) as CaseState;
        // Whoever may look may try; who may apply it is asked then.
        tell(report, state.caseId, await tried(checked, state, { ...actor, operator: true }));
      }
      if (rows.length < CASES_AT_ONCE) return report;
      after = String(rows.at(-1)!['case_id']);
      // Others get their turn between two batches.
      await new Promise((done) => setImmediate(done));
    }
  }

  async function run(row: MigrationRow, actor: Actor, limits: MigrationLimits): Promise<Migration> {
    const checked = await check(JSON.parse(row.plan) as JsonObject);
    const size = Math.min(Math.max(Math.trunc(limits.batch ?? CASES_AT_ONCE), 1), CASES_AT_ONCE_LIMIT);
    for (let count = 0; ; count += 1) {
      if (count === limits.batches) return (await read(row.migrationId))!;
      const outcome = await batch(row, checked, actor, size);
      if (outcome === 'more') continue;
      const end =
        outcome === 'done'
          ? { status: 'done' as const, refusal: null, finishedAt: now() }
          : {
              status: 'halted' as const,
              refusal: canonicalJson(outcome as unknown as Json),
              finishedAt: null,
            };
      await store.em().nativeUpdate(MigrationRow, { migrationId: row.migrationId }, end);
      return (await read(row.migrationId))!;
    }
  }

  /** One transaction: its cases and the cursor, or neither. */
  async function batch(
    { migrationId, reason }: MigrationRow,
    { plan, to }: Checked,
    actor: Actor,
    size: number,
  ): Promise<'more' | 'done' | Refusal> {
    for (let round = 1; ; round += 1) {
      const row = await store.em().findOneOrFail(MigrationRow, { migrationId });
      const rows = await casesAfter(plan, row.cursor, size, 'case_id');
      if (rows.length === 0) return 'done';
      const caseIds = rows.map(({ case_id: caseId }) => String(caseId));
      const requests = caseIds.map((caseId): CommandRequest => ({
        commandId: `migration:${migrationId}:${caseId}`,
        caseId,
        actor,
        reason,
        body: { kind: 'case.migrate', plan, to: to.ref },
      }));
      try {
        await dispatcher().together(requests, [
          {
            do: 'run',
            sql: 'update migrations set cursor = ?, migrated = migrated + ? where migration_id = ?',
            values: [caseIds.at(-1)!, caseIds.length, migrationId],
          },
        ]);
        return 'more';
      } catch (error) {
        if (!(error instanceof GongzhiError) || error.refusal.status >= 500) throw error;
        if (!GONE_ELSEWHERE.has(error.refusal.code) || round === CHOOSE_ROUNDS) return error.refusal;
      }
    }
  }

  async function find(migrationId: string): Promise<MigrationRow | null> {
    return store.em().findOne(MigrationRow, { migrationId: storable(migrationId) });
  }

  async function view(row: MigrationRow): Promise<Migration> {
    const [left] = await port.all(
      "select count(*) as count from cases where definition_id = ? and definition_version = ? and status = 'open'",
      [row.fromId, row.fromVersion],
    );
    const refusal =
      row.refusal === null || row.refusal === undefined ? null : (JSON.parse(row.refusal) as Refusal);
    return {
      migrationId: row.migrationId,
      from: { id: row.fromId, version: row.fromVersion },
      to: { id: row.toId, version: row.toVersion },
      status: row.status,
      migrated: row.migrated,
      remaining: Number(left?.['count'] ?? 0),
      refusal:
        refusal === null ? null : { code: refusal.code, message: refusal.message, remedy: refusal.remedy },
      startedAt: row.startedAt,
      startedBy: row.startedBy,
      reason: row.reason,
      finishedAt: row.finishedAt ?? null,
    };
  }

  async function read(migrationId: string): Promise<Migration | null> {
    const row = await find(migrationId);
    return row === null ? null : view(row);
  }

  return {
    dryRun,
    async apply(source, actor, reason, limits = {}) {
      mustBeOperator(actor);
      const { plan } = await check(source);
      const row = {
        migrationId: uuid(),
        fromId: plan.from.id,
        fromVersion: plan.from.version,
        toId: plan.to.id,
        toVersion: plan.to.version,
        plan: canonicalJson(plan as unknown as Json),
        status: 'running',
        cursor: '',
        migrated: 0,
        refusal: null,
        startedAt: now(),
        startedBy: actor.memberId,
        reason,
        finishedAt: null,
      } as MigrationRow;
      await store.em().insert(MigrationRow, row);
      return run(row, actor, limits);
    },
    async resume(migrationId, actor, limits = {}) {
      mustBeOperator(actor);
      const row = await find(migrationId);
      if (row === null) throw runtimeErrors.error('GZ_MIGRATION_UNKNOWN', { migration: migrationId });
      if (row.status === 'done') return view(row);
      await store.em().nativeUpdate(MigrationRow, { migrationId }, { status: 'running', refusal: null });
      return run(row, actor, limits);
    },
    read,
    async list() {
      const rows = await store
        .em()
        .find(MigrationRow, {}, { orderBy: { migrationId: 'desc' }, limit: LIST_LIMIT });
      return Promise.all(rows.map(view));
    },
  };
}

function tell(report: MigrationReport, caseId: string, result: StepResult): void {
  report.cases += 1;
  if (result.kind === 'accepted') {
    report.accepted += 1;
    if (report.sample.length < SAMPLE_LIMIT)
      report.sample.push({
        caseId,
        states: leafStates(result.case),
        changes: result.entry.changes.slice(0, SAMPLE_CHANGES).map(({ what, name }) => `${what} ${name}`),
      });
    return;
  }
  if (result.kind === 'needs') return;
  const { code, message, remedy } = result.refusal;
  report.refused += 1;
  let group = report.refusals.find((given) => given.code === code);
  if (group === undefined) report.refusals.push((group = { code, count: 0, message, remedy, caseIds: [] }));
  group.count += 1;
  if (group.caseIds.length < CASE_IDS_LIMIT) group.caseIds.push(caseId);
}

function mustBeOperator({ operator, system }: Actor): void {
  if (operator !== true && system !== true)
    throw engineErrors.error('GZ_OPERATOR_ONLY', { kind: 'case.migrate' });
}

function invalid(problems: PlanProblem[]): GongzhiError {
  const [first] = problems;
  return engineErrors.error(
    'GZ_MIGRATION_PLAN_INVALID',
    {
      count: problems.length,
      pointer: first?.pointer ?? '',
      first: first?.message.en ?? '',
      firstZh: first?.message['zh-CN'] ?? '',
    },
    { problems: problems as unknown as Json },
  );
}
