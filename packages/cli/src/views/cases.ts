import type { CaseSummary, CaseView } from '@gongzhi/api';
import { table } from '../columns.ts';
import type { Output } from '../output.ts';
import { text } from '../texts.ts';
import { shortTime } from './times.ts';

export function describeCases(items: CaseSummary[], { words, language }: Output): string {
  if (items.length === 0) return words(text('noCases'));
  return table(
    items.map(({ caseId, title, definition, states, status, outcome, dueAt }) => [
      caseId,
      definition.id,
      status === 'closed' ? (outcome ?? '') : states.join(' '),
      dueAt === null ? '' : `≤ ${shortTime(dueAt, language)}`,
      title,
    ]),
  );
}

export function describeCase(found: CaseView, { words, paint, language }: Output): string {
  const {
    caseId,
    title,
    definition,
    status,
    outcome,
    leafStates,
    custodian,
    participants,
    tasks,
    clocks,
    revision,
  } = found;
  const state =
    status === 'closed'
      ? words(text('closedAs', { outcome: outcome ?? '' }))
      : leafStates.map(({ path, title }) => (title === null ? path : `${words(title)} (${path})`)).join(', ');
  const rows = [
    [words(text('labelCase')), `${caseId} (${definition.id} v${definition.version}, #${revision})`],
    [words(text('labelState')), state],
    [words(text('custodian')), `${custodian.memberId ?? custodian.partyId} (${custodian.role})`],
    ...participants.map(({ role, partyId, memberId }) => [role, memberId ?? partyId]),
    ...tasks.map(({ name, taskId, role, holder }) => [
      `☐ ${name}`,
      `${taskId}  ${holder?.memberId ?? `(${role})`}`,
    ]),
    ...Object.values(clocks).map(({ name, status: running, dueAt }) => [
      `◷ ${name}`,
      `${running} ${shortTime(dueAt, language)}`,
    ]),
  ];
  return `${paint('bold', title)}\n${table(rows)}`;
}
