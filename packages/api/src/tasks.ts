/** Tasks: work that a state waits for. */
import Type, { type Static } from 'typebox';
import { HandoffTarget } from './handoff-target.ts';
import { defineOperations } from './operation.ts';
import { pageOf, pageQuery, query } from './page.ts';
import { Receipt } from './receipt.ts';
import { At, Id, JsonObject, nullable, Reason, Text } from './text.ts';

export const TaskView = Type.Object(
  {
    taskId: Id,
    caseId: Id,
    caseTitle: Type.String(),
    definition: Type.Object({ id: Type.String(), version: Type.Integer() }),
    procedure: Type.String(),
    name: Type.String(),
    title: Text,
    role: Type.String(),
    status: Type.Enum(['offered', 'claimed']),
    holder: nullable(Type.Object({ partyId: Type.String(), memberId: Type.String() })),
    openedAt: At,
    claimedAt: nullable(At),
    dueAt: nullable(At),
  },
  {
    title: 'TaskView',
    examples: [
      {
        taskId: 't-1',
        caseId: '0198f2a4-7c11-7d20-9d5e-2f4e5a1b9c33',
        caseTitle: '幸福路 8 号夜间噪声',
        definition: { id: 'noise-mediation', version: 1 },
        procedure: 'mediation',
        name: 'triage',
        title: { 'zh-CN': '受理', en: 'Triage' },
        role: 'steward',
        status: 'offered',
        holder: null,
        openedAt: '2026-05-06T01:30:00.000Z',
        claimedAt: null,
        dueAt: '2026-05-08T16:00:00.000Z',
      },
    ],
  },
);
export type TaskView = Static<typeof TaskView>;

export const Counts = Type.Object(
  {
    offered: Type.Integer(),
    mine: Type.Integer(),
    party: Type.Integer(),
    handoffsIncoming: Type.Integer(),
    overdue: Type.Integer(),
  },
  {
    title: 'Counts',
    examples: [{ offered: 4, mine: 1, party: 2, handoffsIncoming: 0, overdue: 1 }],
  },
);

const taskParams = Type.Object({ taskId: Id });
const command = {
  method: 'POST',
  tag: 'tasks',
  access: { scope: 'act' },
  params: taskParams,
  write: true,
  ifMatch: true,
  status: 200,
  reply: Receipt,
  refuses: [404, 409, 412, 422],
} as const;

export const taskOperations = defineOperations({
  listTasks: {
    method: 'GET',
    path: '/v1/tasks',
    tag: 'tasks',
    summary: { 'zh-CN': '任务列表', en: 'List tasks' },
    description: {
      'zh-CN': 'offered：我可以认领的；mine：我持有的；party：我所在主体持有的。',
      en: 'offered: that I may claim; mine: that I hold; party: that my party holds.',
    },
    access: { scope: 'read' },
    query: query({
      list: Type.Enum(['offered', 'mine', 'party']),
      caseId: Type.Optional(Id),
      role: Type.Optional(Type.String({ maxLength: 100 })),
      procedure: Type.Optional(Type.String({ maxLength: 100 })),
      overdue: Type.Optional(Type.Boolean()),
      order: Type.Optional(Type.Enum(['due', 'opened'])),
      ...pageQuery,
    }),
    status: 200,
    reply: pageOf(TaskView, 'TaskPage'),
  },
  readTask: {
    method: 'GET',
    path: '/v1/tasks/:taskId',
    tag: 'tasks',
    summary: { 'zh-CN': '查看任务', en: 'Read a task' },
    access: { scope: 'read' },
    params: taskParams,
    status: 200,
    reply: TaskView,
    refuses: [404],
  },
  claimTask: {
    ...command,
    path: '/v1/tasks/:taskId/claim',
    summary: { 'zh-CN': '认领任务', en: 'Claim a task' },
    description: {
      'zh-CN': '同时认领时只有一人成功；其余的人得到 409，并告知由谁认领。',
      en: 'Of simultaneous claims one wins; the others get 409 and are told who did.',
    },
  },
  releaseTask: {
    ...command,
    path: '/v1/tasks/:taskId/release',
    summary: { 'zh-CN': '退回任务', en: 'Release a task' },
    body: Type.Object({ reason: Type.Optional(Reason) }, { additionalProperties: false }),
  },
  completeTask: {
    ...command,
    path: '/v1/tasks/:taskId/complete',
    summary: { 'zh-CN': '完成任务', en: 'Complete a task' },
    body: Type.Object(
      { payload: Type.Optional(JsonObject), reason: Type.Optional(Reason) },
      { additionalProperties: false },
    ),
  },
  delegateTask: {
    ...command,
    path: '/v1/tasks/:taskId/delegate',
    summary: { 'zh-CN': '转交任务', en: 'Delegate a task' },
    description: {
      'zh-CN': '在对方接受之前，任务仍由您持有。',
      en: 'It stays with you until the other accepts.',
    },
    body: Type.Object({ to: HandoffTarget, reason: Type.Optional(Reason) }, { additionalProperties: false }),
  },
  readCounts: {
    method: 'GET',
    path: '/v1/counts',
    tag: 'tasks',
    summary: { 'zh-CN': '待办计数', en: 'Counts of my inbox' },
    access: { scope: 'read' },
    status: 200,
    reply: Counts,
  },
});
