/**
 * Signing in with login and password.
 *
 * An attempt is written down before the password is looked at and taken away when it was right, so that any number of
 * attempts at once, in any number of processes, come to at most five wrong ones in 15 minutes for each login. An
 * unknown login costs the same time as a known one and gets the same answer.
 */
import { createHash, randomBytes } from 'node:crypto';
import { v7 as newId } from 'uuid';
import { directoryErrors } from '../directory-errors.ts';
import { MemberRow, SignInAttemptRow, SignInRow } from '../store/directory-rows.ts';
import type { Store } from '../store/open.ts';
import type { Actors } from './actors.ts';
import { normaliseLogin } from './members.ts';
import { isPassword } from './password.ts';

const ATTEMPTS_MAX = 5;
const ATTEMPTS_WINDOW_MS = 15 * 60_000;
const SIGNED_IN_MS = 12 * 60 * 60_000;
const INPUT_LENGTH_MAX = 1_000;

interface SignIns {
  signIn(login: string, password: string): Promise<{ token: string; expiresAt: number; memberId: string }>;
  signOut(token: string): Promise<void>;
  find(tokenHash: string): Promise<{ memberId: string; expiresAt: number } | undefined>;
}

export function createSignIns(store: Store, actors: Actors, now: () => number): SignIns {
  return {
    async signIn(given, password) {
      const login = normaliseLogin(given.slice(0, INPUT_LENGTH_MAX));
      const loginHash = sha256(login);
      await registerAttempt(loginHash);
      const em = store.em();
      const row = await em.findOne(MemberRow, { login });
      const right = await isPassword(password.slice(0, INPUT_LENGTH_MAX), row?.passwordHash ?? null);
      const person = right && row !== null ? await actors.find(row.memberId) : null;
      if (person === null) throw directoryErrors.error('GZ_SIGN_IN_FAILED');
      await em.nativeDelete(SignInAttemptRow, { loginHash });
      await em.nativeDelete(SignInRow, { expiresAt: { $lte: now() } });
      return { ...(await writeSignIn(person.memberId)), memberId: person.memberId };
    },

    async signOut(token) {
      await store.em().nativeDelete(SignInRow, { tokenHash: sha256(token) });
    },

    async find(tokenHash) {
      const row = await store.em().findOne(SignInRow, { tokenHash });
      return row === null ? undefined : { memberId: row.memberId, expiresAt: row.expiresAt };
    },
  };

  async function writeSignIn(memberId: string): Promise<{ token: string; expiresAt: number }> {
    const token = randomBytes(32).toString('base64url');
    const expiresAt = now() + SIGNED_IN_MS;
    await store.em().insert(SignInRow, { tokenHash: sha256(token), memberId, createdAt: now(), expiresAt });
    return { token, expiresAt };
  }

  /** Refuses with GZ_SIGN_IN_TOO_OFTEN. A refused attempt does not make the wait longer. */
  async function registerAttempt(loginHash: string): Promise<void> {
    const em = store.em();
    const at = now();
    const attemptId = newId();
    await em.nativeDelete(SignInAttemptRow, { at: { $lte: at - ATTEMPTS_WINDOW_MS } });
    await em.insert(SignInAttemptRow, { attemptId, loginHash, at });
    const attempts = await em.find(SignInAttemptRow, { loginHash }, { orderBy: { at: 'asc' } });
    if (attempts.length <= ATTEMPTS_MAX) return;
    await em.nativeDelete(SignInAttemptRow, { attemptId });
    const againAt = (attempts[0]?.at ?? at) + ATTEMPTS_WINDOW_MS;
    throw directoryErrors.error(
      'GZ_SIGN_IN_TOO_OFTEN',
      { minutes: Math.max(1, Math.ceil((againAt - at) / 60_000)) },
      { againAt },
    );
  }
}

export const sha256 = (words: string): string => createHash('sha256').update(words).digest('hex');
