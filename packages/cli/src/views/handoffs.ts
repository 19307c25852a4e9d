import type { HandoffView } from '@gongzhi/api';
import { table } from '../columns.ts';
import type { Output } from '../output.ts';
import { text } from '../texts.ts';
import { shortTime } from './times.ts';

export function describeHandoffs(items: HandoffView[], { words, language }: Output): string {
  if (items.length === 0) return words(text('noHandoffs'));
  return table(
    items.map(({ handoffId, role, from, to, offeredAt, caseTitle }) => [
      handoffId,
      role,
      `${from.memberId ?? from.partyId} → ${to?.memberId ?? to?.partyId ?? '*'}`,
      shortTime(offeredAt, language),
      caseTitle,
    ]),
  );
}
