/** Texts of a definition and its limits, as a person reads them. */
import type { Language, Text } from '@gongzhi/engine';
import { say } from '../texts.ts';
import { valueOf, type Path, type Tree } from './tree.ts';

export function textAt(tree: Tree, path: Path): Text | null {
  const chinese = valueOf(tree, [...path, 'zh-CN']);
  const english = valueOf(tree, [...path, 'en']);
  if (chinese === undefined && english === undefined) return null;
  return { 'zh-CN': chinese ?? '', en: english ?? '' };
}

/** Both languages, the reader's first. */
export function inBoth(text: Text | null, language: Language): string {
  if (!text) return '';
  const [first, second] = language === 'en' ? [text.en, text['zh-CN']] : [text['zh-CN'], text.en];
  return first === second ? first : [first, second].filter(Boolean).join(' · ');
}

/** A list, or a value that stands alone. */
export function listAt(tree: Tree, path: Path): string[] {
  const alone = valueOf(tree, path);
  if (alone !== undefined) return [alone];
  return tree.children(path).flatMap(({ text }) => (text ? [text.value] : []));
}

const DURATION = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const UNITS = [
  ['年', 'year'],
  ['个月', 'month'],
  ['周', 'week'],
  ['天', 'day'],
  ['小时', 'hour'],
  ['分钟', 'minute'],
  ['秒', 'second'],
] as const;

/** P20D as “20 working days”; what is not a duration as it is. */
export function durationInWords(limit: string, days: string | undefined, language: Language): string {
  const found = DURATION.exec(limit);
  if (!found) return limit;
  const parts = UNITS.flatMap(([chinese, english], index) => {
    const count = found[index + 1];
    if (count === undefined) return [];
    if (english === 'day' && days !== undefined)
      return [say(days === 'working' ? 'lspWorkingDays' : 'lspCalendarDays', language, { count })];
    return [language === 'en' ? `${count} ${english}${count === '1' ? '' : 's'}` : `${count} ${chinese}`];
  });
  return parts.join(' ') || limit;
}
