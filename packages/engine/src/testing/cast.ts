/** Who plays in a test or a simulation, and what the directory would answer about them. */
import type { Actor, FactQuery, Facts, Holder } from '../command.ts';
import { factKey } from '../command.ts';
import type { Definition, Role } from '../definition.ts';

export interface Cast {
  members: Record<string, CastMember>;
  /** Parties that have no member here, or hold qualifications themselves. */
  parties: Record<string, { kind: string; qualifications: string[] }>;
  /** Stewards by grid cell. */
  grid: Record<string, string>;
  /** The party that answers for a qualification, whatever the cell. */
  offices: Record<string, string>;
}

export interface CastMember {
  party: string;
  kind: string;
  qualifications: string[];
  operator?: boolean;
}

/** The engine itself: clocks, effects, other cases. */
export const SYSTEM: Actor = {
  memberId: 'system',
  partyId: 'system',
  partyKind: 'system',
  qualifications: [],
  system: true,
};

export function actorOf(cast: Cast, memberId: string): Actor {
  const member = cast.members[memberId];
  if (!member) throw new Error(`expected a member of the cast, got ${memberId}`);
  return {
    memberId,
    partyId: member.party,
    partyKind: member.kind,
    qualifications: [...member.qualifications, ...(cast.parties[member.party]?.qualifications ?? [])],
    ...(member.operator ? { operator: true as const } : {}),
  };
}

/** A holder by a member's or a party's id; null: neither is in the cast. */
export function holderOf(cast: Cast, id: string): Holder | null {
  const member = cast.members[id];
  if (member) return { partyId: member.party, partyKind: member.kind, memberId: id };
  const partyKind =
    cast.parties[id]?.kind ?? Object.values(cast.members).find(({ party }) => party === id)?.kind;
  return partyKind === undefined ? null : { partyId: id, partyKind };
}

/** What the directory would say. */
export function answer(cast: Cast, queries: FactQuery[]): Facts {
  return Object.fromEntries(queries.map((query) => [factKey(query), answerOne(cast, query)]));
}

function answerOne(cast: Cast, query: FactQuery): Holder | null {
  const id =
    query.kind === 'grid'
      ? cast.grid[query.cellId]
      : query.kind === 'office'
        ? cast.offices[query.qualification]
        : query.kind === 'party'
          ? query.partyId
          : query.memberId;
  return id === undefined ? null : holderOf(cast, id);
}

/** A cast for a definition that brings none: one member for each role, at a party of its own. */
export function castFor(definition: Definition): Cast {
  const cast: Cast = { members: {}, parties: {}, grid: {}, offices: {} };
  for (const [name, role] of Object.entries(definition.roles)) {
    const party = `${name}-party`;
    cast.members[name] = { party, kind: role.party[0]!, qualifications: role.qualifications ?? [] };
    appointTo(cast, name, party, role);
  }
  return cast;
}

/** Where a role is filled at the opening: the cell that such a case lies in. */
export const SIMULATED_CELL = 'cell-1';

function appointTo(cast: Cast, member: string, party: string, role: Role): void {
  if (role.appoint === 'grid') cast.grid[SIMULATED_CELL] = member;
  else if (typeof role.appoint === 'object') {
    cast.offices[role.appoint.office] = party;
    const own = (cast.parties[party] ??= { kind: role.party[0]!, qualifications: [] });
    own.qualifications.push(role.appoint.office);
  }
}
