/** The read side: what people see. Every list is a keyset page; nothing here changes anything. */
import type { CaseState, CaseView, CompiledDefinition, Viewer } from '@gongzhi/engine';
import type { Page, PageRequest } from '../directory.ts';
import type { StoredEntry } from '../runtime.ts';

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
  outbox(filter: PageRequest & { partyId?: string; caseId?: string }): Promise<Page<OutboxRow>>;
}

export interface InboxViewer {
  memberId: string;
  partyId: string;
  partyKind: string;
  qualifications: string[];
}

export interface CaseFilter extends PageRequest {
  /** Only what this viewer may read; absent: operators and verify. */
  viewer?: Viewer;
  status?: 'open' | 'closed';
  definition?: string;
  procedure?: string;
  custodianPartyId?: string;
  cellId?: string;
  /** Words in the title or the case id; at most 100 characters. */
  search?: string;
  overdue?: boolean;
}

export interface CaseSummary {
  caseId: string;
  title: string;
  definition: { id: string; version: number };
  procedure: string;
  status: 'open' | 'closed';
  outcome: string | null;
  /** Full paths of the active leaf states. */
  states: string[];
  custodian: { partyId: string; memberId: string | null; role: string };
  cellId: string | null;
  openedAt: number;
  changedAt: number;
  closedAt: number | null;
  /** Soonest due time of its running clocks. */
  dueAt: number | null;
  revision: number;
}

export interface TaskFilter extends PageRequest {
  viewer: InboxViewer;
  /** offered: that I may claim; mine: that I hold; party: that my party holds. */
  list: 'offered' | 'mine' | 'party';
  caseId?: string;
  role?: string;
  procedure?: string;
  overdue?: boolean;
  /** due: soonest due first (default), those without a due time last; opened: newest first. */
  order?: 'due' | 'opened';
}

export interface TaskSummary {
  taskId: string;
  caseId: string;
  caseTitle: string;
  definition: { id: string; version: number };
  procedure: string;
  name: string;
  title: { 'zh-CN': string; en: string };
  role: string;
  status: 'offered' | 'claimed';
  holder: { partyId: string; memberId: string } | null;
  openedAt: number;
  claimedAt: number | null;
  dueAt: number | null;
}

export interface HandoffFilter extends PageRequest {
  viewer: InboxViewer;
  direction: 'incoming' | 'outgoing';
  caseId?: string;
}

export interface HandoffSummary {
  handoffId: string;
  caseId: string;
  caseTitle: string;
  of: 'case' | 'task';
  role: string;
  from: { partyId: string; memberId: string | null };
  to: { partyId: string; memberId: string | null } | null;
  reason: string | null;
  offeredAt: number;
  lapsesAt: number | null;
}

export interface Counts {
  offered: number;
  mine: number;
  party: number;
  handoffsIncoming: number;
  overdue: number;
}

export interface OutboxRow {
  key: string;
  caseId: string;
  partyId: string;
  channel: string;
  address: string | null;
  title: string;
  body: string;
  at: number;
}

export type { CaseView };
