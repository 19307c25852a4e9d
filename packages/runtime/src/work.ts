/** A case within one turn of the write path: what its commands come to, until it is committed. */
import type { CaseOpening, CaseState, CompiledDefinition } from '@gongzhi/engine';
import { FIRST_HASH, type SealedEntry, type StateText } from './journal.ts';
import type { LiveCase } from './live-cases.ts';
import type { Pending } from './pending.ts';
import { caseRow, differences } from './store/case-rows.ts';
import type { CaseCommit } from './store/commit.ts';
import type { ReceiptRow } from './store/entities.ts';
import { awaitWrites, closingWrites, type EffectPlan } from './store/step-writes.ts';
import type { Write } from './store/tables.ts';

export interface Work {
  caseId: string;
  /** As stored; null: a new case. */
  before: LiveCase | null;
  /** Read from the database in this turn, so that a refusal can be relied on. */
  isFresh: boolean;
  compiled: CompiledDefinition | null;
  state: CaseState | null;
  headHash: string;
  text: StateText | null;
  snapshot: string;
  accepted: Pending[];
  sealed: SealedEntry[];
  receipts: ReceiptRow[];
  writes: Write[];
  effects: EffectPlan[];
  /** Effects that this turn's steps cancel. */
  cancelled: string[];
  openings: CaseOpening[];
}

export function workOn(caseId: string, before: LiveCase | null, isFresh: boolean): Work {
  return {
    caseId,
    before,
    isFresh,
    compiled: before?.compiled ?? null,
    state: before?.state ?? null,
    headHash: before?.headHash ?? FIRST_HASH,
    text: before?.text ?? null,
    snapshot: '',
    accepted: [],
    sealed: [],
    receipts: [],
    writes: [],
    effects: [],
    cancelled: [],
    openings: [],
  };
}

/** Everything that the turn writes of the case. */
export function commitOf(work: Work): CaseCommit {
  const compiled = work.compiled!;
  const state = work.state!;
  const before = work.before?.state ?? null;
  const row = caseRow(compiled, state, work.snapshot, work.headHash);
  const writes = differences(compiled, before, state, work.before?.compiled ?? compiled);
  awaitWrites(writes, state.changedAt);
  for (const write of work.writes) writes.push(write);
  if (state.status === 'closed' && before?.status !== 'closed') closingWrites(state, writes);
  work.writes = writes;
  return {
    expectedRevision: before?.revision ?? 0,
    row,
    moved: before === null || hasMoved(before, state, compiled),
    entries: work.sealed,
    receipts: work.receipts,
    writes,
  };
}

/** Whether columns changed that an ordinary step leaves alone. */
function hasMoved(before: CaseState, after: CaseState, compiled: CompiledDefinition): boolean {
  return (
    before.clocks !== after.clocks ||
    before.custodian !== after.custodian ||
    before.cellId !== after.cellId ||
    before.title !== after.title ||
    before.definition.hash !== compiled.ref.hash
  );
}
