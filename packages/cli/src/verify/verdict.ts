import type { CaseVerdict } from '@gongzhi/runtime';
import type { Output } from '../output.ts';
import { text, type TextKey } from '../texts.ts';

const WHAT: Record<Extract<CaseVerdict, { ok: false }>['what'], TextKey> = {
  chain: 'brokenChain',
  state: 'brokenState',
  snapshot: 'brokenSnapshot',
  rows: 'brokenRows',
  gap: 'brokenGap',
  definition: 'brokenDefinition',
  unreadable: 'brokenUnreadable',
};

/** Which entry, what does not fit, and what was expected there. */
export function describeVerdict(verdict: CaseVerdict, { words, paint }: Output): string {
  if (verdict.ok) return `✓ ${verdict.caseId}`;
  const { caseId, seq, what, expected, found } = verdict;
  return [
    `${paint('red', '▲')} ${caseId}  ${seq === null ? '' : `#${seq}  `}${what}: ${words(text(WHAT[what]))}`,
    `    ${words(text('expected'))} ${expected}`,
    `    ${words(text('found'))} ${found}`,
  ].join('\n');
}
