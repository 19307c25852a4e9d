/** Makes a folder of the installation: database, documents, keys. */
import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { runtimeErrors } from './errors.ts';

/**
 * Makes the folder and those above it, outermost first; what is there stays as it is.
 *
 * Not by `recursive`: in places where nothing can be made, /proc among them, Node's does not come back.
 * Refuses with GZ_FOLDER_NOT_MADE.
 */
export function makeFolder(folder: string, mode = 0o777): void {
  try {
    for (const one of missing(folder)) makeOne(one, mode);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw runtimeErrors.error('GZ_FOLDER_NOT_MADE', { folder, reason: code });
  }
}

function missing(folder: string): string[] {
  const found: string[] = [];
  for (let at = folder; ; at = dirname(at)) {
    const there = statSync(at, { throwIfNoEntry: false });
    if (there?.isDirectory() === true) return found;
    if (there !== undefined) throw Object.assign(new Error(`${at} is a file`), { code: 'ENOTDIR' });
    found.unshift(at);
  }
}

function makeOne(folder: string, mode: number): void {
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    // Another process made it first.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
