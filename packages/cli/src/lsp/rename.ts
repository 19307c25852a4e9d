/** A new name everywhere at once: in the definition, in its file of tests, in open definitions that open its cases. */
import type { TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Text } from '@gongzhi/engine';
import { text as words } from '../texts.ts';
import { rangeOf, type Analysis } from './analysis.ts';
import { nameAt, namesOf, namesOfTests, statesOf, type Name, type Names } from './names.ts';
import { placeKey, type NameKind } from './places.ts';
import { readTree, valueOf, type Path, type Span, type Tree } from './tree.ts';

export interface RenameContext {
  analysis: Analysis;
  /** The file of tests beside it. */
  tests: TextDocument | null;
  /** Other open definitions. */
  others: readonly Analysis[];
}

type Renamed = { edit: WorkspaceEdit } | { refused: Text };

const RENAMEABLE = new Set<NameKind>([
  'state',
  'role',
  'clock',
  'form',
  'event',
  'block',
  'document',
  'basis',
]);
const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const STATE_NAME = /^[A-Za-z][A-Za-z0-9_-]*$/;
const NAME_LIMIT = 64;
/** YAML reads them as something else than a text. */
const RESERVED = /^(true|false|null)$/i;

/** The name under the cursor, when it is one that this definition declares. */
export function findRenameable(
  { names, tree }: Analysis,
  offset: number,
): { name: Name; span: Span; last: string } | null {
  const name = tree.broken ? undefined : nameAt(names, offset);
  if (!name || !RENAMEABLE.has(name.kind) || !names.declaration(name.kind, name.name)) return null;
  const last = name.kind === 'state' ? name.name.slice(name.name.lastIndexOf('.') + 1) : name.name;
  return { name, span: [name.span[1] - last.length, name.span[1]], last };
}

export function rename(context: RenameContext, offset: number, wanted: string): Renamed {
  const { analysis, tests, others } = context;
  const found = findRenameable(analysis, offset);
  if (!found) return { refused: words('lspNotRenameable') };
  const change: Change = { kind: found.name.kind, name: found.name.name, wanted };
  const pattern = change.kind === 'state' ? STATE_NAME : NAME;
  if (!pattern.test(wanted) || wanted.length > NAME_LIMIT || RESERVED.test(wanted))
    return { refused: words('lspNameWrong', { name: wanted }) };
  if (isTaken(analysis.names, change)) return { refused: words('lspNameTaken', { name: wanted }) };

  const edits = editsFor(analysis.tree, analysis.names, change);
  if (!meansTheSame(analysis, edits, change)) return { refused: words('lspNameTaken', { name: wanted }) };
  // It may open cases of its own kind.
  edits.push(...otherRoleEdits(analysis.tree, valueOf(analysis.tree, ['id']), change));
  const changes: Record<string, TextEdit[]> = {
    [analysis.document.uri]: toTextEdits(analysis.document, edits),
  };
  if (tests) {
    const inTests = testEdits(analysis, tests, change);
    if (inTests.length > 0) changes[tests.uri] = toTextEdits(tests, inTests);
  }
  for (const other of others) {
    const inOther = otherRoleEdits(other.tree, valueOf(analysis.tree, ['id']), change);
    if (inOther.length > 0) changes[other.document.uri] = toTextEdits(other.document, inOther);
  }
  return { edit: { changes } };
}

interface Change {
  kind: NameKind;
  name: string;
  wanted: string;
}

interface Edit {
  span: Span;
  newText: string;
}

function isTaken(names: Names, { kind, name, wanted }: Change): boolean {
  if (wanted === name) return false;
  if (kind === 'state') return names.declaration('state', renamedPath(name, name, wanted)) !== undefined;
  // Blocks and clocks share one namespace: each makes events of its own.
  const kinds: NameKind[] = kind === 'block' || kind === 'clock' ? ['block', 'clock'] : [kind];
  return kinds.some((one) => names.declaration(one, wanted) !== undefined);
}

function editsFor(tree: Tree, names: Names, change: Change): Edit[] {
  const edits: Edit[] = [];
  const bracketed = new Set<Path>();
  for (const name of names.all) {
    if (name.kind !== change.kind) continue;
    if (change.kind === 'state') edits.push(...stateEdits(name, change));
    else if (name.name === change.name) {
      const edit = plainEdit(tree, name, change.wanted);
      edits.push(edit);
      if (edit.newText.startsWith('[')) bracketed.add(name.path);
    }
  }
  return [...edits, ...[...bracketed].flatMap((path) => quoteEdits(tree, path))];
}

/** `holders.name`, or `holders["the-name"]` where the new one is no word of CEL. */
function plainEdit({ text }: Tree, { span, dotted }: Name, wanted: string): Edit {
  if (!dotted || /^\w+$/.test(wanted)) return { span, newText: wanted };
  const line = text.slice(text.lastIndexOf('\n', span[0]) + 1, span[0]);
  const quote = (line.match(/"/g) ?? []).length % 2 === 1 ? "'" : '"';
  return { span: [span[0] - 1, span[1]], newText: `[${quote}${wanted}${quote}]` };
}

/** Between braces a text with brackets must be quoted. */
function quoteEdits(tree: Tree, path: Path): Edit[] {
  const written = tree.part(path)?.text;
  const isInFlow = path.some((_, index) => tree.part(path.slice(0, index))?.flow === true);
  if (written?.style !== 'plain' || !isInFlow || written.value.includes("'")) return [];
  return written.span.map((at) => ({ span: [at, at], newText: "'" }));
}

/** One step of the written path, if the renamed state is among them. */
function stateEdits({ name, span, declares, steps }: Name, change: Change): Edit[] {
  if (name !== change.name && !name.startsWith(`${change.name}.`)) return [];
  if (declares) return name === change.name ? [{ span, newText: change.wanted }] : [];
  if (!steps) return [];
  const depth = change.name.split('.').length - (steps.base === '' ? 0 : steps.base.split('.').length) - 1;
  if (depth < 0) return [];
  const isRelative = steps.written.startsWith('.');
  const parts = steps.written.slice(isRelative ? 1 : 0).split('.');
  if (depth >= parts.length) return [];
  const start = span[0] + (isRelative ? 1 : 0) + parts.slice(0, depth).join('.').length + (depth > 0 ? 1 : 0);
  return [{ span: [start, start + parts[depth]!.length], newText: change.wanted }];
}

function renamedPath(path: string, name: string, wanted: string): string {
  if (path !== name && !path.startsWith(`${name}.`)) return path;
  return `${name.slice(0, name.lastIndexOf('.') + 1)}${wanted}${path.slice(name.length)}`;
}

/** Whether each name means after the edits what it meant before. */
function meansTheSame({ tree, names }: Analysis, edits: Edit[], { kind, name, wanted }: Change): boolean {
  const after = namesOf(readTree(applyEdits(tree.text, edits))).all;
  return (
    after.length === names.all.length &&
    names.all.every((before, index) => {
      const now = after[index]!;
      if (before.kind !== kind) return now.kind === before.kind && now.name === before.name;
      const expected =
        kind === 'state'
          ? renamedPath(before.name, name, wanted)
          : before.name === name
            ? wanted
            : before.name;
      return now.kind === kind && now.name === expected;
    })
  );
}

function applyEdits(text: string, edits: readonly Edit[]): string {
  return edits
    .toSorted((a, b) => b.span[0] - a.span[0])
    .reduce((now, { span, newText }) => now.slice(0, span[0]) + newText + now.slice(span[1]), text);
}

function testEdits(analysis: Analysis, tests: TextDocument, change: Change): Edit[] {
  const tree = readTree(tests.getText());
  if (tree.broken) return [];
  const { all } = namesOfTests(tree, statesOf(analysis.tree));
  const edits = editsFor(tree, { ...analysis.names, all }, change);
  // An open hand-off without a block of its own goes by the name of its role.
  if (change.kind === 'role' && !analysis.names.declaration('block', change.name))
    edits.push(
      ...all
        .filter(({ kind, name }) => kind === 'block' && name === change.name)
        .map(({ span }) => ({ span, newText: change.wanted })),
    );
  // A final state without an outcome gives its name as the outcome.
  if (change.kind === 'state' && isOutcome(analysis.tree, change.name))
    edits.push(
      ...all
        .filter(({ kind, name }) => kind === 'outcome' && name === change.name)
        .map(({ span }) => ({ span, newText: change.wanted })),
    );
  return edits;
}

function isOutcome(tree: Tree, state: string): boolean {
  const path = ['states', state];
  return valueOf(tree, [...path, 'type']) === 'final' && valueOf(tree, [...path, 'outcome']) === undefined;
}

/** `roles: { <role there>: … }` of a case that another definition opens. */
function otherRoleEdits(tree: Tree, id: string | undefined, { kind, name, wanted }: Change): Edit[] {
  if (kind !== 'role' || id === undefined) return [];
  return tree.parts.flatMap(({ path, key }) => {
    const meaning = key && path.at(-1) === name ? placeKey(path).meaning : null;
    const isOther = meaning?.is === 'outside' && meaning.kind === 'other-role';
    return isOther && valueOf(tree, [...path.slice(0, -2), 'definition']) === id
      ? [{ span: key!, newText: wanted }]
      : [];
  });
}

const toTextEdits = (document: TextDocument, edits: readonly Edit[]): TextEdit[] =>
  edits.map(({ span, newText }) => ({ range: rangeOf(document, span), newText }));
