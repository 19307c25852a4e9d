/** API keys, for systems: `gz_<keyId>_<secret>`, kept as the SHA-256 of the whole. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { directoryErrors } from '../directory-errors.ts';
import type { ApiKeyInfo } from '../directory.ts';
import { ApiKeyRow } from '../store/directory-rows.ts';
import type { Store } from '../store/open.ts';
import { storable } from '../store/storable.ts';
import { scopesOf, type Actors } from './actors.ts';
import { checkInstant, checkList, checkName, checkOneOf, wrong } from './check.ts';
import { SCOPES, type Scope } from './grants.ts';
import { sha256 } from './sign-in.ts';

const API_KEY = /^gz_([0-9a-f]{16})_[A-Za-z0-9_-]{43}$/;
/** How exact `lastUsedAt` is. */
const LAST_USED_STEP_MS = 60_000;

interface NewApiKey {
  memberId: string;
  name: string;
  scopes: Scope[];
  expiresAt?: number;
}

interface KnownKey {
  keyId: string;
  memberId: string;
  scopes: Scope[];
  expiresAt: number | null;
  lastUsedAt: number | null;
}

interface ApiKeys {
  create(key: NewApiKey): Promise<{ keyId: string; secret: string }>;
  list(memberId: string): Promise<ApiKeyInfo[]>;
  revoke(keyId: string): Promise<void>;
  /** undefined: not a key, unknown, or revoked. */
  find(token: string): Promise<KnownKey | undefined>;
  /** Writes down that it was used, at most once a minute. */
  used(key: KnownKey): Promise<void>;
}

export const isApiKey = (token: string): boolean => API_KEY.test(token);

export function createApiKeys(store: Store, actors: Actors, now: () => number): ApiKeys {
  return {
    async create({ memberId, name, scopes, expiresAt }) {
      const { grants } = await actors.read(memberId);
      checkName('name', name);
      checkScopes(scopes, scopesOf(grants));
      if (expiresAt !== undefined) checkExpiry(expiresAt, now());
      const keyId = randomBytes(8).toString('hex');
      const secret = `gz_${keyId}_${randomBytes(32).toString('base64url')}`;
      await store.em().insert(ApiKeyRow, {
        keyId,
        secretHash: sha256(secret),
        memberId,
        name,
        scopes: SCOPES.filter((scope) => scopes.includes(scope)),
        createdAt: now(),
        expiresAt: expiresAt ?? null,
        lastUsedAt: null,
        revokedAt: null,
      });
      return { keyId, secret };
    },

    async list(memberId) {
      const rows = await store
        .em()
        .find(ApiKeyRow, { memberId: storable(memberId) }, { orderBy: { createdAt: 'desc', keyId: 'asc' } });
      return rows.map((row) => ({
        keyId: row.keyId,
        name: row.name,
        scopes: row.scopes as Scope[],
        createdAt: row.createdAt,
        expiresAt: row.expiresAt ?? null,
        lastUsedAt: row.lastUsedAt ?? null,
        revokedAt: row.revokedAt ?? null,
      }));
    },

    async revoke(keyId) {
      const em = store.em();
      if ((await em.count(ApiKeyRow, { keyId: storable(keyId) })) === 0)
        throw directoryErrors.error('GZ_KEY_UNKNOWN', { keyId });
      await em.nativeUpdate(ApiKeyRow, { keyId, revokedAt: null }, { revokedAt: now() });
    },

    async find(token) {
      const keyId = API_KEY.exec(token)?.[1];
      if (keyId === undefined) return undefined;
      const row = await store.em().findOne(ApiKeyRow, { keyId });
      if (row === null || row.revokedAt !== null) return undefined;
      const isSame = timingSafeEqual(Buffer.from(row.secretHash), Buffer.from(sha256(token)));
      if (!isSame) return undefined;
      return {
        keyId,
        memberId: row.memberId,
        scopes: row.scopes as Scope[],
        expiresAt: row.expiresAt ?? null,
        lastUsedAt: row.lastUsedAt ?? null,
      };
    },

    async used(key) {
      const at = now();
      if (key.lastUsedAt !== null && at - key.lastUsedAt < LAST_USED_STEP_MS) return;
      key.lastUsedAt = at;
      await store.em().nativeUpdate(ApiKeyRow, { keyId: key.keyId }, { lastUsedAt: at });
    },
  };
}

function checkScopes(scopes: Scope[], allowed: Scope[]): void {
  checkList('scopes', scopes);
  if (scopes.length === 0) wrong('scopes', { 'zh-CN': '至少一项', en: 'at least one' }, scopes);
  for (const [index, scope] of scopes.entries()) checkOneOf(`scopes.${index}`, scope, allowed);
}

function checkExpiry(expiresAt: number, now: number): void {
  checkInstant('expiresAt', expiresAt);
  if (expiresAt <= now) wrong('expiresAt', { 'zh-CN': '将来的时刻', en: 'an instant to come' }, expiresAt);
}
