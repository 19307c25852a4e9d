/** Expressions as they are written inside YAML: what a name in them is, and where it stands in the text. */
import type { Span, Written } from './tree.ts';

/** The characters of a text with the offset of each, and one offset more for its end. */
export interface Characters {
  text: string;
  offsets: number[];
}

const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r', '0': '\0' };
const LONG_ESCAPES: Record<string, number> = { x: 4, u: 6, U: 10 };

/** Undoes the quoting of YAML, remembering places. */
export function charactersOf(source: string, { span: [start, end], style }: Written): Characters {
  let text = '';
  const offsets: number[] = [];
  for (let at = start; at < end;) {
    const character = source[at]!;
    const next = source[at + 1] ?? '';
    let length = 1;
    let meant = character;
    if (style === 'single' && character === "'" && next === "'") length = 2;
    else if (style === 'double' && character === '\\') {
      length = LONG_ESCAPES[next] ?? 2;
      meant = ESCAPES[next] ?? (next in LONG_ESCAPES ? '?' : next);
    }
    text += meant;
    for (let unit = 0; unit < meant.length; unit++) offsets.push(at);
    at += length;
  }
  offsets.push(end);
  return { text, offsets };
}

export interface Mention {
  kind: 'role' | 'field';
  name: string;
  span: Span;
}

const HOLDERS =
  /\bholders\s*(?:\.\s*(?<plain>[A-Za-z_]\w*)|\[\s*(?<quote>["'])(?<quoted>[^"'\\]*)\k<quote>)/g;
const FIELDS = /\bdata\s*\.\s*(?<plain>[A-Za-z_]\w*)/g;
const CUSTODIAN = /\bcustodian\s*\.\s*role\s*[!=]=\s*["'](?<quoted>[^"'\\]*)["']/g;
/** Who an effect of a plugin tells: {'roles': ['applicant', …]}. */
const ROLE_LIST = /["']roles["']\s*:\s*\[(?<list>[^\]]*)\]/g;

/** Roles and fields that an expression, or the `{{ }}` places of a template, name. */
export function mentionsIn(source: string, written: Written, isTemplate: boolean): Mention[] {
  const { text, offsets } = charactersOf(source, written);
  const found: Mention[] = [];
  const add = (kind: Mention['kind'], name: string, at: number) =>
    found.push({ kind, name, span: [offsets[at]!, offsets[at + name.length]!] });
  for (const { code, start } of isTemplate ? placesOf(text) : [{ code: text, start: 0 }]) {
    const bare = withoutTexts(code);
    for (const match of code.matchAll(HOLDERS)) {
      if (bare.slice(match.index, match.index + 7) !== 'holders') continue;
      const name = match.groups!['plain'] ?? match.groups!['quoted'] ?? '';
      add('role', name, start + match.index + match[0].lastIndexOf(name));
    }
    for (const match of code.matchAll(CUSTODIAN)) {
      const name = match.groups!['quoted']!;
      add('role', name, start + match.index + match[0].length - 1 - name.length);
    }
    for (const match of bare.matchAll(FIELDS)) {
      const name = match.groups!['plain']!;
      if (bare[match.index - 1] !== '.')
        add('field', name, start + match.index + match[0].length - name.length);
    }
    for (const match of code.matchAll(ROLE_LIST)) {
      const list = match.groups!['list']!;
      const from = match.index + match[0].length - 1 - list.length;
      for (const item of list.matchAll(/["']([^"']*)["']/g))
        add('role', item[1]!, start + from + item.index + 1);
    }
  }
  return found;
}

/** The `{{ }}` places of a template. */
function placesOf(text: string): { code: string; start: number }[] {
  return [...text.matchAll(/\{\{([\s\S]*?)(?:\}\}|$)/g)].map((match) => ({
    code: match[1]!,
    start: match.index + 2,
  }));
}

/** With the contents of its strings blanked out, as long as before. */
function withoutTexts(code: string): string {
  return code.replace(
    /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/gs,
    (text) => text[0] + ' '.repeat(text.length - 2) + text[0],
  );
}
