import type { ChangeClass } from './change.ts';

/**
 * Whether a condition asks for more or for less than before: by what is joined with `&&`, or with `||`, at its top.
 * Anything else is not decided.
 */
export function compareGuards(before: string | undefined, after: string | undefined): ChangeClass {
  if (before === undefined) return 'stricter';
  if (after === undefined) return 'looser';
  const conjuncts = [split(before, '&&'), split(after, '&&')] as const;
  if (includesAll(conjuncts[1], conjuncts[0])) return 'stricter';
  if (includesAll(conjuncts[0], conjuncts[1])) return 'looser';
  const disjuncts = [split(before, '||'), split(after, '||')] as const;
  if (includesAll(disjuncts[1], disjuncts[0])) return 'looser';
  if (includesAll(disjuncts[0], disjuncts[1])) return 'stricter';
  return 'different';
}

export const plain = (expression: string | undefined) => expression?.replaceAll(/\s+/g, ' ').trim();

const includesAll = (all: readonly string[], some: readonly string[]) =>
  some.every((one) => all.includes(one));

/** The operands of `operator` at the top; the whole when something binds more loosely there. */
function split(expression: string, operator: '&&' | '||'): string[] {
  const parts: string[] = [];
  let [depth, quote, from] = [0, '', 0];
  for (let at = 0; at < expression.length; at++) {
    const character = expression[at]!;
    if (quote !== '') {
      if (character === '\\') at++;
      else if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
    else if (depth === 0) {
      const two = expression.slice(at, at + 2);
      if (character === '?' || (operator === '&&' && two === '||')) return [plain(expression)!];
      if (two === operator) {
        parts.push(expression.slice(from, at));
        from = at + 2;
        at++;
      }
    }
  }
  parts.push(expression.slice(from));
  return parts.map((part) => plain(part)!);
}
