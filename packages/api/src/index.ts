export { ApiProblem } from './api-problem.ts';
export { createClient, each, type CallOptions, type Client, type ClientSettings } from './client.ts';
export type { StreamOptions } from './follow-stream.ts';
export {
  GRANTS,
  SCOPES,
  type Grant,
  type InputOf,
  type Operation,
  type OperationAccess,
  type ReplyOf,
  type Scope,
} from './operation.ts';
export { operations, type OperationId, type Operations } from './operations.ts';
export type { Page } from './page.ts';
export { FieldProblem, ProblemDetails } from './problem.ts';
export { Receipt } from './receipt.ts';
export { NewCase, NewEvent } from './cases.ts';
export { CaseSummary, CaseView } from './case-view.ts';
export { Possibilities, Possibility } from './possibility.ts';
export { SignedHead } from './signed-head.ts';
export { ClockView } from './clocks.ts';
export { UploadedDocument } from './documents.ts';
export { CheckResult, DefinitionInfo, DefinitionSource, Problem } from './definitions.ts';
export { HandoffView } from './handoffs.ts';
export { IncidentView } from './incidents.ts';
export { KeyInfo, NewKey } from './keys.ts';
export { MemberView, NewMember } from './members.ts';
export { MigrationReport, MigrationView } from './migrations.ts';
export { OutboxMessage } from './outbox.ts';
export { GridCell, NewParty, PartyView } from './parties.ts';
export { PublishRequest } from './publishing.ts';
export { SessionView } from './session.ts';
export { TOPICS, type StreamEvent, type Topic } from './stream.ts';
export { Counts, TaskView } from './tasks.ts';
export { Text } from './text.ts';
export { TimelineEntry } from './timeline.ts';
