/**
 * What the machine's trace means for the case: blocks begin when their state is entered and end when it is left,
 * actions act in between, in the order in which it happened.
 */
import { appoint, leave } from './authority.ts';
import type { Holder } from './command.ts';
import type { Block } from './compiled.ts';
import { clockNames, type Action, type CaseBlock, type EffectBlock } from './definition.ts';
import { endClock, resumeClock, startClock, stopClock } from './clocks.ts';
import { issueDocument } from './case-documents.ts';
import { fact, holdersOf, makeId, note, refuse, type Draft } from './draft.ts';
import { evaluateFields, evaluateIn } from './evaluate-in.ts';
import { openHandoff, withdrawHandoffs } from './handoffs.ts';
import type { Trace } from './machine.ts';
import { engineErrors } from './refusals.ts';
import { openTask, withdrawTasks } from './tasks.ts';
import type { JsonObject } from './text.ts';
import { Temporal } from 'temporal-polyfill';

export function follow(draft: Draft, trace: Trace[], payload: JsonObject) {
  for (const happened of trace)
    switch (happened.kind) {
      case 'took':
        note(draft, 'transition.taken', String(happened.transition));
        break;
      case 'left':
        leaveState(draft, happened.state);
        break;
      case 'entered':
        enterState(draft, happened.state, happened.data, payload);
        break;
      case 'action':
        act(draft, happened.action, happened.data, payload);
        break;
    }
}

function enterState(draft: Draft, state: string, data: JsonObject, payload: JsonObject) {
  note(draft, 'state.entered', state);
  const { node } = stateOf(draft, state);
  for (const name of clockNames(node)) startClock(draft, name, state, data, payload);
  for (const name of node.stops ?? []) stopClock(draft, name);
  for (const block of blocksOf(draft, state)) beginBlock(draft, block, data, payload);
}

/** Ends what lives in the state. */
export function leaveState(draft: Draft, state: string) {
  const { node } = stateOf(draft, state);
  withdrawTasks(draft, state);
  withdrawHandoffs(draft, (handoff) => handoff.state === state && handoff.of === 'case');
  for (const effect of draft.case.effects.filter((given) => given.state === state)) {
    draft.cancelledEffects.push(effect.effectId);
    note(draft, 'effect.cancelled', effect.name, { id: effect.effectId });
  }
  draft.case.effects = draft.case.effects.filter((effect) => effect.state !== state);
  for (const waiting of draft.case.awaits.filter((given) => given.state === state))
    note(draft, 'await.cancelled', waiting.name, { id: waiting.awaitId });
  draft.case.awaits = draft.case.awaits.filter((given) => given.state !== state);
  for (const name of node.stops ?? []) resumeClock(draft, name);
  for (const name of clockNames(node)) endClock(draft, name);
  note(draft, 'state.left', state);
}

export function beginBlock(draft: Draft, block: Block, data: JsonObject, payload: JsonObject) {
  switch (block.kind) {
    case 'task':
      return openTask(draft, block, data, payload);
    case 'handoff':
      return openHandoff(draft, block, data, payload);
    case 'effect': {
      const effectId = requestEffect(draft, block.rule, data, payload, true);
      draft.case.effects = [
        ...draft.case.effects,
        { effectId, name: block.name, state: block.state, use: block.rule.use },
      ];
      return;
    }
    case 'case':
      return openCase(draft, block.rule, data, payload, block.name, block.state);
    case 'await': {
      const correlation = evaluateIn(draft, block.rule.correlate, data, payload);
      const waiting = {
        awaitId: makeId(draft),
        name: block.name,
        state: block.state,
        message: block.rule.message,
        correlation: String(correlation),
      };
      draft.case.awaits = [...draft.case.awaits, waiting];
      note(draft, 'await.registered', block.name, { id: waiting.awaitId });
    }
  }
}

export function act(draft: Draft, action: Action, data: JsonObject, payload: JsonObject) {
  if ('issue' in action) issueDocument(draft, action.issue, data, payload);
  else if ('effect' in action) requestEffect(draft, action.effect, data, payload, false);
  else if ('open' in action) openCase(draft, action.open, data, payload, null, null);
}

/** `appoint` and `dismiss`, at their place inside the macrostep; answers who holds what from then on. */
export function changeRole(draft: Draft, action: Action, data: JsonObject, payload: JsonObject) {
  if ('appoint' in action) {
    const { role, party, member } = action.appoint;
    const partyId = idOf(evaluateIn(draft, party, data, payload), `appoint ${role}: party`);
    const memberId =
      member === undefined
        ? undefined
        : idOf(evaluateIn(draft, member, data, payload), `appoint ${role}: member`);
    const known = fact(
      draft,
      memberId === undefined ? { kind: 'party', partyId } : { kind: 'member', memberId },
    );
    if (known === null || (known !== undefined && known.partyId !== partyId))
      refuse(
        engineErrors.refuse('GZ_APPOINTEE_UNKNOWN', { role, appointee: memberId ?? partyId, party: partyId }),
      );
    if (known !== undefined) appoint(draft, role, known);
  } else if ('dismiss' in action) {
    const { role, party } = action.dismiss;
    leave(
      draft,
      role,
      party === undefined
        ? undefined
        : idOf(evaluateIn(draft, party, data, payload), `dismiss ${role}: party`),
    );
  }
  return holdersOf(draft);
}

function requestEffect(
  draft: Draft,
  rule: EffectBlock,
  data: JsonObject,
  payload: JsonObject,
  awaited: boolean,
): string {
  const effectId = makeId(draft);
  draft.effects.push({
    effectId,
    use: rule.use,
    input: evaluateFields(draft, rule.input, data, payload),
    awaited,
    timeoutMs: rule.timeout === undefined ? null : milliseconds(rule.timeout),
    retry:
      rule.retry === undefined
        ? null
        : { limit: rule.retry.limit, backoffMs: milliseconds(rule.retry.backoff) },
  });
  note(draft, 'effect.requested', rule.use, { id: effectId });
  return effectId;
}

/** Key under which the custodian that opens a case is handed to it, to take the role that opens. */
export const OPENER = '@opener';

function openCase(
  draft: Draft,
  rule: CaseBlock,
  data: JsonObject,
  payload: JsonObject,
  name: string | null,
  state: string | null,
) {
  const linkId = makeId(draft);
  const { custodian, participants } = draft.case;
  const asHolder: Holder = { partyId: custodian.partyId, partyKind: custodian.partyKind };
  const holders: Record<string, Holder[]> = { [OPENER]: [asHolder] };
  for (const [there, here] of Object.entries(rule.roles ?? {}))
    holders[there] =
      here === 'custodian'
        ? [asHolder]
        : participants
            .filter(({ role }) => role === here)
            .map(({ role: _role, sinceAt: _sinceAt, ...holder }) => holder);
  draft.case.children = [
    ...draft.case.children,
    { linkId, name, state, definition: rule.definition, caseId: null, outcome: null },
  ];
  draft.openings.push({
    linkId,
    definition: rule.definition,
    payload: evaluateFields(draft, rule.payload, data, payload),
    holders,
    title: rule.title?.['zh-CN'] ?? null,
    cellId: draft.case.cellId,
    at: draft.now,
  });
  note(draft, 'child.requested', rule.definition, { id: linkId });
}

function stateOf(draft: Draft, path: string) {
  const state = draft.compiled.states.get(path);
  if (state === undefined) throw new Error(`state ${path} is not in the definition`);
  return state;
}

function blocksOf(draft: Draft, state: string): Block[] {
  return draft.compiled.blocksByState.get(state) ?? [];
}

function idOf(value: unknown, what: string): string {
  if (typeof value !== 'string' || value === '')
    throw new Error(`${what}: expected an id, got ${JSON.stringify(value)}`);
  return value;
}

const milliseconds = (duration: string) => Temporal.Duration.from(duration).total('milliseconds');
