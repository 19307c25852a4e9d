/** What is known of each open text: its parts and names, and those of the last version that did parse. */
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { namesOf, type Names } from './names.ts';
import { readTree, type Span, type Tree } from './tree.ts';

interface Outline {
  tree: Tree;
  names: Names;
}

export interface Analysis extends Outline {
  document: TextDocument;
  /** The newest version without an error of syntax; its places may be out of date. */
  good: Outline | null;
}

const CACHE_LIMIT = 200;

export class Analyses {
  readonly #byUri = new Map<string, Analysis>();

  of(document: TextDocument): Analysis {
    const before = this.#byUri.get(document.uri);
    if (before?.document === document && before.tree.text === document.getText()) return before;
    const tree = readTree(document.getText());
    const names = namesOf(tree);
    const good = tree.broken ? (before?.good ?? null) : { tree, names };
    const analysis = { document, tree, names, good };
    if (this.#byUri.size >= CACHE_LIMIT) this.#byUri.clear();
    this.#byUri.set(document.uri, analysis);
    return analysis;
  }

  forget(uri: string): void {
    this.#byUri.delete(uri);
  }
}

/** Newest first: where a name is looked up when the text does not parse. */
export function outlines({ tree, names, good }: Analysis): Outline[] {
  return good && good.tree !== tree ? [{ tree, names }, good] : [{ tree, names }];
}

export function rangeOf(document: TextDocument, [start, end]: Span) {
  return { start: document.positionAt(start), end: document.positionAt(end) };
}

/** Whether a text is a workflow definition, and not some other YAML or a file of tests. */
export function isDefinition(document: TextDocument): boolean {
  return !/\.test\.(ya?ml|json)$/i.test(document.uri) && isDefinitionText(document.getText());
}

export function isDefinitionText(text: string): boolean {
  return /^\s*["']?(procedure|custody|states)["']?\s*:/m.test(text);
}
