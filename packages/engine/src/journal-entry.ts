/** One entry of a case's journal: the command as it was accepted, and what it changed. */
import type { Actor, CommandBody, Facts, Instant } from './command.ts';
import type { DefinitionRef } from './case-state.ts';
import type { Json } from './text.ts';

export interface JournalEntry {
  caseId: string;
  /** From 1, without a gap. */
  seq: number;
  at: Instant;
  actor: Actor;
  commandId: string;
  body: CommandBody;
  reason?: string;
  facts?: Facts;
  definition: DefinitionRef;
  /** Version of the calendar data that clocks were computed by; a replay uses the same. */
  calendar: string;
  /** What followed, in order; for people and streams. A replay does not need it, and must come to the same. */
  changes: Change[];
}

/** `what` is a past participle on a noun: task.opened, clock.lapsed, state.entered, custody.passed … */
export interface Change {
  what: ChangeKind;
  /** Name of the task, clock, state (full path), role, document … that changed. */
  name: string;
  id?: string;
  by?: string;
  detail?: Json;
}

export type ChangeKind =
  | 'case.opened'
  | 'case.closed'
  | 'case.published'
  | 'case.migrated'
  | 'state.entered'
  | 'state.left'
  | 'transition.taken'
  | 'task.opened'
  | 'task.claimed'
  | 'task.released'
  | 'task.completed'
  | 'task.withdrawn'
  | 'handoff.offered'
  | 'handoff.accepted'
  | 'handoff.declined'
  | 'handoff.recalled'
  | 'handoff.lapsed'
  | 'handoff.withdrawn'
  | 'custody.passed'
  | 'clock.started'
  | 'clock.stopped'
  | 'clock.resumed'
  | 'clock.extended'
  | 'clock.warned'
  | 'clock.lapsed'
  | 'clock.ended'
  | 'clock.recomputed'
  | 'effect.requested'
  | 'effect.replied'
  | 'effect.failed'
  | 'effect.cancelled'
  | 'child.requested'
  | 'child.opened'
  | 'child.closed'
  | 'await.registered'
  | 'await.received'
  | 'await.cancelled'
  | 'participant.joined'
  | 'participant.left'
  | 'document.issued'
  | 'document.attached'
  | 'incident.skipped'
  | 'case.moved';
