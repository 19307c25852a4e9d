/**
 * Sessions that `gongzhi sign-in` keeps, a file each server and login, readable by their owner alone.
 *
 * They lie under $XDG_STATE_HOME/gongzhi, or ~/.local/state/gongzhi (XDG Base Directory Specification 0.8). A file that
 * is not there, ended or unreadable is no session; the server has the last word.
 */
import { createHash, randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';

export interface KeptSession {
  server: string;
  login: string;
  token: string;
  /** ISO 8601. */
  expiresAt: string;
}

export interface SessionPlace {
  server: string;
  environment: NodeJS.ProcessEnv;
}

export async function keepSession(place: SessionPlace, session: KeptSession): Promise<void> {
  const file = fileOf(place, session.login);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const fresh = `${file}.${randomBytes(6).toString('hex')}`;
  await writeFile(fresh, `${JSON.stringify(session, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  await chmod(fresh, 0o600);
  await rename(fresh, file);
}

export async function readSession(place: SessionPlace, login: string): Promise<KeptSession | null> {
  try {
    const session = JSON.parse(await readFile(fileOf(place, login), 'utf8')) as Partial<KeptSession>;
    const { token, expiresAt } = session;
    if (typeof token !== 'string' || typeof expiresAt !== 'string') return null;
    return Date.parse(expiresAt) > Date.now() ? (session as KeptSession) : null;
  } catch (cause) {
    if (cause instanceof SyntaxError || (cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw cause;
  }
}

export async function forgetSession(place: SessionPlace, login: string): Promise<void> {
  await rm(fileOf(place, login), { force: true });
}

function fileOf({ server, environment }: SessionPlace, login: string): string {
  const address = URL.canParse(server) ? new URL(server).href : server;
  const name = `${address}\n${login.normalize('NFKC').trim().toLowerCase()}`;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 32);
  return join(stateFolder(environment), 'gongzhi', 'sessions', `${hash}.json`);
}

/** A relative path there is to be ignored, says the specification. */
function stateFolder({ XDG_STATE_HOME: given = '', HOME }: NodeJS.ProcessEnv): string {
  return isAbsolute(given) ? given : join(HOME ?? homedir(), '.local', 'state');
}
