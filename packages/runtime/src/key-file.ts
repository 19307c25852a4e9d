/** A key of the installation in a file of its own, made at the first start. */
import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { makeFolder } from './folder.ts';

/** Of several processes that start at once one makes it, whole or not at all, and all read the same. */
export function openKeyFile(keysFolder: string, name: string, make: () => Buffer | string): Buffer {
  makeFolder(resolve(keysFolder), 0o700);
  const file = join(keysFolder, name);
  const known = readIfThere(file);
  if (known !== null) return known;
  const fresh = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(fresh, make(), { mode: 0o600, flush: true });
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
