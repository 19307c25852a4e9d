/** Hand-offs: custody or a task passes between parties. Offered with `offerHandoff` or `delegateTask`. */
import Type, { type Static } from 'typebox';
import { defineOperations } from './operation.ts';
import { pageOf, pageQuery, query } from './page.ts';
import { Receipt } from './receipt.ts';
import { At, Id, nullable, Reason } from './text.ts';

const MemberOf = Type.Object({ partyId: Type.String(), memberId: nullable(Type.String()) });

export const HandoffView = Type.Object(
  {
    handoffId: Id,
    caseId: Id,
    caseTitle: Type.String(),
    of: Type.Enum(['case', 'task']),
    role: Type.String(),
    from: MemberOf,
    to: nullable(MemberOf),
    reason: nullable(Type.String()),
    offeredAt: At,
    lapsesAt: nullable(At),
  },
  {
    title: 'HandoffView',
    examples: [
      {
        handoffId: 'h-1',
        caseId: '0198f2a4-7c11-7d20-9d5e-2f4e5a1b9c33',
        caseTitle: '幸福路 8 号夜间噪声',
        of: 'case',
        role: 'mediator',
        from: { partyId: 'p-nanhu', memberId: 'm-li' },
        to: { partyId: 'p-mediation-society', memberId: null },
        reason: '请组织调解。',
        offeredAt: '2026-05-06T01:30:00.000Z',
        lapsesAt: null,
      },
    ],
  },
);
export type HandoffView = Static<typeof HandoffView>;

const command = {
  method: 'POST',
  tag: 'hand-offs',
  access: { scope: 'act' },
  params: Type.Object({ handoffId: Id }),
  body: Type.Object({ reason: Type.Optional(Reason) }, { additionalProperties: false }),
  write: true,
  ifMatch: true,
  status: 200,
  reply: Receipt,
  refuses: [404, 409, 412, 422],
} as const;

export const handoffOperations = defineOperations({
  listHandoffs: {
    method: 'GET',
    path: '/v1/hand-offs',
    tag: 'hand-offs',
    summary: { 'zh-CN': '移交列表', en: 'List hand-offs' },
    access: { scope: 'read' },
    query: query({
      direction: Type.Enum(['incoming', 'outgoing']),
      caseId: Type.Optional(Id),
      ...pageQuery,
    }),
    status: 200,
    reply: pageOf(HandoffView, 'HandoffPage'),
  },
  acceptHandoff: {
    ...command,
    path: '/v1/hand-offs/:handoffId/accept',
    summary: { 'zh-CN': '接受移交', en: 'Accept a hand-off' },
  },
  declineHandoff: {
    ...command,
    path: '/v1/hand-offs/:handoffId/decline',
    summary: { 'zh-CN': '谢绝移交', en: 'Decline a hand-off' },
  },
  recallHandoff: {
    ...command,
    path: '/v1/hand-offs/:handoffId/recall',
    summary: { 'zh-CN': '收回移交', en: 'Recall a hand-off' },
  },
});
