/** The file of tests beside a definition, as the editor has it or from the disk. */
import { readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { testFileOf } from '../workflows.ts';
import { TEXT_LIMIT } from './tree.ts';

export async function readTestFile(
  uri: string,
  open: (uri: string) => TextDocument | undefined,
): Promise<TextDocument | null> {
  if (!/\.(ya?ml|json)$/.test(uri)) return null;
  const tests = testFileOf(uri);
  const opened = open(tests);
  if (opened) return opened;
  if (!tests.startsWith('file:')) return null;
  try {
    const file = fileURLToPath(tests);
    if ((await stat(file)).size > TEXT_LIMIT) return null;
    return TextDocument.create(tests, 'yaml', 0, await readFile(file, 'utf8'));
  } catch (cause) {
    // There is none, it may not be read, or the address names no file of this machine.
    if (typeof (cause as NodeJS.ErrnoException).code === 'string') return null;
    throw cause;
  }
}
