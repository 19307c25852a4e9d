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

/** A state, with the canonical JSON of each of its parts: the next state shares those that did not change. */
export interface StateText {
  state: CaseState;
  /** Sorted. */
  keys: string[];
  /** `"key":value`, by key. */
  texts: string[];
}

/** `before` is the text of the state before, if it is known: what is the same object there needs no work. */
export function seal(
  entry: JournalEntry,
  state: CaseState,
  previousHash: string,
  before: StateText | null,
): { sealed: SealedEntry; stateText: StateText; snapshot: string } {
  const stateText = textOf(state, before);
  const snapshot = `{${stateText.texts.join(',')}}`;
  const text = canonicalJson(entry);
  const stateHash = sha256(snapshot);
  const hash = entryHash(text, stateHash, previousHash);
  return { sealed: { entry, text, stateHash, previousHash, hash }, stateText, snapshot };
}

function textOf(state: CaseState, before: StateText | null): StateText {
  const own = Object.keys(state);
  const isAlike = before !== null && before.keys.length === own.length;
  const keys = isAlike ? before.keys : own.toSorted();
  const texts: string[] = [];
  for (let index = 0; index < keys.length; index += 1) {
    const key = keys[index]!;
    const part: unknown = state[key as never];
    const isSame = isAlike && before.state[key as never] === part;
    texts.push(isSame ? before.texts[index]! : `"${key}":${canonicalJson(part)}`);
  }
  return { state, keys, texts };
}

export function entryHash(text: string, stateHash: string, previousHash: string): string {
  return sha256(`{"entry":${text},"previousHash":"${previousHash}","stateHash":"${stateHash}"}`);
}
