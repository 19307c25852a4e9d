/** Where the name under the cursor is declared, and everywhere it is mentioned. */
import type { Hover, Location } from 'vscode-languageserver';
import { outlines, rangeOf, type Analysis } from './analysis.ts';
import { describeName, describeOutside, type Describer } from './describe-name.ts';
import { nameAt } from './names.ts';
import { placeKey, placeValue, type OutsideKind } from './places.ts';
import { wordsAt } from './schema.ts';
import { partAt, type Span } from './tree.ts';

/** `files`: of other definitions, by id. */
export function findDeclaration(
  analysis: Analysis,
  offset: number,
  files: ReadonlyMap<string, string>,
): Location | null {
  const { document, tree, names } = analysis;
  const name = nameAt(names, offset);
  if (name)
    for (const outline of outlines(analysis)) {
      const declaration = outline.names.declaration(name.kind, name.name);
      if (declaration) return { uri: document.uri, range: rangeOf(document, declaration.span) };
    }
  const found = partAt(tree, offset);
  if (found?.on !== 'value' || !found.part.text) return null;
  const { meaning } = placeValue(found.part.path);
  const uri = meaning?.is === 'outside' && meaning.kind === 'definition' && files.get(found.part.text.value);
  const start = { line: 0, character: 0 };
  return uri ? { uri, range: { start, end: start } } : null;
}

export function findReferences(analysis: Analysis, offset: number, withDeclaration: boolean): Location[] {
  const { document, names } = analysis;
  const wanted = nameAt(names, offset);
  if (!wanted) return [];
  return names.all
    .filter(({ kind, name }) => kind === wanted.kind && name === wanted.name)
    .filter(({ declares }) => withDeclaration || !declares)
    .map(({ span }) => ({ uri: document.uri, range: rangeOf(document, span) }));
}

/** What is under the cursor: a name, something a plugin brings, a key of the language. `told`: problems there. */
export function hover(describer: Describer, offset: number, told: readonly string[]): Hover | null {
  const { document } = describer.analysis;
  const found = describeAt(describer, offset);
  const texts = [...told, ...(found?.text ? [found.text] : [])];
  if (texts.length === 0) return null;
  const contents = { kind: 'markdown' as const, value: texts.join('\n\n---\n\n') };
  return found ? { contents, range: rangeOf(document, found.span) } : { contents };
}

function describeAt(describer: Describer, offset: number): { text: string; span: Span } | null {
  const { tree, names } = describer.analysis;
  const name = nameAt(names, offset);
  const text = name && describeName(describer, name.kind, name.name);
  if (name && text) return { text, span: name.span };
  const found = partAt(tree, offset);
  if (!found) return null;
  const { part, on } = found;
  if (on === 'value') {
    const { meaning } = placeValue(part.path);
    const outside =
      part.text && meaning?.is === 'outside' && outsideName(describer, meaning.kind, part.text.value);
    return outside ? { text: describeOutside(describer, outside), span: part.text!.span } : null;
  }
  if (placeKey(part.path).meaning !== null) return null;
  const words = wordsAt(part.path);
  return words && { text: `**${words.title}**\n\n${words.description}`, span: part.key! };
}

function outsideName({ outside }: Describer, kind: OutsideKind, name: string) {
  switch (kind) {
    case 'effect':
      return outside.effects.get(name);
    case 'party-kind':
      return outside.partyKinds.get(name);
    case 'qualification':
      return outside.qualifications.get(name);
    case 'calendar':
      return outside.calendars.get(name);
    default:
      return undefined;
  }
}
