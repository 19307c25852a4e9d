/** Answers the questions that a step asks of the directory: who is responsible where. */
import { factKey, type FactQuery, type Facts, type Holder } from '@gongzhi/engine';
import type { HeldQualification } from '../directory.ts';
import { HeldQualificationRow, PartyRow } from '../store/directory-rows.ts';
import type { Store } from '../store/open.ts';
import { storable } from '../store/storable.ts';
import type { Actors } from './actors.ts';
import { pathUp, type CellTree, type Grid } from './grid.ts';
import { inForce } from './qualifications.ts';
import { createRecent } from './recent.ts';

interface FactBook {
  answer(queries: FactQuery[]): Promise<Facts>;
  tree(): Promise<CellTree>;
  forget(): void;
}

interface Office extends Holder {
  cellId: string | null;
  held: HeldQualification[];
}

export function createFacts(store: Store, grid: Grid, actors: Actors, now: () => number): FactBook {
  const trees = createRecent(async (): Promise<CellTree> => {
    const cells = await grid.list();
    return new Map(cells.map((cell) => [cell.cellId, cell]));
  });
  const offices = createRecent((qualification) => readOffices(store, qualification));
  const parties = createRecent((partyId) => readHolder(store, partyId));

  async function answer(query: FactQuery): Promise<Holder | null> {
    switch (query.kind) {
      case 'grid':
        return steward(query.cellId);
      case 'office':
        return office(query.qualification, query.cellId);
      case 'party':
        return (await parties.get(query.partyId)) ?? null;
      case 'member':
        return member(query.memberId);
    }
  }

  async function member(memberId: string): Promise<Holder | null> {
    const person = await actors.find(memberId);
    return person === null ? null : { partyId: person.partyId, partyKind: person.partyKind, memberId };
  }

  /** A steward who is no longer active counts as none: the cell above answers for it. */
  async function steward(cellId: string): Promise<Holder | null> {
    for (const { stewardMemberId } of pathUp(await trees.get(''), cellId)) {
      const holder = stewardMemberId === null ? null : await member(stewardMemberId);
      if (holder !== null) return holder;
    }
    return null;
  }

  /** Of several parties at one place the first by id, so that the answer is the same each time. */
  async function office(qualification: string, cellId: string | null): Promise<Holder | null> {
    const candidates = (await offices.get(qualification)).filter(
      ({ held }) => inForce(held, now()).length > 0,
    );
    const path = cellId === null ? [] : pathUp(await trees.get(''), cellId).map((cell) => cell.cellId);
    for (const place of [...path, null]) {
      const found = candidates.find((candidate) => candidate.cellId === place);
      if (found !== undefined) return { partyId: found.partyId, partyKind: found.partyKind };
    }
    return null;
  }

  return {
    async answer(queries) {
      const facts: Facts = {};
      for (const query of queries) facts[factKey(query)] = await answer(query);
      return facts;
    },
    tree: () => trees.get(''),
    forget() {
      for (const recent of [trees, offices, parties]) recent.forget();
    },
  };
}

/** Active parties that hold the qualification themselves, by id. */
async function readOffices(store: Store, name: string): Promise<Office[]> {
  const em = store.em();
  const held = await em.find(HeldQualificationRow, { holderKind: 'party', name: storable(name) });
  const validUntil = new Map(held.map((row) => [row.holderId, row.validUntil ?? null]));
  const rows = await em.find(
    PartyRow,
    { partyId: { $in: [...validUntil.keys()] }, active: true },
    { orderBy: { partyId: 'asc' } },
  );
  return rows.map(({ partyId, kind, cellId }) => ({
    partyId,
    partyKind: kind,
    cellId: cellId ?? null,
    held: [{ name, validUntil: validUntil.get(partyId) ?? null }],
  }));
}

async function readHolder(store: Store, partyId: string): Promise<Holder | undefined> {
  const row = await store.em().findOne(PartyRow, { partyId: storable(partyId), active: true });
  return row === null ? undefined : { partyId, partyKind: row.kind };
}
