/** The read side: what people see. Every list is a keyset page; nothing here changes anything. */
import type { CaseState, CompiledDefinition } from '@gongzhi/engine';
import type { Page, PageRequest } from '../directory.ts';
import { runtimeErrors } from '../errors.ts';
import type { Definitions, StoredEntry } from '../runtime.ts';
import { CaseRow, ParticipantRow } from '../store/entities.ts';
import type { Store } from '../store/open.ts';
import type { InboxViewer } from './audience.ts';
import { listCases, type CaseFilter, type CaseSummary } from './cases.ts';
import { countAll, type Counts } from './counts.ts';
import { listHandoffs, type HandoffFilter, type HandoffSummary } from './handoffs.ts';
import { listOutbox, type OutboxFilter, type OutboxRow } from './outbox.ts';
import { listTasks, readTask, type TaskFilter, type TaskSummary } from './tasks.ts';
import { readTimeline } from './timeline.ts';

export interface Query {
  /** Snapshot and definition of a case, for whoever checks permission next. Refuses with GZ_CASE_UNKNOWN. */
  case(caseId: string): Promise<{ state: CaseState; compiled: CompiledDefinition }>;
  cases(filter: CaseFilter): Promise<Page<CaseSummary>>;
  /** Newest first. */
  timeline(caseId: string, page: PageRequest): Promise<Page<StoredEntry>>;
  tasks(filter: TaskFilter): Promise<Page<TaskSummary>>;
  task(taskId: string): Promise<TaskSummary | null>;
  handoffs(filter: HandoffFilter): Promise<Page<HandoffSummary>>;
  counts(viewer: InboxViewer): Promise<Counts>;
  outbox(filter: OutboxFilter): Promise<Page<OutboxRow>>;
  /** Who holds a role in a case now, for effects. */
  holdersOf(caseId: string, role: string): Promise<{ partyId: string; memberId?: string }[]>;
}

export function createQuery(store: Store, definitions: Definitions, now: () => number): Query {
  return {
    async case(caseId) {
      const row = await store
        .em()
        .findOne(CaseRow, { caseId }, { fields: ['snapshot', 'definitionId', 'definitionVersion'] });
      if (row === null) throw runtimeErrors.error('GZ_CASE_UNKNOWN', { case: caseId });
      const state = JSON.parse(row.snapshot) as CaseState;
      return { state, compiled: await definitions.compiled(row.definitionId, row.definitionVersion) };
    },
    cases: (filter) => listCases(store, definitions, now(), filter),
    timeline: (caseId, page) => readTimeline(store, caseId, page),
    tasks: (filter) => listTasks(store, definitions, now(), filter),
    task: (taskId) => readTask(store, definitions, taskId),
    handoffs: (filter) => listHandoffs(store, filter),
    counts: (viewer) => countAll(store, now(), viewer),
    outbox: (filter) => listOutbox(store, filter),

    async holdersOf(caseId, role) {
      const rows = await store
        .em()
        .find(
          ParticipantRow,
          { caseId, role, active: true },
          { orderBy: { sinceAt: 'asc', partyId: 'asc', memberId: 'asc' } },
        );
      return rows.map(({ partyId, memberId }) => ({
        partyId,
        ...(memberId === '' ? {} : { memberId }),
      }));
    },
  };
}
