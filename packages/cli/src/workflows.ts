/** The bundled definitions: an explicit list of files, in the order in which they are published. */
import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const BUNDLED = [
  'accountability/v1.yaml',
  'disclosure/v1.yaml',
  'disclosure-proactive/v1.yaml',
  'grid-incident/v1.yaml',
  'hearing/v1.yaml',
  'liaison/v1.yaml',
  'mediation/v1.yaml',
  'service-order/v1.yaml',
];

const FOLDER = new URL('../../../workflows/', import.meta.url);

export interface SourceFile {
  /** As it is shown: relative to where the command was typed. */
  file: string;
  source: string;
}

export function readBundled(): Promise<SourceFile[]> {
  return readFiles(bundledFiles());
}

export function bundledFiles(): string[] {
  return BUNDLED.map((name) => relative(process.cwd(), fileURLToPath(new URL(name, FOLDER))));
}

export function readFiles(files: readonly string[]): Promise<SourceFile[]> {
  return Promise.all(files.map(async (file) => ({ file, source: await readFile(file, 'utf8') })));
}

/** A file as it is, or a bundled definition by its id: `mediation`. */
export function fileOf(name: string): string {
  if (/\.(ya?ml|json)$/.test(name)) return name;
  const bundled = BUNDLED.find((file) => file.startsWith(`${name}/`));
  return bundled === undefined ? name : relative(process.cwd(), fileURLToPath(new URL(bundled, FOLDER)));
}

/** Where the tests of a definition lie: v1.yaml → v1.test.yaml. */
export function testFileOf(file: string): string {
  return file.replace(/(\.test)?\.(ya?ml|json)$/, '.test.yaml');
}
