/** Files of the editor's folders that may be definitions: not many, not deep, none that tools keep to themselves. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isDefinitionText } from './analysis.ts';
import { TEXT_LIMIT } from './tree.ts';

const FILE_LIMIT = 60;
const FOLDER_LIMIT = 500;
const DEPTH_LIMIT = 4;

export interface FoundFile {
  file: string;
  source: string;
}

export async function findDefinitionFiles(roots: readonly string[]): Promise<FoundFile[]> {
  const found: FoundFile[] = [];
  const folders = roots.map((folder) => ({ folder, depth: 0 }));
  for (let index = 0; index < folders.length && index < FOLDER_LIMIT; index++) {
    const { folder, depth } = folders[index]!;
    for (const entry of await listFolder(folder)) {
      const path = join(folder, entry.name);
      const isKept = entry.name.startsWith('.') || entry.name === 'node_modules';
      if (entry.isDirectory() && depth < DEPTH_LIMIT && !isKept)
        folders.push({ folder: path, depth: depth + 1 });
      if (!entry.isFile() || !/(?<!\.test)\.(ya?ml)$/i.test(entry.name)) continue;
      const source = await readSmall(path);
      if (source !== null && isDefinitionText(source)) found.push({ file: path, source });
      if (found.length >= FILE_LIMIT) return found;
    }
  }
  return found;
}

async function listFolder(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (cause) {
    return nothingIfUnreadable(cause, []);
  }
}

async function readSmall(file: string): Promise<string | null> {
  try {
    return (await stat(file)).size > TEXT_LIMIT ? null : await readFile(file, 'utf8');
  } catch (cause) {
    return nothingIfUnreadable(cause, null);
  }
}

/** A file or folder that went away meanwhile or may not be read is as if it were not there. */
function nothingIfUnreadable<Nothing>(cause: unknown, nothing: Nothing): Nothing {
  if (typeof (cause as NodeJS.ErrnoException).code === 'string') return nothing;
  throw cause;
}
