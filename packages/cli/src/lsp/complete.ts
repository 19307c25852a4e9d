/** What may be written at the cursor: keys by the JSON Schema, names by what the place means, CEL in expressions. */
import { CompletionItemKind, InsertTextFormat, MarkupKind, type CompletionItem } from 'vscode-languageserver';
import { rangeOf } from './analysis.ts';
import { completeExpression } from './complete-expression.ts';
import { cursorsAt, type Cursor } from './cursor.ts';
import {
  handlerOffers,
  inputOffers,
  nameOffers,
  otherRoleOffers,
  outsideOffers,
  stateOffers,
  type CompleteContext,
  type Offer,
} from './offers.ts';
import { placeKey, placeValue, type Meaning } from './places.ts';
import { propertiesAt, valuesAt } from './schema.ts';
import type { Path } from './tree.ts';

const OFFER_LIMIT = 500;

export function complete(context: CompleteContext, offset: number): CompletionItem[] {
  const { document } = context.analysis;
  const text = document.getText();
  const items = new Map<string, CompletionItem>();
  for (const cursor of cursorsAt(text, offset)) {
    const meaning = cursor.on === 'value' ? placeValue(cursor.path).meaning : null;
    const isCode = meaning?.is === 'expression' || meaning?.is === 'template';
    const [start, end] = wordAround(text, offset, isCode ? /\w/ : /[\w.-]/);
    const needsColon = cursor.on === 'key' && !cursor.quoted && !/^\s*:/.test(text.slice(end, end + 20));
    for (const offer of offersAt(context, cursor, meaning).slice(0, OFFER_LIMIT)) {
      const { label, kind, detail, documentation, rank = 5 } = offer;
      if (items.has(label)) continue;
      items.set(label, {
        label,
        kind,
        sortText: `${rank}${label}`,
        insertTextFormat: InsertTextFormat.PlainText,
        textEdit: {
          range: rangeOf(document, [start, end]),
          newText: needsColon ? `${label}: ` : label,
        },
        ...(detail ? { detail } : {}),
        ...(documentation ? { documentation: { kind: MarkupKind.Markdown, value: documentation } } : {}),
      });
    }
  }
  return [...items.values()];
}

function offersAt(context: CompleteContext, cursor: Cursor, meaning: Meaning | null): Offer[] {
  if (cursor.on === 'key') return keyOffers(context, cursor);
  if (meaning?.is === 'expression' || meaning?.is === 'template')
    return completeExpression(context, cursor, meaning.is === 'template');
  const listed = valuesAt(cursor.path).map((label) => ({ label, kind: CompletionItemKind.EnumMember }));
  return [...listed, ...(meaning ? valueOffers(context, cursor, meaning) : [])].filter(
    ({ label }) => typeof cursor.path.at(-1) !== 'number' || !cursor.beside.includes(label),
  );
}

function keyOffers(context: CompleteContext, { path, beside }: Cursor): Offer[] {
  const { meaning, state } = placeKey([...path, '']);
  const named = namedKeyOffers(context, path, meaning, state);
  const properties = [...propertiesAt(path)].map(([label, { title, description }]) => ({
    label,
    kind: CompletionItemKind.Property,
    rank: 5,
    ...(typeof title === 'string' ? { detail: title } : {}),
    ...(typeof description === 'string' ? { documentation: description } : {}),
  }));
  return [...named, ...properties].filter(({ label }) => !beside.includes(label));
}

function namedKeyOffers(
  context: CompleteContext,
  path: Path,
  meaning: Meaning | null,
  state: string,
): Offer[] {
  if (meaning?.is === 'handler') return handlerOffers(context, state);
  if (meaning?.is === 'name' && !meaning.declares) return nameOffers(context, meaning.kind);
  if (meaning?.is !== 'outside') return [];
  return meaning.kind === 'input' ? inputOffers(context, path) : otherRoleOffers(context, path);
}

function valueOffers(context: CompleteContext, { path }: Cursor, meaning: Meaning): Offer[] {
  if (meaning.is === 'name') return nameOffers(context, meaning.kind);
  if (meaning.is === 'outside') return outsideOffers(context, meaning.kind);
  if (meaning.is !== 'state') return [];
  const { state: source } = placeValue(path);
  if (meaning.way === 'child') return stateOffers(context, source, 'children');
  return stateOffers(context, source, meaning.way === 'full' ? 'all' : 'near');
}

/** The word that the cursor touches: it is replaced. */
function wordAround(text: string, offset: number, letter: RegExp): [start: number, end: number] {
  let start = offset;
  let end = offset;
  while (start > 0 && letter.test(text[start - 1]!) && !isListDash(text, start - 1)) start--;
  while (end < text.length && letter.test(text[end]!)) end++;
  return [start, end];
}

const isListDash = (text: string, at: number) => text[at] === '-' && /^\s/.test(text[at + 1] ?? ' ');
