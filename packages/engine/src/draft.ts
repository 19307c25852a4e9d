/**
 * The case under change within one step: a copy whose lists are replaced, never altered, with everything that the
 * step will answer beside it. Thrown away when the step is refused.
 */
import type { CaseState } from './case-state.ts';
import type { CompiledDefinition, Variables } from './compiled.ts';
import { factKey, type Command, type FactQuery, type Holder, type Instant } from './command.ts';
import type { Refusal } from './errors.ts';
import type { Change } from './journal-entry.ts';
import type { CaseOpening, EffectRequest } from './step-result.ts';
import type { JsonObject } from './text.ts';

export interface Draft {
  compiled: CompiledDefinition;
  command: Command;
  now: Instant;
  case: CaseState;
  changes: Change[];
  effects: EffectRequest[];
  cancelledEffects: string[];
  openings: CaseOpening[];
  /** Questions that came up; when there are any the step answers with them and starts again. */
  needs: FactQuery[];
  /** Numbers the ids made in this step. */
  made: number;
}

/** Thrown inside a step and caught by `step`, which answers with it. */
export class Refused extends Error {
  override name = 'Refused';
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

export function refuse(refusal: Refusal): never {
  throw new Refused(refusal);
}

export function createDraft(
  compiled: CompiledDefinition,
  state: CaseState,
  command: Command,
  now: Instant,
  needs: FactQuery[] = [],
): Draft {
  return {
    compiled,
    command,
    now,
    case: { ...state, revision: state.revision + 1, changedAt: now },
    changes: [],
    effects: [],
    cancelledEffects: [],
    openings: [],
    needs,
    made: 0,
  };
}

/** A new id: the same command on the same case always makes the same. */
export function makeId(draft: Draft): string {
  draft.made += 1;
  return `${draft.case.caseId}.${draft.case.revision}.${draft.made}`;
}

export function note(
  draft: Draft,
  what: Change['what'],
  name: string,
  more: Omit<Change, 'what' | 'name'> = {},
) {
  draft.changes.push({ what, name, ...more });
}

/** The directory's answer, or null with the question noted. `undefined` tells that it was not answered yet. */
export function fact(draft: Draft, query: FactQuery): Holder | null | undefined {
  const answer = draft.command.facts?.[factKey(query)];
  if (answer === undefined) draft.needs.push(query);
  return answer;
}

/** What expressions see now. */
export function variables(draft: Draft, payload: JsonObject): Omit<Variables, 'data'> {
  const { case: state, command, now } = draft;
  const { custodian } = state;
  return {
    payload,
    now,
    actor: {
      memberId: command.actor.memberId,
      partyId: command.actor.partyId,
      partyKind: command.actor.partyKind,
    },
    custodian,
    holders: holdersOf(draft),
    kase: {
      id: state.caseId,
      title: state.title,
      cellId: state.cellId,
      openedAt: state.openedAt,
      definition: state.definition.id,
    },
  };
}

export function holdersOf(draft: Draft): Variables['holders'] {
  const holders: Variables['holders'] = {};
  for (const role of Object.keys(draft.compiled.definition.roles)) holders[role] = [];
  for (const { role, partyId, partyKind, memberId } of draft.case.participants)
    holders[role]?.push({ partyId, partyKind, memberId: memberId ?? null });
  return holders;
}
