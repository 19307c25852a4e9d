/** What `step` answers: the new case with everything that must be written, questions to the directory, or a refusal. */
import type { CaseState } from './case-state.ts';
import type { FactQuery, Holder, Instant } from './command.ts';
import type { Refusal } from './errors.ts';
import type { JournalEntry } from './journal-entry.ts';
import type { JsonObject } from './text.ts';

export type StepResult =
  | ({ kind: 'accepted' } & Accepted)
  /** Ask the directory, put the answers into `command.facts`, and step again. */
  | { kind: 'needs'; queries: FactQuery[] }
  | { kind: 'refused'; refusal: Refusal };

export interface Accepted {
  case: CaseState;
  entry: JournalEntry;
  /** Work to hand out after the commit; each is a row. */
  effects: EffectRequest[];
  /** Ids of effects that nobody waits for any more. */
  cancelledEffects: string[];
  /** Cases to open after the commit. */
  openings: CaseOpening[];
}

export interface EffectRequest {
  effectId: string;
  /** `<plugin>.<effect>`. */
  use: string;
  input: JsonObject;
  /** Whether a state awaits the reply. */
  awaited: boolean;
  timeoutMs: number | null;
  retry: { limit: number; backoffMs: number } | null;
}

export interface CaseOpening {
  linkId: string;
  definition: string;
  /** The role that this case's custodian takes when it opens the other; the first of `open.by` that fits when null. */
  payload: JsonObject;
  holders: Record<string, Holder[]>;
  title: string | null;
  cellId: string | null;
  at: Instant;
}
