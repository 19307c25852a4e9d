/**
 * A case as the engine knows it: the snapshot. JSON through and through. `step` returns a new one and never changes
 * the one it was given.
 */
import type { AttachedDocument, CaseOrigin, Holder, Instant } from './command.ts';
import type { Json, JsonObject } from './text.ts';

export interface CaseState {
  caseId: string;
  definition: DefinitionRef;
  status: 'open' | 'closed';
  /** Of the last journal entry; the first is 1. */
  revision: number;
  title: string;
  cellId: string | null;
  openedAt: Instant;
  changedAt: Instant;
  closedAt: Instant | null;
  outcome: string | null;
  /** What the final state's `result` came to. */
  result: JsonObject | null;
  /** XState's persisted value and history, without its context. */
  machine: { value: Json; historyValue: Json };
  data: JsonObject;
  participants: Participant[];
  custodian: Custodian;
  /** The chain of custody, oldest first, without a gap; the last is the custodian's. */
  custody: CustodyPeriod[];
  /** Open tasks only. */
  tasks: Task[];
  /** Open hand-offs only. */
  handoffs: Handoff[];
  /** By clock name: the latest run of each. */
  clocks: Record<string, Clock>;
  /** Effects whose reply a state awaits. */
  effects: PendingEffect[];
  awaits: PendingAwait[];
  /** Cases that this one opened. */
  children: ChildCase[];
  origin: CaseOrigin | null;
  documents: CaseDocument[];
  /** Who acted in which role: what separation of duties is judged by. */
  acts: Act[];
  /** Last member who completed a task, by task name (retain familiar). */
  completedBy: Record<string, string>;
  /** Whether the public part may be read; once true it stays true. */
  public: boolean;
}

export interface DefinitionRef {
  id: string;
  version: number;
  /** SHA-256 of the canonical JSON of the definition, hex. */
  hash: string;
}

export interface Participant extends Holder {
  role: string;
  sinceAt: Instant;
}

export interface Custodian {
  role: string;
  partyId: string;
  partyKind: string;
  memberId: string | null;
}

export interface CustodyPeriod extends Custodian {
  fromAt: Instant;
  toAt: Instant | null;
  handoffId: string | null;
}

export interface Task {
  taskId: string;
  name: string;
  /** Full path of the state that it belongs to. */
  state: string;
  role: string;
  status: 'offered' | 'claimed';
  holder: Required<Holder> | null;
  openedAt: Instant;
  claimedAt: Instant | null;
  /** Only this member (assign) or party may take it; null: everyone who may hold the role. */
  reservedFor: { partyId?: string; memberId?: string } | null;
  /** When an unfinished claim falls back. */
  claimLapsesAt: Instant | null;
  clock: string | null;
}

export interface Handoff {
  handoffId: string;
  /** The block's name, or null for one that a person offered. */
  name: string | null;
  state: string | null;
  of: 'case' | 'task';
  taskId: string | null;
  role: string;
  from: { partyId: string; memberId: string | null };
  /** null: every party that may hold the role. */
  to: { partyId: string; memberId: string | null } | null;
  reason: string | null;
  offeredAt: Instant;
  /** When an offer that nobody answers lapses (offers of persons; blocks use clocks); null: never by itself. */
  lapsesAt: Instant | null;
  declinedBy: string[];
}

export interface Clock {
  clockId: string;
  name: string;
  /** Full path of the state that started it. */
  state: string;
  status: 'running' | 'stopped' | 'lapsed' | 'ended';
  fromAt: Instant;
  startedAt: Instant;
  stops: { fromAt: Instant; toAt: Instant | null }[];
  extensions: { limit: string; at: Instant; by: string }[];
  /** First instant after the limit; null while it cannot be known (stopped, or a year without a notice). */
  dueAt: Instant | null;
  /** Set when the calendar does not know the year that the limit reaches into. */
  unknownYear: number | null;
  /** Warnings still to come, soonest first. */
  warnsAt: Instant[];
  endedAt: Instant | null;
  calendarVersion: string;
}

export interface PendingEffect {
  effectId: string;
  name: string;
  state: string;
  use: string;
}

export interface PendingAwait {
  awaitId: string;
  name: string;
  state: string;
  message: string;
  correlation: string;
}

export interface ChildCase {
  linkId: string;
  /** The block's name; null for one opened by an `open` action. */
  name: string | null;
  state: string | null;
  definition: string;
  caseId: string | null;
  outcome: string | null;
}

export interface CaseDocument {
  documentId: string;
  kind: 'issued' | 'attached';
  /** Issued: the template's name. */
  name: string;
  title: { 'zh-CN': string; en: string };
  body: { 'zh-CN': string; en: string } | null;
  file: AttachedDocument | null;
  at: Instant;
  by: { partyId: string; memberId: string };
  /** Roles that may read it; null: all participants. */
  visibleTo: string[] | null;
  public: boolean;
}

export interface Act {
  role: string;
  memberId: string;
  partyId: string;
}
