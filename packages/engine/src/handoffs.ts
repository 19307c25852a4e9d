/**
 * Hand-offs: custody of a case, or a task, passes between parties. Offered, then accepted, declined, recalled or
 * lapsed; custody changes on acceptance and at no other time.
 */
import { leave, takeRole, unfit } from './authority.ts';
import type { CustodyPeriod, Handoff } from './case-state.ts';
import type { Holder } from './command.ts';
import type { Block } from './compiled.ts';
import { makeId, note, refuse, type Draft } from './draft.ts';
import { evaluateIn } from './evaluate-in.ts';
import { checkReason } from './forms-of.ts';
import type { Refusal } from './errors.ts';
import { engineErrors } from './refusals.ts';
import type { JsonObject } from './text.ts';

type HandoffOf = Extract<Block, { kind: 'handoff' }>;

/** How long a person's offer waits for its answer, elapsed time. */
export const OFFER_LIMIT_MS = 24 * 60 * 60 * 1000;

/** What follows: the block's event for the machine, or the task that the actor takes over. */
export interface HandoffAnswer {
  event: string | null;
  payload: JsonObject;
  taskId: string | null;
}

export function openHandoff(
  draft: Draft,
  { name, state, rule }: HandoffOf,
  data: JsonObject,
  payload: JsonObject,
) {
  withdrawHandoffs(draft, (handoff) => handoff.of === 'case');
  const partyId = rule.party === undefined ? null : evaluateIn(draft, rule.party, data, payload);
  if (partyId !== null && typeof partyId !== 'string')
    throw new Error(`handoff ${name}: expected party to be a party's id, got ${JSON.stringify(partyId)}`);
  const { custodian } = draft.case;
  offer(draft, {
    handoffId: makeId(draft),
    name,
    state,
    of: 'case',
    taskId: null,
    role: rule.to,
    from: { partyId: custodian.partyId, memberId: custodian.memberId },
    to: partyId === null ? null : { partyId, memberId: null },
    reason: draft.command.reason ?? null,
    offeredAt: draft.now,
    lapsesAt: null,
    declinedBy: [],
  });
}

/** Refuses with GZ_HANDOFF_NOT_YOURS, GZ_HANDOFF_ROLE, GZ_HANDOFF_PENDING, GZ_REASON_REQUIRED. */
export function offerCustody(draft: Draft, role: string, to: Holder) {
  mustBeCustodian(draft);
  const roles = draft.compiled.definition.custody.roles ?? [];
  if (!roles.includes(role))
    refuse(engineErrors.refuse('GZ_HANDOFF_ROLE', { role, roles: roles.join(', ') || '–' }));
  checkReason(draft, 'required', role);
  const pending = draft.case.handoffs.find(({ of }) => of === 'case');
  if (pending !== undefined)
    refuse(engineErrors.refuse('GZ_HANDOFF_PENDING', { handoff: pending.handoffId }));
  offer(draft, {
    handoffId: makeId(draft),
    name: null,
    state: null,
    of: 'case',
    taskId: null,
    role,
    from: { partyId: draft.case.custodian.partyId, memberId: draft.command.actor.memberId },
    to: { partyId: to.partyId, memberId: to.memberId ?? null },
    reason: draft.command.reason ?? null,
    offeredAt: draft.now,
    lapsesAt: draft.now + OFFER_LIMIT_MS,
    declinedBy: [],
  });
}

/** Refuses with GZ_HANDOFF_NOT_OPEN, GZ_HANDOFF_NOT_FOR_YOU and what `takeRole` refuses with. */
export function acceptHandoff(draft: Draft, handoffId: string): HandoffAnswer {
  const handoff = findHandoff(draft, handoffId);
  mustBeAddressed(draft, handoff);
  close(draft, handoff, 'handoff.accepted');
  if (handoff.taskId !== null) return answer(handoff, 'accepted', {});
  passCustody(draft, handoff);
  const { actor } = draft.command;
  return answer(handoff, 'accepted', { partyId: actor.partyId, memberId: actor.memberId });
}

/** Needs a reason. An offer to every party stays open for the others. */
export function declineHandoff(draft: Draft, handoffId: string): HandoffAnswer {
  const handoff = findHandoff(draft, handoffId);
  mustBeAddressed(draft, handoff);
  checkReason(draft, 'required', handoff.name ?? handoff.role);
  const { actor, reason } = draft.command;
  if (handoff.to === null) {
    const declined: Handoff = { ...handoff, declinedBy: [...handoff.declinedBy, actor.partyId] };
    draft.case.handoffs = draft.case.handoffs.map((given) => (given === handoff ? declined : given));
    note(draft, 'handoff.declined', handoff.name ?? handoff.role, {
      id: handoffId,
      by: actor.memberId,
    });
    return { event: null, payload: {}, taskId: null };
  }
  close(draft, handoff, 'handoff.declined');
  return answer(handoff, 'declined', { partyId: actor.partyId, reason: reason ?? '' });
}

export function recallHandoff(draft: Draft, handoffId: string): HandoffAnswer {
  const handoff = findHandoff(draft, handoffId);
  const { actor } = draft.command;
  if (
    handoff.from.partyId !== actor.partyId ||
    (handoff.of === 'task' && handoff.from.memberId !== actor.memberId)
  )
    refuse(engineErrors.refuse('GZ_HANDOFF_NOT_YOURS'));
  close(draft, handoff, 'handoff.recalled');
  return answer(handoff, 'recalled', {});
}

/** Nobody answered an offer of a person in time: it is as if it had not been made. */
export function lapseHandoff(draft: Draft, handoffId: string) {
  const handoff = findHandoff(draft, handoffId);
  if (handoff.lapsesAt === null || handoff.lapsesAt > draft.now)
    refuse(
      engineErrors.refuse('GZ_CLOCK_NOT_DUE', {
        clock: handoff.handoffId,
        due: handoff.lapsesAt === null ? '–' : new Date(handoff.lapsesAt).toISOString(),
      }),
    );
  close(draft, handoff, 'handoff.lapsed');
}

/** Withdraws hand-offs whose ground is gone: the state was left, the task is done. */
export function withdrawHandoffs(draft: Draft, gone: (handoff: Handoff) => boolean) {
  for (const handoff of draft.case.handoffs.filter(gone)) close(draft, handoff, 'handoff.withdrawn');
}

function offer(draft: Draft, handoff: Handoff) {
  draft.case.handoffs = [...draft.case.handoffs, handoff];
  note(draft, 'handoff.offered', handoff.name ?? handoff.role, { id: handoff.handoffId });
}

function close(
  draft: Draft,
  handoff: Handoff,
  how: 'handoff.accepted' | 'handoff.declined' | 'handoff.recalled' | 'handoff.lapsed' | 'handoff.withdrawn',
) {
  draft.case.handoffs = draft.case.handoffs.filter((given) => given.handoffId !== handoff.handoffId);
  note(draft, how, handoff.name ?? handoff.role, {
    id: handoff.handoffId,
    by: draft.command.actor.memberId,
  });
}

const answer = ({ name, taskId }: Handoff, what: string, payload: JsonObject): HandoffAnswer => ({
  event: name === null ? null : `${name}.${what}`,
  payload,
  taskId,
});

function passCustody(draft: Draft, handoff: Handoff) {
  const { actor } = draft.command;
  const { role } = handoff;
  const holders = draft.case.participants.filter((participant) => participant.role === role);
  const full = holders.length >= (draft.compiled.definition.roles[role]?.atMost ?? 1);
  if (full && !holders.some(({ partyId }) => partyId === actor.partyId)) leave(draft, role);
  takeRole(draft, role, false);
  const next = {
    role,
    partyId: actor.partyId,
    partyKind: actor.partyKind,
    memberId: actor.memberId,
  };
  const period: CustodyPeriod = {
    ...next,
    fromAt: draft.now,
    toAt: null,
    handoffId: handoff.handoffId,
  };
  draft.case.custody = [
    ...draft.case.custody.map((given) => (given.toAt === null ? { ...given, toAt: draft.now } : given)),
    period,
  ];
  draft.case.custodian = next;
  note(draft, 'custody.passed', role, { id: actor.partyId, by: actor.memberId });
}

function findHandoff(draft: Draft, handoffId: string): Handoff {
  const handoff = draft.case.handoffs.find((given) => given.handoffId === handoffId);
  return handoff ?? refuse(engineErrors.refuse('GZ_HANDOFF_NOT_OPEN', { handoff: handoffId }));
}

/** Why the actor may not answer the hand-off; null: it may. */
export function mayAnswer(draft: Draft, { handoffId, to, declinedBy, from, role }: Handoff): Refusal | null {
  const { actor } = draft.command;
  const addressed =
    to === null
      ? !declinedBy.includes(actor.partyId) && from.partyId !== actor.partyId
      : to.partyId === actor.partyId && (to.memberId === null || to.memberId === actor.memberId);
  if (!addressed) return engineErrors.refuse('GZ_HANDOFF_NOT_FOR_YOU', { handoff: handoffId });
  return unfit(draft, role, actor);
}

function mustBeAddressed(draft: Draft, handoff: Handoff) {
  const refusal = mayAnswer(draft, handoff);
  if (refusal !== null) refuse(refusal);
}

/** The custodian, or a colleague who is fit for the custodian's role. */
export function isCustodian(draft: Draft): boolean {
  const { custodian } = draft.case;
  const { actor } = draft.command;
  return custodian.partyId === actor.partyId && unfit(draft, custodian.role, actor) === null;
}

function mustBeCustodian(draft: Draft) {
  if (!isCustodian(draft)) refuse(engineErrors.refuse('GZ_HANDOFF_NOT_YOURS'));
}
