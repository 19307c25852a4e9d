/** Who somebody is when they act: the member with its party, and what both are qualified for now. */
import type { Actor } from '@gongzhi/engine';
import { directoryErrors } from '../directory-errors.ts';
import type { HeldQualification } from '../directory.ts';
import { MemberRow, PartyRow } from '../store/directory-rows.ts';
import type { Store } from '../store/open.ts';
import { storable } from '../store/storable.ts';
import type { Grant, Scope } from './grants.ts';
import { inForce, qualificationsOf } from './qualifications.ts';
import { createRecent } from './recent.ts';

/** A member and its party as they were read, at most 5 s ago. */
export interface Person {
  memberId: string;
  partyId: string;
  partyKind: string;
  partyCellId: string | null;
  held: HeldQualification[];
  grants: Grant[];
  /** Both the member and its party. */
  active: boolean;
}

export interface Actors {
  /** null: unknown, or not active. */
  find(memberId: string): Promise<Person | null>;
  /** Refuses with GZ_MEMBER_UNKNOWN who is unknown or not active. */
  read(memberId: string): Promise<Person>;
  forget(): void;
}

export function createActors(store: Store): Actors {
  const persons = createRecent((memberId) => readPerson(store, memberId));

  async function find(memberId: string): Promise<Person | null> {
    const person = await persons.get(memberId);
    return person?.active === true ? person : null;
  }

  return {
    find,
    async read(memberId) {
      const person = await find(memberId);
      if (person === null) throw directoryErrors.error('GZ_MEMBER_UNKNOWN', { memberId });
      return person;
    },
    forget: () => persons.forget(),
  };
}

export function actorOf(person: Person, now: number): Actor {
  return {
    memberId: person.memberId,
    partyId: person.partyId,
    partyKind: person.partyKind,
    qualifications: inForce(person.held, now),
    ...(person.grants.includes('operator') ? { operator: true as const } : {}),
  };
}

/** What a member may do through the API at all; roles decide the rest. */
export function scopesOf(grants: readonly Grant[]): Scope[] {
  return [
    'read',
    'act',
    ...(grants.some((grant) => grant === 'author' || grant === 'administrator')
      ? (['publish'] as const)
      : []),
    ...(grants.includes('administrator') ? (['administer'] as const) : []),
    ...(grants.includes('operator') ? (['operate'] as const) : []),
  ];
}

async function readPerson(store: Store, memberId: string): Promise<Person | undefined> {
  const em = store.em();
  const member = await em.findOne(MemberRow, { memberId: storable(memberId) });
  if (member === null) return undefined;
  const party = await em.findOne(PartyRow, { partyId: member.partyId });
  if (party === null) return undefined;
  const ofMember = await qualificationsOf(em, 'member', [memberId]);
  const ofParty = await qualificationsOf(em, 'party', [party.partyId]);
  return {
    memberId,
    partyId: party.partyId,
    partyKind: party.kind,
    partyCellId: party.cellId ?? null,
    held: [...(ofMember.get(memberId) ?? []), ...(ofParty.get(party.partyId) ?? [])],
    grants: member.grants as Grant[],
    active: member.active && party.active,
  };
}
