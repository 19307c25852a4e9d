/** To whom an offered task or hand-off is shown: everybody who could take it, and nobody else. */
import type { CaseState, Handoff, Task } from './case-state.ts';
import type { CompiledDefinition } from './compiled.ts';
import { separationsOf } from './separation.ts';

export interface Audience {
  /** Only these parties; null: every party of the kinds. */
  partyIds: string[] | null;
  /** Only these members; null: every member of those parties. */
  memberIds: string[] | null;
  partyKinds: string[];
  /** All needed. */
  qualifications: string[];
  /** Members and parties that separation of duties keeps out. */
  exceptMemberIds: string[];
  exceptPartyIds: string[];
}

export function audienceOf(
  compiled: CompiledDefinition,
  state: CaseState,
  offered: Task | Handoff,
): Audience {
  const rule = compiled.definition.roles[offered.role];
  if (rule === undefined) throw new Error(`role ${offered.role} is not in the definition`);
  const addressed =
    'taskId' in offered && 'reservedFor' in offered ? offered.reservedFor : addressee(offered as Handoff);
  const holders = state.participants.filter(({ role }) => role === offered.role);
  const office = rule.sameParty === undefined ? [] : partiesIn(state, rule.sameParty);
  const isFull = 'reservedFor' in offered && holders.length >= (rule.atMost ?? 1);
  const partyIds =
    addressed?.partyId !== undefined
      ? [addressed.partyId]
      : isFull
        ? holders.map(({ partyId }) => partyId)
        : office.length > 0
          ? office
          : null;
  const named = isFull && holders.every(({ memberId }) => memberId !== undefined);
  const memberIds =
    addressed?.memberId !== undefined
      ? [addressed.memberId]
      : named
        ? holders.flatMap(({ memberId }) => memberId ?? [])
        : null;
  const kept = keptOut(compiled, state, offered.role);
  return {
    partyIds,
    memberIds,
    partyKinds: rule.party,
    qualifications: rule.qualifications ?? [],
    exceptMemberIds: kept.memberIds,
    exceptPartyIds: [...kept.partyIds, ...('declinedBy' in offered ? offered.declinedBy : [])],
  };
}

export function isInAudience(
  audience: Audience,
  viewer: {
    memberId: string | null;
    partyId: string | null;
    partyKind: string | null;
    qualifications: string[];
  },
): boolean {
  const { memberId, partyId, partyKind, qualifications } = viewer;
  if (memberId === null || partyId === null || partyKind === null) return false;
  return (
    audience.partyKinds.includes(partyKind) &&
    audience.qualifications.every((wanted) => qualifications.includes(wanted)) &&
    (audience.partyIds?.includes(partyId) ?? true) &&
    (audience.memberIds?.includes(memberId) ?? true) &&
    !audience.exceptMemberIds.includes(memberId) &&
    !audience.exceptPartyIds.includes(partyId)
  );
}

function addressee({ to }: Handoff): { partyId?: string; memberId?: string } | null {
  if (to === null) return null;
  return { partyId: to.partyId, ...(to.memberId === null ? {} : { memberId: to.memberId }) };
}

const partiesIn = (state: CaseState, role: string) =>
  state.participants.filter((participant) => participant.role === role).map(({ partyId }) => partyId);

function keptOut({ definition }: CompiledDefinition, state: CaseState, role: string) {
  const memberIds: string[] = [];
  const partyIds: string[] = [];
  for (const { role: other, level } of separationsOf(definition, role)) {
    const acted = [...state.acts, ...state.participants].filter((given) => given.role === other);
    if (level === 'party') partyIds.push(...acted.map(({ partyId }) => partyId));
    else memberIds.push(...acted.flatMap(({ memberId }) => memberId ?? []));
  }
  return { memberIds: [...new Set(memberIds)], partyIds: [...new Set(partyIds)] };
}
