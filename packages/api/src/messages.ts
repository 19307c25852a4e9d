/** Messages from outside, for cases that await them now or will. */
import Type from 'typebox';
import { defineOperations } from './operation.ts';
import { At, Id, JsonObject } from './text.ts';

export const messageOperations = defineOperations({
  sendMessage: {
    method: 'POST',
    path: '/v1/messages',
    tag: 'messages',
    summary: { 'zh-CN': '送达外部消息', en: 'Deliver a message from outside' },
    description: {
      'zh-CN': '尚无案件等待时予以保留；同一 messageId 再次送达无变化。',
      en: 'Kept if no case awaits it yet; the same messageId again changes nothing.',
    },
    access: { scope: 'operate', grants: ['operator', 'administrator'] },
    body: Type.Object(
      {
        messageId: Id,
        name: Type.String({ minLength: 1, maxLength: 200 }),
        correlation: Type.String({ minLength: 1, maxLength: 500 }),
        payload: Type.Optional(JsonObject),
        keepUntil: Type.Optional(At),
      },
      {
        title: 'NewMessage',
        additionalProperties: false,
        examples: [
          {
            messageId: 'hotline-4711',
            name: 'inspection-report',
            correlation: '幸福路 8 号',
            payload: { decibel: 62 },
          },
        ],
      },
    ),
    write: true,
    status: 200,
    reply: Type.Object(
      { messageId: Type.String(), caseId: Type.Union([Type.String(), Type.Null()]) },
      { title: 'ReceivedMessage', examples: [{ messageId: 'hotline-4711', caseId: null }] },
    ),
    refuses: [409, 422],
  },
});
