/** The key that seals webhooks' keys: 32 random bytes in a file of the installation, made at the first start. */
import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const KEY_BYTES = 32;

/** Of several processes that start at once one makes it, whole or not at all, and all read the same. */
export function openSealKey(keysFolder: string): Buffer {
  mkdirSync(keysFolder, { recursive: true, mode: 0o700 });
  const file = join(keysFolder, 'contacts.key');
  const fresh = `${file}.${randomBytes(6).toString('hex')}`;
  const known = readIfThere(file);
  if (known !== null) return known;
  writeFileSync(fresh, randomBytes(KEY_BYTES), { mode: 0o600, flush: true });
  try {
    linkSync(fresh, file);
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  } finally {
    rmSync(fresh, { force: true });
  }
  return readFileSync(file);
}

function readIfThere(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
