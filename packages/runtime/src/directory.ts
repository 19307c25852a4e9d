/** Parties, their members, what they are qualified for, the grid, and how they sign in. */
import type { Actor, Contact, Facts, FactQuery, Holder, Viewer } from '@gongzhi/engine';
import { actorOf, createActors, scopesOf, type Person } from './directory/actors.ts';
import { createApiKeys, isApiKey } from './directory/api-keys.ts';
import { createFacts } from './directory/facts.ts';
import { GRANTS, SCOPES, type Grant, type Scope } from './directory/grants.ts';
import { cellsBelow, createGrid } from './directory/grid.ts';
import { createMembers } from './directory/members.ts';
import { createParties } from './directory/parties.ts';
import { createRecent } from './directory/recent.ts';
import { createSeal } from './directory/seal.ts';
import { openSealKey } from './directory/seal-key.ts';
import { createSignIns, sha256 } from './directory/sign-in.ts';
import { directoryErrors } from './directory-errors.ts';
import type { Store } from './store/open.ts';

export { GRANTS, SCOPES, type Grant, type Scope };

export interface Party {
  partyId: string;
  kind: string;
  name: { 'zh-CN': string; en: string };
  qualifications: HeldQualification[];
  /** The grid cell that it is responsible for, with everything below; null: everywhere. */
  cellId: string | null;
  contacts: { channel: string; address: string }[];
  active: boolean;
}

export interface Member {
  memberId: string;
  partyId: string;
  name: string;
  login: string | null;
  qualifications: HeldQualification[];
  /** Beyond acting in cases: repair them, run the installation, publish definitions, supervise a part of the grid. */
  grants: Grant[];
  active: boolean;
}

export interface HeldQualification {
  name: string;
  /** Epoch ms; null: without end. */
  validUntil: number | null;
}

export interface GridCell {
  cellId: string;
  parentId: string | null;
  level: 'district' | 'street' | 'net' | 'cell';
  name: { 'zh-CN': string; en: string };
  stewardMemberId: string | null;
}

/** Who a request comes from, after sign-in or by an API key. */
export interface Identity {
  actor: Actor;
  grants: Grant[];
  /** API keys may be narrower than their member. */
  scopes: Scope[];
  /** What the session or key is, for logs; never the secret. */
  via: string;
}

export interface Page<Item> {
  items: Item[];
  /** Cursor of the next page; null: that was all. */
  next: string | null;
}

export interface PageRequest {
  after?: string;
  /** 1 to 200; 50 when absent. */
  limit?: number;
}

export interface Directory {
  answer(queries: FactQuery[]): Promise<Facts>;
  /** The actor that a member is now. Refuses with GZ_MEMBER_UNKNOWN. */
  actor(memberId: string): Promise<Actor>;
  /** A holder for a hand-off: a party, or one of its members. Refuses with GZ_PARTY_UNKNOWN, GZ_MEMBER_UNKNOWN. */
  holder(target: { partyId: string; memberId?: string }): Promise<Holder>;

  parties(filter: PageRequest & { kind?: string; qualification?: string }): Promise<Page<Party>>;
  party(partyId: string): Promise<Party>;
  saveParty(party: NewParty): Promise<Party>;
  /** `qualification`: active members of active parties that hold it themselves, in force now. */
  members(filter: PageRequest & { partyId?: string; qualification?: string }): Promise<Page<Member>>;
  member(memberId: string): Promise<Member>;
  /** The password, where there is one, is kept as a scrypt hash. */
  saveMember(member: NewMember): Promise<Member>;
  /**
   * Makes the first administrator, and its party when there is none of that id.
   * Refuses with GZ_ADMINISTRATOR_EXISTS when an active member has the grant.
   */
  saveFirstAdministrator(member: NewMember, party: NewParty): Promise<Member>;
  cells(): Promise<GridCell[]>;
  saveCell(cell: GridCell): Promise<GridCell>;

  /** Checks login and password; slow on purpose, limited per login. Refuses with GZ_SIGN_IN_FAILED. */
  signIn(login: string, password: string): Promise<{ token: string; expiresAt: number; identity: Identity }>;
  signOut(token: string): Promise<void>;
  /** null: unknown, ended or revoked. Takes both session tokens and API keys. */
  identify(token: string): Promise<Identity | null>;
  /** As whom somebody reads: a supervisor sees the cases of the party's cell and below, all when it has none. */
  viewer(identity: Identity): Promise<Viewer>;
  /** Contact points with the keys of webhooks, for effects only. */
  contactsOf(partyId: string): Promise<Contact[]>;
  /** The secret is shown once and kept as a SHA-256. */
  createApiKey(key: { memberId: string; name: string; scopes: Scope[]; expiresAt?: number }): Promise<{
    keyId: string;
    secret: string;
  }>;
  apiKeys(memberId: string): Promise<ApiKeyInfo[]>;
  revokeApiKey(keyId: string): Promise<void>;
}

export interface NewParty {
  /** Made when absent; the same id again replaces. */
  partyId?: string;
  kind: string;
  name: { 'zh-CN': string; en: string };
  qualifications?: HeldQualification[];
  cellId?: string | null;
  /** A webhook's `secret` is made when absent and never shown in lists. */
  contacts?: { channel: string; address: string; secret?: string }[];
  active?: boolean;
}

export interface NewMember {
  memberId?: string;
  partyId: string;
  name: string;
  login?: string;
  password?: string;
  qualifications?: HeldQualification[];
  grants?: Grant[];
  active?: boolean;
}

export interface ApiKeyInfo {
  keyId: string;
  name: string;
  scopes: Scope[];
  createdAt: number;
  expiresAt: number | null;
  lastUsedAt: number | null;
  revokedAt: number | null;
}

/** `keysFolder` holds the key that seals webhooks' keys; it is made at the first start. */
export function createDirectory(store: Store, now: () => number, keysFolder: string): Directory {
  const actors = createActors(store);
  const parties = createParties(store, createSeal(openSealKey(keysFolder)), now);
  const members = createMembers(store, now);
  const grid = createGrid(store, now);
  const facts = createFacts(store, grid, actors, now);
  const signIns = createSignIns(store, actors, now);
  const keys = createApiKeys(store, actors, now);
  const signedIn = createRecent((tokenHash) => signIns.find(tokenHash));
  const knownKeys = createRecent((token) => keys.find(token));

  /** Does it, and forgets what was remembered, whether it went well or not. */
  async function change<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } finally {
      for (const recent of [actors, facts, signedIn, knownKeys]) recent.forget();
    }
  }

  async function identifySignIn(token: string): Promise<Identity | null> {
    const tokenHash = sha256(token);
    const found = await signedIn.get(tokenHash);
    if (found === undefined || found.expiresAt <= now()) return null;
    const person = await actors.find(found.memberId);
    if (person === null) return null;
    return identity(person, scopesOf(person.grants), `sign-in:${tokenHash.slice(0, 12)}`);
  }

  async function identifyKey(token: string): Promise<Identity | null> {
    const key = await knownKeys.get(token);
    if (key === undefined || (key.expiresAt !== null && key.expiresAt <= now())) return null;
    const person = await actors.find(key.memberId);
    if (person === null) return null;
    await keys.used(key);
    const scopes = scopesOf(person.grants).filter((scope) => key.scopes.includes(scope));
    return identity(person, scopes, `key:${key.keyId}`);
  }

  /** A key without the scope to operate is not an operator's, whoever it belongs to. */
  function identity(person: Person, scopes: Scope[], via: string): Identity {
    const { operator, ...actor } = actorOf(person, now());
    const operates = operator === true && scopes.includes('operate');
    return {
      actor: operates ? { ...actor, operator } : actor,
      grants: GRANTS.filter((grant) => person.grants.includes(grant) && reaches(grant, scopes)),
      scopes,
      via,
    };
  }

  return {
    answer: (queries) => facts.answer(queries),
    actor: async (memberId) => actorOf(await actors.read(memberId), now()),

    async holder({ partyId, memberId }) {
      const [party] = Object.values(await facts.answer([{ kind: 'party', partyId }]));
      if (party === null || party === undefined) throw directoryErrors.error('GZ_PARTY_UNKNOWN', { partyId });
      if (memberId === undefined) return party;
      const person = await actors.read(memberId);
      if (person.partyId !== partyId) throw directoryErrors.error('GZ_MEMBER_UNKNOWN', { memberId });
      return { ...party, memberId };
    },

    parties: (filter) => parties.list(filter),
    party: (partyId) => parties.read(partyId),
    saveParty: (party) => change(() => parties.save(party)),
    contactsOf: (partyId) => parties.contactsOf(partyId),
    members: (filter) => members.list(filter),
    member: (memberId) => members.read(memberId),
    saveMember: (member) => change(() => members.save(member)),
    saveFirstAdministrator: (member, party) =>
      change(async () => {
        await members.refuseSecondAdministrator();
        if (!(await parties.isKnown(member.partyId))) await parties.save(party);
        return members.save(member, { isFirst: true });
      }),
    cells: () => grid.list(),
    saveCell: (cell) => change(() => grid.save(cell)),

    async signIn(login, password) {
      const { token, expiresAt, memberId } = await signIns.signIn(login, password);
      const person = await actors.read(memberId);
      const via = `sign-in:${sha256(token).slice(0, 12)}`;
      return { token, expiresAt, identity: identity(person, scopesOf(person.grants), via) };
    },
    signOut: (token) => change(() => signIns.signOut(token)),
    identify: (token) => (isApiKey(token) ? identifyKey(token) : identifySignIn(token)),

    async viewer({ actor, grants }) {
      const { memberId, partyId, partyKind, qualifications } = actor;
      const seen = { memberId, partyId, partyKind, qualifications };
      if (!grants.includes('supervisor')) return { ...seen, supervises: null };
      const { partyCellId } = await actors.read(memberId);
      if (partyCellId === null) return { ...seen, supervises: 'all' };
      return { ...seen, supervises: cellsBelow(await facts.tree(), partyCellId) };
    },

    createApiKey: (key) => keys.create(key),
    apiKeys: (memberId) => keys.list(memberId),
    revokeApiKey: (keyId) => change(() => keys.revoke(keyId)),
  };
}

/** Whether a key with these scopes carries the grant; supervising is reading. */
function reaches(grant: Grant, scopes: Scope[]): boolean {
  const needed: Record<Grant, Scope> = {
    operator: 'operate',
    administrator: 'administer',
    author: 'publish',
    supervisor: 'read',
  };
  return scopes.includes(needed[grant]);
}
