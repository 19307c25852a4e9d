/** The stream: committed journal entries that the caller may read, as server-sent events. */
import Type from 'typebox';
import { defineOperations } from './operation.ts';
import { query } from './page.ts';
import { Id } from './text.ts';
import type { TimelineEntry } from './timeline.ts';

/** First words of change kinds: `task` means task.opened, task.claimed and so on. */
export const TOPICS = [
  'case',
  'state',
  'transition',
  'task',
  'handoff',
  'custody',
  'clock',
  'effect',
  'child',
  'await',
  'participant',
  'document',
  'incident',
] as const;
export type Topic = (typeof TOPICS)[number];

export type StreamEvent =
  | { kind: 'entry'; id: string; entry: TimelineEntry }
  /** Too much was missed: read the lists again, then go on from here. */
  | { kind: 'reset'; id: string };

export const streamOperations = defineOperations({
  stream: {
    method: 'GET',
    path: '/v1/stream',
    tag: 'stream',
    summary: { 'zh-CN': '案件动态（SSE）', en: 'Committed entries as they come (SSE)' },
    description: {
      'zh-CN':
        '`event: entry` 的 data 是 TimelineEntry，id 是其 position；带 Last-Event-ID 重连即从该处续传。落后太多时得到 `event: reset`：请重新读取列表。',
      en: '`event: entry` carries a TimelineEntry, its id is the position; a reconnect with Last-Event-ID resumes there. `event: reset`: too much was missed, read the lists again.',
    },
    access: { scope: 'read' },
    query: query({
      case: Type.Optional(Id),
      topics: Type.Optional(
        Type.String({
          pattern: `^(${TOPICS.join('|')})(,(${TOPICS.join('|')}))*$`,
          maxLength: 200,
          description: 'Comma-separated; all when absent.',
        }),
      ),
    }),
    status: 200,
    reply: 'stream',
    refuses: [429],
  },
});
