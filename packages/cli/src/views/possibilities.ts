import type { Possibility } from '@gongzhi/api';
import type { Output } from '../output.ts';
import { text } from '../texts.ts';

/** What may be done with the command that does it; then what may not, and why. */
export function describePossibilities(
  caseId: string,
  items: Possibility[],
  { words, paint }: Output,
): string {
  if (items.length === 0) return words(text('nothingPossible'));
  return items
    .toSorted((a, b) => Number(b.allowed) - Number(a.allowed))
    .map((one) => {
      const { allowed, kind, title, refusal, roles, reason, form } = one;
      const needs = [form ? `--payload (${form})` : '', reason === 'required' ? '--reason' : ''].filter(
        Boolean,
      );
      return allowed
        ? `${paint('green', '✓')} ${words(title)} · ${kind}\n    ${commandFor(caseId, one)}${needs.length > 0 ? `  ${needs.join(' ')}` : ''}`
        : `${paint('dim', '–')} ${words(title)} · ${kind} (${roles.join(', ')})\n    ${refusal ? `${refusal.code}  ${words(refusal.message)}` : ''}`;
    })
    .join('\n');
}

function commandFor(caseId: string, { kind, name, id }: Possibility): string {
  const [noun, verb] = kind.split('.');
  switch (kind) {
    case 'event.send':
      return `gongzhi case send ${caseId} ${name}`;
    case 'task.delegate':
      return `gongzhi task delegate ${id} --to <partyId>`;
    case 'handoff.offer':
      return `gongzhi handoff offer ${caseId} --role ${name} --to <partyId>`;
    case 'clock.extend':
      return `gongzhi case extend ${caseId} ${name}`;
    default:
      return `gongzhi ${noun} ${verb} ${id ?? name}`;
  }
}
