export type { CaseView } from '@gongzhi/engine';
export type { InboxViewer } from './audience.ts';
export type { CaseFilter, CaseSummary } from './cases.ts';
export type { Counts } from './counts.ts';
export type { HandoffFilter, HandoffSummary } from './handoffs.ts';
export type { OutboxFilter, OutboxRow } from './outbox.ts';
export { createQuery, type Query } from './query.ts';
export type { TaskFilter, TaskSummary } from './tasks.ts';
