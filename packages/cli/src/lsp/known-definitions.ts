/** The definitions that one may name: the bundled ones, those in the editor's folders, those that are open. */
import { resolve } from 'node:path';
import type { DefinitionSummary } from '@gongzhi/engine';
import { readBundled } from '../workflows.ts';
import type { Analysis } from './analysis.ts';
import { fileUri } from './diagnose.ts';
import { findDefinitionFiles } from './workspace-files.ts';
import { namesIn, readTree, valueOf, type Tree } from './tree.ts';
import { listAt } from './words.ts';

interface Known {
  uri: string;
  summary: DefinitionSummary;
}

export class KnownDefinitions {
  #roots: readonly string[] = [];
  #stored: Promise<Known[]> | undefined;

  /** Folders of the editor. */
  lookIn(roots: readonly string[]): void {
    this.#roots = roots;
    this.#stored = undefined;
  }

  /** Files have changed: they are read again when they are next asked for. */
  forget(): void {
    this.#stored = undefined;
  }

  /** By id; one in the folders stands before the bundled one, and an open one before both. */
  async with(open: readonly Analysis[]): Promise<Map<string, Known>> {
    this.#stored ??= readStored(this.#roots);
    const opened = open.flatMap(({ document, tree }) => known(document.uri, tree));
    return new Map([...(await this.#stored), ...opened].map((one) => [one.summary.id, one]));
  }
}

/** In the order of their versions: the newest of an id is the last. */
async function readStored(roots: readonly string[]): Promise<Known[]> {
  const found = (await findDefinitionFiles(roots)).flatMap(({ file, source }) =>
    known(fileUri(file), readTree(source)),
  );
  return [...(await readBundledKnown()), ...found.toSorted((a, b) => a.summary.version - b.summary.version)];
}

async function readBundledKnown(): Promise<Known[]> {
  try {
    const files = await readBundled();
    return files.flatMap(({ file, source }) => known(fileUri(resolve(file)), readTree(source)));
  } catch (cause) {
    // Outside of the repository there may be none.
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw cause;
  }
}

function known(uri: string, tree: Tree): Known[] {
  const id = valueOf(tree, ['id']);
  if (id === undefined) return [];
  const version = Number(valueOf(tree, ['version'])) || 1;
  return [
    { uri, summary: { id, version, openBy: listAt(tree, ['open', 'by']), roles: namesIn(tree, ['roles']) } },
  ];
}
