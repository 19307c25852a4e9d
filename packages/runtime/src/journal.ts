/**
 * The hash chain of a case's journal: an altered, removed, inserted or reordered entry is found by anybody who has the
 * entries; a truncated one by whoever kept a signed head.
 *
 *   stateHash  = SHA-256 of the case's canonical JSON (RFC 8785) after the entry
 *   hash       = SHA-256 of {"entry":<entry>,"previousHash":<hash before>,"stateHash":<stateHash>}, canonical too
 */
import { canonicalJson, sha256, type CaseState, type JournalEntry } from '@gongzhi/engine';

/** What the first entry of a case has before it. */
export const FIRST_HASH = '0'.repeat(64);

export interface SealedEntry {
  entry: JournalEntry;
  /** Canonical JSON of the entry: what is stored and hashed. */
  text: string;
  stateHash: string;
  previousHash: string;
  hash: string;
}

/** The canonical JSON of a state, part by part: a step shares what it did not change with the state before. */
export interface StateText {
  keys: string[];
  parts: unknown[];
  texts: string[];
  /** The whole: the snapshot. */
  text: string;
}

/** `before` is the text of the state before, if it is known: what is the same object there needs no work. */
export function seal(
  entry: JournalEntry,
  state: CaseState,
  previousHash: string,
  before: StateText | null,
): { sealed: SealedEntry; stateText: StateText } {
  const stateText = textOf(state, before);
  const text = canonicalJson(entry);
  const stateHash = sha256(stateText.text);
  const hash = entryHash(text, stateHash, previousHash);
  return { sealed: { entry, text, stateHash, previousHash, hash }, stateText };
}

function textOf(state: CaseState, before: StateText | null): StateText {
  const own = Object.keys(state);
  const keys = before !== null && before.keys.length === own.length ? before.keys : own.sort();
  const parts: unknown[] = [];
  const texts: string[] = [];
  let text = '{';
  for (const [index, key] of keys.entries()) {
    const part: unknown = state[key as never];
    const same = before !== null && before.keys === keys && before.parts[index] === part;
    const partText = same ? before.texts[index]! : `"${key}":${canonicalJson(part)}`;
    parts.push(part);
    texts.push(partText);
    text += index === 0 ? partText : `,${partText}`;
  }
  return { keys, parts, texts, text: `${text}}` };
}

export function entryHash(text: string, stateHash: string, previousHash: string): string {
  return sha256(`{"entry":${text},"previousHash":"${previousHash}","stateHash":"${stateHash}"}`);
}
