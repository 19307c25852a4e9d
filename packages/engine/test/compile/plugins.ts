import { definePlugin, type Plugin } from '@gongzhi/engine';

const text = (en: string) => ({ 'zh-CN': `${en}（中）`, en });

/** Kinds of party, effects, forms and functions that the definitions beside this file use. */
export const plugins: Plugin[] = [
  definePlugin({
    name: 'government',
    version: '1.0.0',
    title: text('Government'),
    partyKind: { kind: 'government', title: text('Government'), badge: text('G'), channels: ['outbox'] },
    qualifications: {
      'disclosure-office': { title: text('Disclosure office'), holder: 'party' },
      'case-handler': { title: text('Case handler'), holder: 'member' },
    },
    effects: {
      notify: {
        title: text('Notify'),
        input: {
          type: 'object',
          properties: { partyId: { type: 'string' }, title: { type: 'string' }, count: { type: 'number' } },
          required: ['partyId', 'title'],
          additionalProperties: false,
        },
        run: async () => {},
      },
      register: {
        title: text('Register'),
        input: { type: 'object' },
        reply: {
          type: 'object',
          properties: { number: { type: 'string' }, copies: { type: 'integer' } },
          required: ['number'],
        },
        run: async () => ({ number: '1' }),
      },
    },
    forms: {
      signature: {
        type: 'object',
        properties: { signedBy: { type: 'string' } },
        required: ['signedBy'],
        additionalProperties: false,
      },
    },
    documents: {
      receipt: { title: text('Receipt'), body: text('Received {{ localDate(now) }} for {{ kase.title }}.') },
    },
    functions: {
      government_isUrgent: { signature: '(string): bool', run: (word: string) => word === 'urgent' },
    },
  }),
  definePlugin({
    name: 'resident',
    version: '1.0.0',
    title: text('Resident'),
    partyKind: { kind: 'resident', title: text('Resident'), badge: text('R'), channels: ['outbox'] },
  }),
  definePlugin({
    name: 'social-organization',
    version: '1.0.0',
    title: text('Social organization'),
    partyKind: {
      kind: 'social-organization',
      title: text('Social organization'),
      badge: text('S'),
      channels: [],
    },
    qualifications: { mediator: { title: text('Mediator'), holder: 'member' } },
  }),
];
