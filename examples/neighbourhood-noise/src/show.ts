/** Printing: a story to read from top to bottom. Everything that it says comes from texts.ts and from the definitions. */
import type { Language } from '@gongzhi/engine';
import { texts, type TextKey } from './texts.ts';

export interface Show {
  /** A text of the catalogue, filled in. */
  words(key: TextKey, places?: Record<string, string | number>): string;
  chapter(key: TextKey): void;
  /** A line of its own, e.g. what a chapter is about. */
  tell(key: TextKey, places?: Record<string, string | number>): void;
  /** Who does something, and when. */
  did(at: number, who: string, sentence: string, caseName: string): void;
  /** What followed of it. */
  followed(lines: readonly string[]): void;
  table(head: readonly string[], rows: readonly (readonly string[])[]): void;
  /** As it is, e.g. what another program printed. */
  quote(text: string): void;
}

const INDENT = ' '.repeat(18);

export function createShow(language: Language, write: (text: string) => void): Show {
  let isBlank = true;
  const line = (text = '') => {
    isBlank = text === '' || text.endsWith('\n');
    write(`${text}\n`);
  };
  /** Stands free: an empty line before it and one after it. */
  const paragraph = (text: string) => line(`${isBlank ? '' : '\n'}${text}\n`);
  const words: Show['words'] = (key, places = {}) =>
    texts[key][language === 'zh-CN' ? 0 : 1].replaceAll(/\{(\w+)\}/g, (whole, name: string) =>
      String(places[name] ?? whole),
    );
  let chapters = 0;
  return {
    words,
    chapter(key) {
      chapters += 1;
      line(`${isBlank ? '' : '\n'}${'═'.repeat(100)}\n${chapters} · ${words(key)}\n`);
    },
    tell: (key, places) => paragraph(wrapped(words(key, places), 100).join('\n')),
    did(at, who, sentence, caseName) {
      const [first = '', ...more] = wrapped(`${who}${language === 'zh-CN' ? '：' : ': '}${sentence}`, 92);
      line(`${localTime(at)}  ${first}${more.length === 0 ? `  [${caseName}]` : ''}`);
      for (const [index, text] of more.entries())
        line(`${INDENT}${text}${index === more.length - 1 ? `  [${caseName}]` : ''}`);
    },
    followed(lines) {
      for (const text of lines) line(`${INDENT}  ${text}`);
    },
    table(head, rows) {
      const widths = head.map((_, column) =>
        Math.max(...[head, ...rows].map((row) => widthOf(row[column] ?? ''))),
      );
      const shown = (row: readonly string[]) =>
        `  ${row.map((cell, column) => cell + ' '.repeat(widths[column]! - widthOf(cell))).join('  ')}`.trimEnd();
      const rule = `  ${widths.map((width) => '─'.repeat(width)).join('  ')}`;
      paragraph([shown(head), rule, ...rows.map(shown)].join('\n'));
    },
    quote: (text) => paragraph(text.trimEnd().replaceAll(/^/gm, '  │ ')),
  };
}

/** 2026-03-06 08:30, as the clocks in Shanghai show it. */
export function localTime(at: number): string {
  return new Date(at + 8 * 60 * 60 * 1000).toISOString().slice(0, 16).replace('T', ' ');
}

/** Columns on a terminal: Chinese characters and full-width signs take two. */
function widthOf(text: string): number {
  return [...text].reduce(
    (sum, letter) => sum + (/[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60]/.test(letter) ? 2 : 1),
    0,
  );
}

/** Lines of at most that many columns, broken at spaces, or anywhere between Chinese characters. */
function wrapped(text: string, width: number): string[] {
  const lines = [''];
  for (const piece of text.match(/[\u2e80-\u9fff\uff00-\uff60]|[^\s\u2e80-\u9fff\uff00-\uff60]+|\s+/gu) ??
    []) {
    const isTooLong = widthOf(lines.at(-1)! + piece) > width;
    if (isTooLong && !/^[\s，。；：、”）]/u.test(piece)) lines.push(piece);
    else lines[lines.length - 1] += piece;
  }
  return lines.map((one) => one.trimEnd());
}
