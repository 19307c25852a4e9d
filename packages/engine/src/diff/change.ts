/** What is different between two definitions: one sentence each, its weight, and its place in both files. */
import type { DefinitionRef } from '../case-state.ts';
import type { Path } from '../source.ts';
import type { Text } from '../text.ts';

/**
 * In the order in which they are shown.
 *
 *   breaking        a running case, or a system that sends to it, relies on what is not there any more
 *   different       something else happens, and which way is not decided: another target, another formula
 *   stricter        somebody may do less, must do more, or has less time
 *   looser          the opposite
 *   same-behaviour  words, citations, the order of declarations
 */
export const CHANGE_CLASSES = ['breaking', 'different', 'stricter', 'looser', 'same-behaviour'] as const;
export type ChangeClass = (typeof CHANGE_CLASSES)[number];

export type ChangedPart =
  | 'definition'
  | 'state'
  | 'transition'
  | 'guard'
  | 'action'
  | 'task'
  | 'handoff'
  | 'effect'
  | 'case'
  | 'await'
  | 'clock'
  | 'role'
  | 'event'
  | 'form'
  | 'data'
  | 'visibility'
  | 'document'
  | 'custody'
  | 'opening'
  | 'basis';

export interface Change {
  class: ChangeClass;
  kind: 'added' | 'removed' | 'moved' | 'renamed' | 'changed';
  part: ChangedPart;
  /** A state's full path, or the name of a role, clock, task …; of the older one where it was renamed. */
  name: string;
  words: Text;
  /** Path in each definition; null: it is not in that one. */
  before: Path | null;
  after: Path | null;
}

export type PairKind = 'same' | 'changed' | 'moved' | 'renamed' | 'added' | 'removed';

export interface Comparison {
  before: DefinitionRef;
  after: DefinitionRef;
  changes: Change[];
  /** Every state of either, by full path. */
  states: { before: string | null; after: string | null; kind: PairKind }[];
  /** Every transition of either, by its id. */
  transitions: { before: number | null; after: number | null; kind: PairKind }[];
}

export type Words = Text | string | number;

/** A sentence in both languages; `{name}` is filled in. */
export function say(chinese: string, english: string, args: Record<string, Words> = {}): Text {
  return { 'zh-CN': fill(chinese, args, 'zh-CN'), en: fill(english, args, 'en') };
}

function fill(words: string, args: Record<string, Words>, language: keyof Text): string {
  return words.replace(/\{(\w+)\}/g, (place, name: string) => {
    const value = args[name];
    if (value === undefined) return place;
    return typeof value === 'object' ? value[language] : String(value);
  });
}

/** A part by its title, with its name: “答复”(reply). */
export function called(title: Text | undefined, name: string): Text {
  if (title === undefined) return { 'zh-CN': `“${name}”`, en: `“${name}”` };
  return { 'zh-CN': `“${title['zh-CN']}”（${name}）`, en: `“${title.en}” (${name})` };
}

/** Collects the changes of one part. */
export class Changes {
  readonly list: Change[] = [];

  add(change: Change): void {
    this.list.push(change);
  }
}

/** What a comparison of one part knows: what it is, how it is called, where it stands in both. */
export interface Subject {
  part: ChangedPart;
  name: string;
  /** 角色“申请人”（applicant） */
  words: Text;
  before: Path;
  after: Path;
}
