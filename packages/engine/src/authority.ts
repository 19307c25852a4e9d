/**
 * Who may act in which role. One place for all paths in: events, tasks, hand-offs, extensions and appointments all
 * ask here, so that separation of duties cannot be walked around.
 */
import type { Actor, Holder } from './command.ts';
import type { Act, CaseState, Participant } from './case-state.ts';
import type { Role } from './definition.ts';
import { note, refuse, type Draft } from './draft.ts';
import type { Refusal } from './errors.ts';
import { engineErrors } from './refusals.ts';
import { separationsOf } from './separation.ts';

/**
 * The role in which the actor does something that needs one of `roles`; joins it where it is free for the actor.
 *
 * Refuses with GZ_NOT_A_PARTICIPANT, GZ_ROLE_NOT_QUALIFIED, GZ_DUTIES_SEPARATE.
 */
export function actAs(draft: Draft, roles: string[]): string {
  const found = roleFor(draft, roles);
  if (typeof found !== 'string') return refuse(found);
  recordAct(draft, found);
  return found;
}

/** The same without acting: for `possible`. */
export function roleFor(draft: Draft, roles: string[]): string | Refusal {
  const { actor } = draft.command;
  const held = roles.filter((role) => holdsRole(draft.case, role, actor));
  const open = roles.filter((role) => !held.includes(role) && mayStepIn(draft, role));
  let first: Refusal | null = null;
  for (const role of [...held, ...open]) {
    const refusal = unfit(draft, role, actor);
    if (refusal === null) return role;
    first ??= refusal;
  }
  return first ?? engineErrors.refuse('GZ_NOT_A_PARTICIPANT', { roles: roles.join(', ') });
}

/** Takes a role by a claim or an accepted hand-off; a holder of it just acts. Refuses like `unfit`. */
export function takeRole(draft: Draft, role: string, byClaim: boolean) {
  const refusal = mayTake(draft, role, byClaim);
  if (refusal !== null) refuse(refusal);
  recordAct(draft, role);
}

/** Why the actor may not take the role; null: it may. `byClaim`: of its own accord, not by a hand-off. */
export function mayTake(draft: Draft, role: string, byClaim: boolean): Refusal | null {
  const { actor } = draft.command;
  const isClosed = isFull(draft, role) || (byClaim && roleRule(draft, role).appoint === 'named');
  if (!holdsRole(draft.case, role, actor) && isClosed)
    return engineErrors.refuse('GZ_NOT_A_PARTICIPANT', { roles: role });
  return unfit(draft, role, actor);
}

export function holdsRole(
  state: CaseState,
  role: string,
  actor: Pick<Actor, 'partyId' | 'memberId'>,
): boolean {
  return state.participants.some((participant) => participant.role === role && isOf(participant, actor));
}

const isOf = (holder: Holder, actor: Pick<Actor, 'partyId' | 'memberId'>) =>
  holder.partyId === actor.partyId && (holder.memberId === undefined || holder.memberId === actor.memberId);

/** A free role of an office may be stepped into by a qualified member of a party that is in the case already. */
function mayStepIn(draft: Draft, name: string): boolean {
  const role = roleRule(draft, name);
  const { actor } = draft.command;
  if (role.supervises === true) return true;
  if (role.appoint === 'named') return false;
  if (isFull(draft, name) || (role.qualifications ?? []).length === 0) return false;
  return (
    draft.case.custodian.partyId === actor.partyId ||
    draft.case.participants.some(({ partyId }) => partyId === actor.partyId)
  );
}

function isFull(draft: Draft, role: string): boolean {
  const held = draft.case.participants.filter((participant) => participant.role === role).length;
  return held >= (roleRule(draft, role).atMost ?? 1);
}

/** Why the actor is unfit for the role, whoever holds it: kind, qualification, party, separation of duties. */
export function unfit(draft: Draft, name: string, actor: Actor): Refusal | null {
  const role = roleRule(draft, name);
  const lacking = (role.qualifications ?? []).filter((wanted) => !actor.qualifications.includes(wanted));
  if (!role.party.includes(actor.partyKind) || lacking.length > 0)
    return engineErrors.refuse('GZ_ROLE_NOT_QUALIFIED', {
      role: name,
      kinds: role.party.join(' / '),
      qualifications: (role.qualifications ?? []).join(', ') || '–',
    });
  if (role.sameParty !== undefined) {
    const office = draft.case.participants.filter(({ role: held }) => held === role.sameParty);
    if (office.length > 0 && !office.some(({ partyId }) => partyId === actor.partyId))
      return engineErrors.refuse('GZ_NOT_A_PARTICIPANT', { roles: name });
  }
  return separated(draft, name, actor);
}

function separated(draft: Draft, name: string, actor: Pick<Actor, 'partyId' | 'memberId'>): Refusal | null {
  for (const { role: other, level } of separationsOf(draft.compiled.definition, name)) {
    const same = (holder: { partyId: string; memberId?: string }) =>
      holder.partyId === actor.partyId && (level === 'party' || holder.memberId === actor.memberId);
    const acted =
      draft.case.acts.some((act) => act.role === other && same(act)) ||
      draft.case.participants.some((participant) => participant.role === other && same(participant));
    if (acted) return engineErrors.refuse('GZ_DUTIES_SEPARATE', { role: name, acted: other });
  }
  return null;
}

/** Writes down that the actor acted in the role, and makes its party a participant if it was not. */
export function recordAct(draft: Draft, role: string) {
  const { actor } = draft.command;
  if (actor.system === true) return;
  if (!holdsRole(draft.case, role, actor))
    join(draft, role, { partyId: actor.partyId, partyKind: actor.partyKind });
  const act: Act = { role, memberId: actor.memberId, partyId: actor.partyId };
  const known = draft.case.acts.some((given) => given.role === role && given.memberId === act.memberId);
  if (!known) draft.case.acts = [...draft.case.acts, act];
}

/** Adds a holder. The caller has checked that it may. */
export function join(draft: Draft, role: string, holder: Holder) {
  const participant: Participant = { role, ...holder, sinceAt: draft.now };
  draft.case.participants = [...draft.case.participants, participant];
  note(draft, 'participant.joined', role, {
    id: holder.partyId,
    ...(holder.memberId ? { by: holder.memberId } : {}),
  });
}

export function leave(draft: Draft, role: string, partyId?: string) {
  const gone = (participant: Participant) =>
    participant.role === role && (partyId === undefined || participant.partyId === partyId);
  for (const participant of draft.case.participants.filter(gone))
    note(draft, 'participant.left', role, { id: participant.partyId });
  draft.case.participants = draft.case.participants.filter((participant) => !gone(participant));
}

/** Lets the actor into a full role in the place of `giver`: a member's colleague shares it, another party replaces. */
export function makeRoom(draft: Draft, role: string, giver: string) {
  const { partyId } = draft.command.actor;
  if (partyId !== giver) return leave(draft, role, giver);
  draft.case.participants = draft.case.participants.map((participant) => {
    if (participant.role !== role || participant.partyId !== giver) return participant;
    const { memberId: _memberId, ...shared } = participant;
    return shared;
  });
}

/**
 * Appoints a holder by the definition's own action. Refuses with GZ_ROLE_NOT_QUALIFIED (kind), GZ_ROLE_FULL,
 * GZ_DUTIES_SEPARATE; qualifications are checked when the holder acts.
 */
export function appoint(draft: Draft, role: string, holder: Holder) {
  const rule = roleRule(draft, role);
  if (!rule.party.includes(holder.partyKind))
    refuse(
      engineErrors.refuse('GZ_ROLE_NOT_QUALIFIED', {
        role,
        kinds: rule.party.join(' / '),
        qualifications: (rule.qualifications ?? []).join(', ') || '–',
      }),
    );
  const held = draft.case.participants.some(
    (given) => given.role === role && given.partyId === holder.partyId && given.memberId === holder.memberId,
  );
  if (held) return;
  if (isFull(draft, role)) refuse(engineErrors.refuse('GZ_ROLE_FULL', { role, atMost: rule.atMost ?? 1 }));
  const refusal = separated(draft, role, {
    partyId: holder.partyId,
    memberId: holder.memberId ?? '',
  });
  if (refusal !== null) refuse(refusal);
  join(draft, role, holder);
}

function roleRule(draft: Draft, name: string): Role {
  const role = draft.compiled.definition.roles[name];
  if (role === undefined) throw new Error(`role ${name} is not in the definition`);
  return role;
}
