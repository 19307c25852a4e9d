import { definePlugin, TerminalError, type Plugin } from '@gongzhi/engine';

const text = (en: string) => ({ 'zh-CN': `${en}（中）`, en });

const kind = (name: string, letter: string, qualifications: Plugin['qualifications'] = {}) =>
  definePlugin({
    name,
    version: '1.0.0',
    title: text(name),
    partyKind: { kind: name, title: text(name), badge: text(letter), channels: ['outbox'] },
    qualifications,
  });

/** Kinds of party, and an effect that always fails, for incidents. */
export const plugins: Plugin[] = [
  kind('government', 'G', { overseeing: { title: text('Overseeing'), holder: 'party' } }),
  kind('resident', 'R'),
  kind('social-organization', 'S', {
    mediating: { title: text('Mediating'), holder: 'party' },
    conciliator: { title: text('Conciliator'), holder: 'member', public: true },
    'case-worker': { title: text('Case worker'), holder: 'member' },
  }),
  definePlugin({
    name: 'testing',
    version: '1.0.0',
    title: text('Testing'),
    effects: {
      ring: {
        title: text('Ring'),
        input: { type: 'object' },
        run: async () => {
          throw new TerminalError('nobody answers');
        },
      },
    },
  }),
];
