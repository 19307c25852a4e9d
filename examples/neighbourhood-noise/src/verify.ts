/** `gongzhi verify`, as anybody would run it: a process on a database file. And somebody who changes one byte of one. */
import { execFile } from 'node:child_process';
import { copyFile, readFile, stat, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Language } from '@gongzhi/engine';

const COMMAND = fileURLToPath(new URL('main.ts', import.meta.resolve('@gongzhi/cli')));

export interface Verified {
  exitCode: number;
  output: string;
}

export function runVerify(databaseFile: string, folder: string, language: Language): Promise<Verified> {
  const words = [
    COMMAND,
    'verify',
    '--database',
    `file:${databaseFile}`,
    '--lang',
    language === 'zh-CN' ? 'zh' : 'en',
  ];
  const env = { ...process.env, GONGZHI_FOLDER: folder, NO_COLOR: '1' };
  return new Promise((resolve) => {
    execFile(process.execPath, words, { env }, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : Number(error.code);
      resolve({ exitCode, output: exitCode > 1 ? stdout + stderr : stdout });
    });
  });
}

/** Copies a database file that is not being written to, with what has not reached its main part yet. */
export async function copyDatabase(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  const log = `${from}-wal`;
  if (
    await stat(log).then(
      ({ size }) => size > 0,
      () => false,
    )
  )
    await copyFile(log, `${to}-wal`);
}

/**
 * Writes another letter over one byte of the file, inside a sentence that stands in the journal and nowhere else.
 * No database is asked: this is what a disk, or somebody with a hex editor, does.
 */
export async function changeOneByte(file: string, sentence: string, from: string, to: string): Promise<void> {
  const bytes = await readFile(file);
  const found = bytes.indexOf(sentence);
  if (found < 0 || bytes.includes(sentence, found + 1))
    throw new Error(
      `expected the sentence once in ${file}, got ${found < 0 ? 'none' : 'several'}: ${sentence}`,
    );
  const at = found + Buffer.from(sentence.slice(0, sentence.indexOf(from))).length;
  bytes.write(to, at);
  await writeFile(file, bytes);
}
