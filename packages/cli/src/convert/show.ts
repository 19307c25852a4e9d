import type { Output } from '../output.ts';
import { text, type TextKey } from '../texts.ts';
import type { Finding } from './report.ts';

const HEADINGS: Record<Finding['kind'], TextKey> = {
  refused: 'exchangeRefused',
  blank: 'exchangeBlank',
  renamed: 'exchangeRenamed',
};

/** To stderr, so that the result can be piped. */
export function showFindings(findings: readonly Finding[], output: Output): void {
  for (const kind of ['refused', 'blank', 'renamed'] as const) {
    const own = findings.filter((finding) => finding.kind === kind);
    if (own.length === 0) continue;
    output.note(`${output.words(text(HEADINGS[kind]))} (${own.length})`);
    for (const { place, words } of own)
      output.note(`  ${place === '' ? '' : `${place}  `}${output.words(words)}`);
  }
}
