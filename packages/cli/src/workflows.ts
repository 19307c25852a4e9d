/** The bundled definitions: those that `workflows/index.yaml` lists, in the order in which they are published. */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = new URL('../../../workflows/', import.meta.url);

/** The index is a plain list, a file a line. */
function bundled(): string[] {
  const index = readFileSync(new URL('index.yaml', FOLDER), 'utf8');
  return [...index.matchAll(/^\s*-\s+(\S+\.yaml)\s*$/gm)].map(([, file]) => file!);
}

export interface SourceFile {
  /** As it is shown: relative to where the command was typed. */
  file: string;
  source: string;
}

export function readBundled(): Promise<SourceFile[]> {
  return readFiles(bundledFiles());
}

export function bundledFiles(): string[] {
  return bundled().map(shown);
}

export function readFiles(files: readonly string[]): Promise<SourceFile[]> {
  return Promise.all(files.map(async (file) => ({ file, source: await readFile(file, 'utf8') })));
}

/** A file as it is, or a bundled definition by its id: `mediation`. */
export function fileOf(name: string): string {
  if (/\.(ya?ml|json)$/.test(name)) return name;
  const file = bundled().findLast((one) => one.startsWith(`${name}/`));
  return file === undefined ? name : shown(file);
}

/** Where the tests of a definition lie: v1.yaml → v1.test.yaml. */
export function testFileOf(file: string): string {
  return file.replace(/(\.test)?\.(ya?ml|json)$/, '.test.yaml');
}

const shown = (file: string) => relative(process.cwd(), fileURLToPath(new URL(file, FOLDER)));
