/** What effects told a party: the outbox of the embedded default. */
import Type, { type Static } from 'typebox';
import { defineOperations } from './operation.ts';
import { pageOf, pageQuery, query } from './page.ts';
import { At, Id } from './text.ts';

export const OutboxMessage = Type.Object(
  {
    key: Type.String(),
    caseId: Id,
    partyId: Id,
    channel: Type.String(),
    address: Type.Union([Type.String(), Type.Null()]),
    title: Type.String(),
    body: Type.String(),
    at: At,
  },
  {
    title: 'OutboxMessage',
    examples: [
      {
        key: 'e-1:p-nanhu',
        caseId: '0198f2a4-7c11-7d20-9d5e-2f4e5a1b9c33',
        partyId: 'p-nanhu',
        channel: 'outbox',
        address: null,
        title: '调解通知',
        body: '请于五月八日上午九时到社区调解室。',
        at: '2026-05-06T01:30:00.000Z',
      },
    ],
  },
);
export type OutboxMessage = Static<typeof OutboxMessage>;

export const outboxOperations = defineOperations({
  listOutbox: {
    method: 'GET',
    path: '/v1/outbox',
    tag: 'outbox',
    summary: { 'zh-CN': '发给本主体的通知', en: 'Messages to my party' },
    access: { scope: 'read' },
    query: query({ caseId: Type.Optional(Id), ...pageQuery }),
    status: 200,
    reply: pageOf(OutboxMessage, 'OutboxPage'),
  },
});
