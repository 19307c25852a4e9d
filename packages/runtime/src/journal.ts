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

/** `snapshot` is the canonical JSON of the state after the entry, which is stored too. */
export function seal(
  entry: JournalEntry,
  state: CaseState,
  previousHash: string,
): { sealed: SealedEntry; snapshot: string } {
  const snapshot = canonical(state);
  const text = canonical(entry);
  const stateHash = sha256(snapshot);
  const hash = entryHash(text, stateHash, previousHash);
  return { sealed: { entry, text, stateHash, previousHash, hash }, snapshot };
}

/**
 * `canonicalJson`, with the texts of a state's and an entry's parts kept: a step shares what it did not change with the
 * state before, and most of a state does not change.
 */
function canonical(value: CaseState | JournalEntry): string {
  let text = '';
  for (const key of Object.keys(value).sort()) {
    const part: unknown = value[key as never];
    text += `${text === '' ? '{' : ','}"${key}":${typeof part === 'object' && part !== null ? kept(part) : canonicalJson(part)}`;
  }
  return `${text}}`;
}

const texts = new WeakMap<object, string>();

function kept(part: object): string {
  let text = texts.get(part);
  if (text === undefined) {
    text = canonicalJson(part);
    texts.set(part, text);
  }
  return text;
}

export function entryHash(text: string, stateHash: string, previousHash: string): string {
  return sha256(`{"entry":${text},"previousHash":"${previousHash}","stateHash":"${stateHash}"}`);
}
