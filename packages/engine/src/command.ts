/**
 * A command: a request to change one case. People, clocks, effect results, other cases and operators all ask by a
 * command, and `step` answers each. What the directory said when it was asked (`facts`) travels with the command
 * and is written into the journal, so that a replay needs no directory.
 */
import type { MigrationPlan } from './migrate/plan.ts';
import type { Json, JsonObject } from './text.ts';

/** Epoch milliseconds. */
export type Instant = number;

/** Who acts, for which party, and what entitled them at that moment. */
export interface Actor {
  memberId: string;
  partyId: string;
  partyKind: string;
  /** Qualifications in force of the member and of the party. */
  qualifications: string[];
  /** The engine itself: clocks, effects, other cases. */
  system?: true;
  /** May repair cases: incidents, moves. */
  operator?: true;
}

/** A party, or one member of it, that holds a role. */
export interface Holder {
  partyId: string;
  partyKind: string;
  memberId?: string;
}

/** One question to the directory, asked by `step` before it can answer. */
export type FactQuery =
  /** The steward of a grid cell, or of the nearest cell above that has one. */
  | { kind: 'grid'; cellId: string }
  /** The nearest party, from the cell upwards, that holds the qualification. */
  | { kind: 'office'; qualification: string; cellId: string | null }
  /** A party by its id. */
  | { kind: 'party'; partyId: string }
  /** A member by its id, with its party. */
  | { kind: 'member'; memberId: string };

/** Answers by `factKey(query)`; null: nobody. */
export type Facts = Record<string, Holder | null>;

export function factKey(query: FactQuery): string {
  switch (query.kind) {
    case 'grid':
      return `grid:${query.cellId}`;
    case 'office':
      return `office:${query.qualification}:${query.cellId ?? ''}`;
    case 'party':
      return `party:${query.partyId}`;
    case 'member':
      return `member:${query.memberId}`;
  }
}

export type Command = CommandHead & CommandBody;

export interface CommandHead {
  /** Chosen by the caller; the same id again changes nothing and gets the first receipt. */
  commandId: string;
  caseId: string;
  actor: Actor;
  facts?: Facts;
  /** In words, why. */
  reason?: string;
}

export type CommandBody =
  | {
      kind: 'case.open';
      role: string;
      payload: JsonObject;
      cellId?: string;
      /** Holders taken over from the case that opens this one. */
      holders?: Record<string, Holder[]>;
      origin?: CaseOrigin;
    }
  | { kind: 'event.send'; event: string; payload: JsonObject }
  | { kind: 'task.claim'; taskId: string }
  | { kind: 'task.release'; taskId: string }
  | { kind: 'task.complete'; taskId: string; payload: JsonObject }
  /** Offers the task to a colleague or another party that may hold it; it stays with the giver until accepted. */
  | { kind: 'task.delegate'; taskId: string; to: Holder }
  /** Custody of the case, or a task (by `task.delegate`), offered by its custodian. */
  | { kind: 'handoff.offer'; role: string; to: Holder }
  | { kind: 'handoff.accept'; handoffId: string }
  | { kind: 'handoff.decline'; handoffId: string }
  | { kind: 'handoff.recall'; handoffId: string }
  | { kind: 'clock.extend'; clock: string }
  | { kind: 'document.attach'; document: AttachedDocument }
  /* From here on only the system. */
  | { kind: 'clock.warn'; clockId: string }
  | { kind: 'clock.lapse'; clockId: string }
  | { kind: 'clock.recompute'; clockId: string }
  | { kind: 'claim.lapse'; taskId: string }
  | { kind: 'handoff.lapse'; handoffId: string }
  | { kind: 'effect.reply'; effectId: string; reply: Json }
  | { kind: 'effect.fail'; effectId: string; error: string }
  | { kind: 'child.opened'; linkId: string; childCaseId: string }
  | { kind: 'child.closed'; linkId: string; childCaseId: string; outcome: string; payload: JsonObject }
  | { kind: 'message.receive'; awaitId: string; payload: JsonObject }
  /* From here on only an operator; each needs a reason. */
  | { kind: 'operator.move'; target: string }
  | { kind: 'operator.skip'; incidentId: string }
  /** Another version of the definition from here on, by a plan: `migrate` answers it, not `step`. */
  | { kind: 'case.migrate'; plan: MigrationPlan; to: { id: string; version: number; hash: string } };

export type CommandKind = CommandBody['kind'];

/** Where a case comes from. */
export interface CaseOrigin {
  caseId: string;
  linkId: string;
  definition: string;
  title?: string;
}

export interface AttachedDocument {
  /** SHA-256 of the bytes, hex: the address of the content. */
  sha256: string;
  name: string;
  mediaType: string;
  size: number;
  title?: string;
  /** Roles that may read it; all participants when absent. */
  visibleTo?: string[];
}
