/** The read side: what people see. Every list is a keyset page; nothing here changes anything. */
import type { CaseState, CompiledDefinition } from '@gongzhi/engine';
import type { Page, PageRequest } from '../directory.ts';
import { runtimeErrors } from '../errors.ts';
import type { Definitions, StoredEntry } from '../runtime.ts';
import { CaseRow } from '../store/entities.ts';
import type { Store } from '../store/open.ts';
import { storable } from '../store/storable.ts';
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
}

export function createQuery(store: Store, definitions: Definitions, now: () => number): Query {
  return {
    async case(caseId) {
      const row = await store
        .em()
        .findOne(
          CaseRow,
          { caseId: storable(caseId) },
          { fields: ['snapshot', 'definitionId', 'definitionVersion'] },
        );
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
  };
}
