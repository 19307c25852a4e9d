import { definePlugin, type JsonSchema, type Plugin } from '@gongzhi/engine';
import { createEffects } from './effects.ts';

const id: JsonSchema = { type: 'string', minLength: 1, maxLength: 200 };

const listOf = (properties: Record<string, JsonSchema>, required: string[]): JsonSchema => ({
  type: 'array',
  items: { type: 'object', properties, required },
});

const reply: JsonSchema = {
  type: 'object',
  properties: {
    sent: listOf({ partyId: id, channel: id }, ['partyId', 'channel']),
    // A role that nobody holds has no party.
    notSent: listOf({ partyId: id, role: id, channel: id, reason: { type: 'string' } }, [
      'channel',
      'reason',
    ]),
  },
  required: ['sent', 'notSent'],
};

/** Tells parties what they must know: by signed webhook, by e-mail, and always in the outbox. */
export function createNotificationPlugin(): Plugin {
  const effects = createEffects();
  return definePlugin({
    name: 'notification',
    version: '0.1.0',
    title: { 'zh-CN': '通知', en: 'Notification' },
    effects: {
      send: {
        title: { 'zh-CN': '通知当事各方', en: 'Tell the parties' },
        input: {
          type: 'object',
          properties: {
            to: {
              type: 'object',
              properties: {
                parties: { type: 'array', items: id, maxItems: 100 },
                roles: { type: 'array', items: id, maxItems: 20 },
              },
              additionalProperties: false,
              minProperties: 1,
            },
            title: { type: 'string', minLength: 1, maxLength: 200 },
            body: { type: 'string', minLength: 1, maxLength: 20_000 },
          },
          required: ['to', 'title', 'body'],
          additionalProperties: false,
        },
        reply,
        timeoutMs: 120_000,
        retry: { limit: 8, backoffMs: 5_000 },
        run: effects.send,
      },
      webhook: {
        title: { 'zh-CN': '推送至对方系统', en: 'Post to a party’s system' },
        input: {
          type: 'object',
          properties: {
            party: id,
            event: { type: 'string', pattern: '^[a-z0-9_.-]{1,100}$' },
            payload: { type: 'object' },
          },
          required: ['party', 'event', 'payload'],
          additionalProperties: false,
        },
        reply,
        timeoutMs: 120_000,
        retry: { limit: 8, backoffMs: 5_000 },
        run: effects.webhook,
      },
    },
  });
}

/** The one that an installation registers. */
export const notificationPlugin = createNotificationPlugin();
