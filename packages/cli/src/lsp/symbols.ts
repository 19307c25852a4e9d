/** The parts of a definition as a tree: its sections, and its states with their blocks. */
import { SymbolKind, type DocumentSymbol } from 'vscode-languageserver';
import type { Language } from '@gongzhi/engine';
import { rangeOf, type Analysis } from './analysis.ts';
import type { Part, Path } from './tree.ts';
import { textAt } from './words.ts';

const SECTIONS = {
  basis: SymbolKind.Key,
  roles: SymbolKind.Interface,
  forms: SymbolKind.Struct,
  events: SymbolKind.Event,
  clocks: SymbolKind.Constant,
  documents: SymbolKind.File,
} as const;
const BLOCKS = ['task', 'handoff', 'effect', 'case', 'await'];
const DEPTH_LIMIT = 20;

export function symbolsOf({ document, tree }: Analysis, language: Language): DocumentSymbol[] {
  const symbol = (part: Part, kind: SymbolKind, children: DocumentSymbol[]): DocumentSymbol => {
    const title = textAt(tree, [...part.path, 'title']) ?? textAt(tree, [...part.path, 'x-title']);
    const key = part.key ?? [part.value[0], part.value[0]];
    return {
      name: String(part.path.at(-1)) || '?',
      kind,
      range: rangeOf(document, [key[0], Math.max(key[1], part.value[1])]),
      selectionRange: rangeOf(document, key),
      children,
      ...(title ? { detail: title[language] } : {}),
    };
  };
  const keyed = (path: Path) => tree.children(path).filter(({ key }) => key !== null);
  const states = (path: Path, depth: number): DocumentSymbol[] =>
    depth > DEPTH_LIMIT
      ? []
      : keyed(path).map((part) =>
          symbol(part, SymbolKind.Class, [
            ...BLOCKS.flatMap((kind) =>
              keyed([...part.path, kind]).map((block) => symbol(block, SymbolKind.Method, [])),
            ),
            ...states([...part.path, 'states'], depth + 1),
          ]),
        );
  const sections = Object.entries(SECTIONS).flatMap(([name, kind]) => {
    const part = tree.part([name]);
    if (!part?.key) return [];
    return [
      symbol(
        part,
        SymbolKind.Namespace,
        keyed([name]).map((inner) => symbol(inner, kind, [])),
      ),
    ];
  });
  const top = tree.part(['states']);
  const around = top?.key ? [symbol(top, SymbolKind.Namespace, states(['states'], 0))] : [];
  return [...sections, ...around].toSorted((a, b) => a.range.start.line - b.range.start.line);
}
