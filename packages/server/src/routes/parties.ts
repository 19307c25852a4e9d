import type { FastifyInstance } from 'fastify';
import type { PartyView } from '@gongzhi/api';
import type { Identity, NewParty, Party } from '@gongzhi/runtime';
import type { Context } from '../context.ts';
import { idFrom } from '../idempotency.ts';
import { held } from '../qualifications.ts';
import { route } from '../route.ts';
import { wire } from '../wire.ts';

export function partyRoutes(app: FastifyInstance, { runtime: { directory } }: Context) {
  route(app, 'listParties', async ({ query, identity }) => {
    const page = await directory.parties(query);
    const items = page.items.filter((party) => isListedFor(party, identity));
    return { items: items.map((party) => viewParty(party, identity)), next: page.next };
  });

  route(app, 'readParty', async ({ params, identity }) =>
    viewParty(await directory.party(params.partyId), identity),
  );

  route(app, 'addParty', async ({ body, identity, commandId, reply }) => {
    const party = await directory.saveParty({ ...newParty(body), partyId: idFrom(commandId) });
    reply.header('location', `/v1/parties/${party.partyId}`);
    return viewParty(party, identity);
  });

  route(app, 'saveParty', async ({ params, body, identity }) =>
    viewParty(await directory.saveParty({ ...newParty(body), partyId: params.partyId }), identity),
  );

  route(app, 'listCells', async () => ({ items: await directory.cells() }));

  route(app, 'saveCell', ({ params, body }) => directory.saveCell({ cellId: params.cellId, ...body }));
}

type Given = Omit<NewParty, 'qualifications'> & {
  qualifications?: { name: string; validUntil: string | null }[];
};

function newParty({ qualifications, ...party }: Given): NewParty {
  return { ...party, ...(qualifications ? { qualifications: held(qualifications) } : {}) };
}

/**
 * Whoever has a qualification or a grant looks parties up as their work; others find those with a qualification.
 * So that no resident can list the residents. A party whose id is known, from a case, is read by all.
 */
function isListedFor(party: Party, { actor, grants }: Identity): boolean {
  if (grants.length > 0 || actor.qualifications.length > 0) return true;
  return party.partyId === actor.partyId || party.qualifications.length > 0;
}

/** Contacts are for the party itself and administrators. */
function viewParty({ contacts, ...party }: Party, { actor, grants }: Identity): PartyView {
  const isTheirs = actor.partyId === party.partyId || grants.includes('administrator');
  return wire(isTheirs ? { ...party, contacts } : party);
}
