/** Where the cursor is, also in a line that is not finished: the text is read with a mark put there. */
import { charactersOf } from './expressions.ts';
import { namesIn, readTree, TEXT_LIMIT, type Path } from './tree.ts';

export interface Cursor {
  on: 'key' | 'value';
  /** Of the value; of a key, of the object that it is in. */
  path: Path;
  /** What is written before the cursor in that key or value. */
  before: string;
  /** Keys that are there already. */
  beside: string[];
  quoted: boolean;
}

const MARK = 'zzcursorzz';
const BARE_BEFORE = /^\s*(?:- +)*[\w.-]*$/;
const BARE_AFTER = /^[\w.-]*\s*$/;

/** Mostly one; two where a line may become a key or a value. */
export function cursorsAt(text: string, offset: number): Cursor[] {
  if (text.length > TEXT_LIMIT) return [];
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  const before = text.slice(start, offset);
  const after = text.slice(offset, end < 0 ? undefined : end);
  const isBare = BARE_BEFORE.test(before) && BARE_AFTER.test(after);
  const rest = end < 0 ? '' : text.slice(end);
  const readWith = (line: string) => findMark(`${text.slice(0, offset)}${line}${rest}`);
  if (!isBare) return readWith(`${MARK}${after}`);
  const asKey = readWith(`${MARK}${after.trimEnd()}:`);
  // Beside other keys it can only be one more.
  if (asKey.some(({ beside }) => beside.length > 0)) return asKey;
  return [...asKey, ...readWith(`${MARK}${after.trimEnd()}`)];
}

function findMark(text: string): Cursor[] {
  const tree = readTree(text);
  for (const { path, key, text: written } of tree.parts) {
    const name = String(path.at(-1));
    if (key && name.includes(MARK)) {
      const around = path.slice(0, -1);
      const beside = namesIn(tree, around).filter((one) => one !== name);
      const quoted = /["']/.test(text[key[0] - 1] ?? '');
      return [{ on: 'key', path: around, before: name.slice(0, name.indexOf(MARK)), beside, quoted }];
    }
    if (!written?.value.includes(MARK)) continue;
    const { text: characters } = charactersOf(text, written);
    const before = characters.slice(0, characters.indexOf(MARK));
    const beside = tree.children(path.slice(0, -1)).flatMap((part) => part.text?.value ?? []);
    return [{ on: 'value', path, before, beside, quoted: written.style !== 'plain' }];
  }
  return [];
}
