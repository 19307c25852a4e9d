import type { Possibility } from '@gongzhi/api';
import type { Output } from '../output.ts';
import { text } from '../texts.ts';

/** What may be done with the command that does it; then what may not, and why. */
export function describePossibilities(caseId: string, items: Possibility[], { words, paint }: Output): string {
  if (items.length === 0) return words(text('nothingPossible'));
  return items
    .toSorted((a, b) => Number(b.allowed) - Number(a.allowed))
    .map((one) => {
      const { allowed, title, refusal, roles, reason, form } = one;
      const needs = [form ? `--payload (${form})` : '', reason === 'required' ? '--reason' : ''].filter(Boolean);
      return allowed
        ? `${paint('green', '✓')} ${words(title)}\n    ${commandFor(caseId, one)}${needs.length > 0 ? `  ${needs.join(' ')}` : ''}`
        : `${paint('dim', '–')} ${words(title)} (${roles.join(', ')})\n    ${refusal ? `${refusal.code}  ${words(refusal.message)}` : ''}`;
    })
    .join('\n');
}

function commandFor(caseId: string, { kind, name, id }: Possibility): string {
  const [noun, verb] = kind.split('.');
  if (kind === 'event.send') return `gongzhi case send ${caseId} ${name}`;
  return noun === 'task' ? `gongzhi task ${verb} ${id}` : `${kind} ${id ?? name}`;
}
