/** Single properties of a part that is in both definitions: texts, names, lists, numbers, durations. */
import { canonicalJson } from '../hash.ts';
import type { Text } from '../text.ts';
import { say, type ChangeClass, type Changes, type Subject, type Words } from './change.ts';
import { durationDays, durationWords } from './durations.ts';

/** Whether more of it is looser or stricter. */
export type More = 'looser' | 'stricter' | 'different';

const less = (more: More): ChangeClass =>
  more === 'looser' ? 'stricter' : more === 'stricter' ? 'looser' : 'different';

export const isSame = (a: unknown, b: unknown): boolean =>
  a === b || canonicalJson(a ?? null) === canonicalJson(b ?? null);

/** The properties of one part, compared one after the other. */
export class Facets {
  readonly #changes: Changes;
  readonly #subject: Subject;

  constructor(changes: Changes, subject: Subject) {
    this.#changes = changes;
    this.#subject = subject;
  }

  tell(property: string, weight: ChangeClass, sentence: Text): void {
    const { part, name, words, before, after } = this.#subject;
    this.#changes.add({
      class: weight,
      kind: 'changed',
      part,
      name,
      words: {
        'zh-CN': `${words['zh-CN']}：${sentence['zh-CN']}`,
        en: `${words.en}: ${sentence.en}`,
      },
      before: property === '' ? before : [...before, ...property.split('.')],
      after: property === '' ? after : [...after, ...property.split('.')],
    });
  }

  /** Words for people: they change nothing. */
  words(property: string, what: Text, before: Text | undefined, after: Text | undefined): void {
    if (isSame(before, after)) return;
    const isShort = [before, after].every((text) => text && canonicalJson(text).length < WORDS_LIMIT);
    if (!isShort || !before || !after)
      return this.tell(property, 'same-behaviour', say('{what}有改动', '{what} has changed', { what }));
    // Where only one language has changed, both sentences show that one.
    const both = before['zh-CN'] !== after['zh-CN'] && before.en !== after.en;
    const only = before.en === after.en ? 'zh-CN' : 'en';
    const [a, b] = both ? [before, after] : [before[only], after[only]];
    this.tell(
      property,
      'same-behaviour',
      say('{what}由“{a}”改为“{b}”', '{what} “{a}” is now “{b}”', { what, a, b }),
    );
  }

  /** One value for another; `given` and `dropped`: what it is when there was none, or is none any more. */
  value(
    property: string,
    what: Text,
    before: Words | boolean | undefined,
    after: Words | boolean | undefined,
    weights: { given: ChangeClass; dropped: ChangeClass; other: ChangeClass },
  ): void {
    if (isSame(before, after)) return;
    const [a, b] = [shown(before), shown(after)];
    if (before === undefined)
      this.tell(property, weights.given, say('新增{what} {b}', '{what} {b} is new', { what, b }));
    else if (after === undefined)
      this.tell(property, weights.dropped, say('不再有{what} {a}', '{what} {a} is gone', { what, a }));
    else
      this.tell(
        property,
        weights.other,
        say('{what}由 {a} 改为 {b}', '{what} {a} is now {b}', { what, a, b }),
      );
  }

  /** Names without an order. `absent`: no list means everybody, or nothing. */
  names(
    property: string,
    what: Text,
    before: readonly string[] | undefined,
    after: readonly string[] | undefined,
    more: More | 'same-behaviour',
    absent: 'nothing' | 'everything' = 'nothing',
  ): void {
    const weight = (direction: 'more' | 'less'): ChangeClass =>
      more === 'same-behaviour' ? more : direction === 'more' ? more : less(more);
    if (absent === 'everything' && (before === undefined) !== (after === undefined)) {
      if (before === undefined)
        this.tell(
          property,
          weight('less'),
          say('{what}限于 {names}', '{what} only {names}', { what, names: listed(after) }),
        );
      else this.tell(property, weight('more'), say('{what}不再有限制', '{what} no longer limited', { what }));
      return;
    }
    const added = (after ?? []).filter((name) => !(before ?? []).includes(name));
    const removed = (before ?? []).filter((name) => !(after ?? []).includes(name));
    if (added.length > 0)
      this.tell(
        property,
        weight('more'),
        say('{what}增加 {names}', '{what} now also {names}', { what, names: listed(added) }),
      );
    if (removed.length > 0)
      this.tell(
        property,
        weight('less'),
        say('{what}不再含 {names}', '{what} no longer {names}', { what, names: listed(removed) }),
      );
  }

  count(property: string, what: Text, before: number, after: number, more: More): void {
    if (before === after) return;
    const args = { what, a: before, b: after };
    if (after > before)
      this.tell(property, more, say('{what}由 {a} 增至 {b}', '{what} up from {a} to {b}', args));
    else this.tell(property, less(more), say('{what}由 {a} 减至 {b}', '{what} down from {a} to {b}', args));
  }

  /** `longer`: what more time is; absent before or after: as `given` and `dropped` say. */
  duration(
    property: string,
    what: Text,
    before: string | undefined,
    after: string | undefined,
    longer: More,
    days: 'working' | 'calendar' = 'calendar',
  ): void {
    if (before === after) return;
    const [a, b] = [before, after].map((one) => (one === undefined ? '' : durationWords(one, days)));
    const args = { what, a: a!, b: b! };
    if (before === undefined)
      return this.tell(property, less(longer), say('新增{what} {b}', '{what} {b} is new', args));
    if (after === undefined)
      return this.tell(property, longer, say('不再有{what} {a}', '{what} {a} is gone', args));
    const [from, to] = [durationDays(before), durationDays(after)];
    if (to < from)
      this.tell(
        property,
        less(longer),
        say('{what}由 {a} 缩短为 {b}', '{what} shorter: {a} is now {b}', args),
      );
    else if (to > from)
      this.tell(property, longer, say('{what}由 {a} 延长为 {b}', '{what} longer: {a} is now {b}', args));
    else this.tell(property, 'different', say('{what}由 {a} 改为 {b}', '{what} {a} is now {b}', args));
  }

  /** Whatever else: only that it has changed. */
  other(
    property: string,
    what: Text,
    before: unknown,
    after: unknown,
    weight: ChangeClass = 'different',
  ): void {
    if (isSame(before, after)) return;
    this.tell(property, weight, say('{what}有改动', '{what} has changed', { what }));
  }
}

const listed = (names: readonly string[] | undefined): Text => ({
  'zh-CN': (names ?? []).join('、'),
  en: (names ?? []).join(', '),
});

const VALUE_LIMIT = 90;
const WORDS_LIMIT = 160;

function shown(value: Words | boolean | undefined): Words {
  if (typeof value === 'object' || typeof value === 'number') return value;
  const text = String(value).replaceAll(/\s+/g, ' ');
  return text.length > VALUE_LIMIT ? `${text.slice(0, VALUE_LIMIT - 1)}…` : text;
}
