/** Texts with `{{ CEL }}` places, taken apart. */
export interface TemplatePart {
  kind: 'text' | 'place';
  /** The words, or the expression without its braces. */
  text: string;
  /** Offset in the whole text. */
  start: number;
}

/** `unclosed`: offset of a `{{` without its `}}`, or of a `}}` without its `{{`. Braces inside quotes do not count. */
export function splitTemplate(text: string): { parts: TemplatePart[]; unclosed: number | null } {
  const parts: TemplatePart[] = [];
  let unclosed: number | null = null;
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('{{', at);
    const words = text.slice(at, open < 0 ? text.length : open);
    if (words !== '') parts.push({ kind: 'text', text: words, start: at });
    if (words.includes('}}')) unclosed ??= at + words.indexOf('}}');
    if (open < 0) break;
    const close = findClose(text, open + 2);
    if (close < 0) {
      parts.push({ kind: 'text', text: text.slice(open), start: open });
      unclosed ??= open;
      break;
    }
    const inner = text.slice(open + 2, close);
    const indent = inner.length - inner.trimStart().length;
    parts.push({ kind: 'place', text: inner.trim(), start: open + 2 + indent });
    at = close + 2;
  }
  return { parts, unclosed };
}

function findClose(text: string, from: number): number {
  let quote = '';
  for (let at = from; at < text.length; at++) {
    const character = text[at]!;
    if (quote !== '') {
      if (character === '\\') at++;
      else if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '}' && text[at + 1] === '}') return at;
  }
  return -1;
}
