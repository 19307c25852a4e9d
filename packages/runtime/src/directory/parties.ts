/** Parties: who they are, what they are qualified for, how they are reached. */
import { randomBytes } from 'node:crypto';
import type { Contact } from '@gongzhi/engine';
import { v7 as newId } from 'uuid';
import { directoryErrors } from '../directory-errors.ts';
import type { NewParty, Page, PageRequest, Party } from '../directory.ts';
import { pageLimit, pageOf, readCursor, writeCursor } from '../query/cursor.ts';
import { ContactRow, GridCellRow, PartyRow } from '../store/directory-rows.ts';
import type { EntityManager, Store } from '../store/open.ts';
import { storable } from '../store/storable.ts';
import { checkId, checkList, checkName, checkQualifications, checkText, checkWord, wrong } from './check.ts';
import { holders, qualificationsOf, replaceQualifications } from './qualifications.ts';
import type { Seal } from './seal.ts';

export interface Parties {
  list(filter: PageRequest & { kind?: string; qualification?: string }): Promise<Page<Party>>;
  read(partyId: string): Promise<Party>;
  isKnown(partyId: string): Promise<boolean>;
  save(party: NewParty): Promise<Party>;
  contactsOf(partyId: string): Promise<Contact[]>;
}

export function createParties(store: Store, seal: Seal, now: () => number): Parties {
  return {
    async list(filter) {
      const limit = pageLimit(filter.limit);
      const after = readCursor('parties', ['string'], filter.after);
      const em = store.em();
      const rows = await em.find(
        PartyRow,
        {
          ...(after === null ? {} : { partyId: { $gt: String(after[0]) } }),
          ...(filter.kind === undefined ? {} : { kind: storable(filter.kind) }),
          ...(filter.qualification === undefined
            ? {}
            : {
                $and: [{ partyId: { $in: holders(em, 'party', storable(filter.qualification), now()) } }],
              }),
        },
        { orderBy: { partyId: 'asc' }, limit: limit + 1 },
      );
      const parties = await withParts(em, rows);
      return pageOf(
        parties,
        limit,
        (last) => writeCursor('parties', [last.partyId]),
        (party) => party,
      );
    },

    read: (partyId) => readParty(store.em(), partyId),

    isKnown: async (partyId) => (await store.em().count(PartyRow, { partyId: storable(partyId) })) > 0,

    async save(party) {
      const partyId = party.partyId ?? newId();
      checkParty({ ...party, partyId });
      return store.em().transactional(async (em) => {
        await writeParty(em, partyId, party);
        await replaceQualifications(em, 'party', partyId, party.qualifications ?? []);
        await replaceContacts(em, partyId, party.contacts ?? []);
        return readParty(em, partyId);
      });
    },

    async contactsOf(partyId) {
      const em = store.em();
      const rows = await em.find(ContactRow, { partyId: storable(partyId) }, { orderBy: { place: 'asc' } });
      return rows.map(({ channel, address, secret }) => ({
        channel,
        address,
        ...(secret === null || secret === undefined
          ? {}
          : { secret: seal.open(secret, `${partyId} ${address}`) }),
      }));
    },
  };

  async function writeParty(em: EntityManager, partyId: string, party: NewParty): Promise<void> {
    const cellId = party.cellId ?? null;
    if (cellId !== null && (await em.count(GridCellRow, { cellId })) === 0)
      throw directoryErrors.error('GZ_CELL_UNKNOWN', { cellId });
    const at = now();
    await em.upsert(
      PartyRow,
      {
        partyId,
        kind: party.kind,
        name: { 'zh-CN': party.name['zh-CN'], en: party.name.en },
        cellId,
        active: party.active ?? true,
        createdAt: at,
        changedAt: at,
      },
      { onConflictExcludeFields: ['createdAt'] },
    );
  }

  /** A webhook whose address stays keeps its key: a list never shows it, so nobody could send it back. */
  async function replaceContacts(
    em: EntityManager,
    partyId: string,
    contacts: NonNullable<NewParty['contacts']>,
  ): Promise<void> {
    const before = await em.find(ContactRow, { partyId });
    const kept = new Map(before.map((row) => [`${row.channel} ${row.address}`, row.secret]));
    await em.nativeDelete(ContactRow, { partyId });
    if (contacts.length === 0) return;
    await em.insertMany(
      ContactRow,
      contacts.map(({ channel, address, secret }, place) => {
        const made = channel === 'webhook' ? `whsec_${randomBytes(32).toString('base64')}` : undefined;
        const sealed = (words: string) => seal.close(words, `${partyId} ${address}`);
        const old = kept.get(`${channel} ${address}`);
        const given = secret ?? (old ? undefined : made);
        return {
          partyId,
          place,
          channel,
          address,
          secret: given === undefined ? (old ?? null) : sealed(given),
        };
      }),
    );
  }
}

/** Refuses with GZ_PARTY_UNKNOWN. Parties that are not active are read as well. */
async function readParty(em: EntityManager, partyId: string): Promise<Party> {
  const row = await em.findOne(PartyRow, { partyId: storable(partyId) }, { disableIdentityMap: true });
  const [party] = await withParts(em, row === null ? [] : [row]);
  if (party === undefined) throw directoryErrors.error('GZ_PARTY_UNKNOWN', { partyId });
  return party;
}

async function withParts(em: EntityManager, rows: PartyRow[]): Promise<Party[]> {
  const ids = rows.map((row) => row.partyId);
  const qualifications = await qualificationsOf(em, 'party', ids);
  const contacts = await em.find(
    ContactRow,
    { partyId: { $in: ids } },
    { orderBy: { partyId: 'asc', place: 'asc' }, disableIdentityMap: true },
  );
  return rows.map(({ partyId, kind, name, cellId, active }) => ({
    partyId,
    kind,
    name,
    qualifications: qualifications.get(partyId) ?? [],
    cellId: cellId ?? null,
    contacts: contacts
      .filter((contact) => contact.partyId === partyId)
      .map(({ channel, address }) => ({ channel, address })),
    active,
  }));
}

function checkParty(party: NewParty): void {
  checkId('partyId', party.partyId);
  checkWord('kind', party.kind);
  checkText('name', party.name);
  checkQualifications('qualifications', party.qualifications ?? []);
  checkList('contacts', party.contacts ?? []);
  for (const [index, contact] of (party.contacts ?? []).entries()) checkContact(index, contact);
}

function checkContact(index: number, contact: { channel: string; address: string; secret?: string }): void {
  checkWord(`contacts.${index}.channel`, contact.channel);
  checkName(`contacts.${index}.address`, contact.address, 500);
  const { secret } = contact;
  if (secret !== undefined && (typeof secret !== 'string' || secret.length < 16 || secret.length > 200))
    wrong(`contacts.${index}.secret`, { 'zh-CN': '16 至 200 个字符', en: '16 to 200 characters' }, '…');
}
