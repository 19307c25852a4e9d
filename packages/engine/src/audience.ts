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
  /** Members and parties that are kept out: by separation of duties, because they offer it, or have declined. */
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
  const holders = state.participants.filter(({ role }) => role === offered.role);
  const kept = keptOut(compiled, state, offered.role);
  const narrowed = addressed(offered);
  if (rule.sameParty !== undefined) {
    const office = state.participants.filter(({ role }) => role === rule.sameParty);
    if (office.length > 0) narrowed.partyIds = both(narrowed.partyIds, idsOf(office));
  }
  // A task of a role that is full, or that nobody may take by a claim, is for its holders.
  const isClosed = holders.length >= (rule.atMost ?? 1) || rule.appoint === 'named';
  if (isTask(offered) && isClosed) {
    narrowed.partyIds = both(narrowed.partyIds, idsOf(holders));
    if (holders.every(({ memberId }) => memberId !== undefined))
      narrowed.memberIds = both(
        narrowed.memberIds,
        holders.flatMap(({ memberId }) => memberId ?? []),
      );
  }
  return {
    ...narrowed,
    partyKinds: rule.party,
    qualifications: rule.qualifications ?? [],
    exceptMemberIds: kept.memberIds,
    exceptPartyIds: [...kept.partyIds, ...(isTask(offered) ? [] : notAsked(offered))],
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

interface Narrowed {
  partyIds: string[] | null;
  memberIds: string[] | null;
}

const isTask = (offered: Task | Handoff): offered is Task => 'reservedFor' in offered;

function addressed(offered: Task | Handoff): Narrowed {
  const to = isTask(offered) ? offered.reservedFor : offered.to;
  return {
    partyIds: typeof to?.partyId === 'string' ? [to.partyId] : null,
    memberIds: typeof to?.memberId === 'string' ? [to.memberId] : null,
  };
}

/** Of an offer to all: who makes it, and who has declined. */
const notAsked = ({ to, from, declinedBy }: Handoff): string[] =>
  to === null ? [from.partyId, ...declinedBy] : declinedBy;

const both = (a: string[] | null, b: string[]): string[] =>
  a === null ? b : a.filter((id) => b.includes(id));

const idsOf = (holders: { partyId: string }[]): string[] => [
  ...new Set(holders.map(({ partyId }) => partyId)),
];

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
