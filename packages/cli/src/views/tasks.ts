import type { TaskView } from '@gongzhi/api';
import { table } from '../columns.ts';
import type { Output } from '../output.ts';
import { text } from '../texts.ts';
import { shortTime } from './times.ts';

export function describeTasks(items: TaskView[], { words, language }: Output): string {
  if (items.length === 0) return words(text('noTasks'));
  return table(
    items.map(({ taskId, title, role, dueAt, caseTitle, holder }) => [
      taskId,
      words(title),
      holder?.memberId ?? `(${role})`,
      dueAt === null ? '' : `≤ ${shortTime(dueAt, language)}`,
      caseTitle,
    ]),
  );
}
