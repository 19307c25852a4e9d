import { compile } from '@gongzhi/engine';
import t from 'tap';
import { notificationPlugin } from '../src/index.ts';

function problemsOf(use: string, input: Record<string, string>): string[] {
  const title = { 'zh-CN': '通知', en: 'Telling' };
  const definition = {
    id: 'telling',
    version: 1,
    procedure: 'service',
    title,
    calendar: 'monday-friday',
    open: { by: ['opener'], title: '"telling"' },
    custody: { first: 'opener' },
    roles: { opener: { title, party: ['government'] } },
    data: { type: 'object', properties: {} },
    initial: 'telling',
    states: {
      telling: {
        title,
        effect: { tell: { use, input } },
        on: {
          'tell.replied': [{ target: 'told', guard: 'size(payload.notSent) == 0' }, { target: 'failed' }],
          'tell.failed': 'failed',
        },
      },
      told: { title, type: 'final' },
      failed: { title, type: 'final' },
    },
  };
  const government = { kind: 'government', title, badge: title, channels: [] };
  const plugins = [notificationPlugin, { name: 'parties', version: '1', title, partyKind: government }];
  return compile(JSON.stringify(definition), { plugins })
    .problems.map(({ code }) => code)
    .toSorted();
}

t.test('a definition tells parties, and reads who could not be told', (t) => {
  const to = "{'roles': ['opener']}";
  t.strictSame(problemsOf('notification.send', { to, title: '"a"', body: '"b"' }), []);
  const input = { party: 'custodian.partyId', event: '"case.closed"', payload: "{'outcome': 'agreed'}" };
  t.strictSame(problemsOf('notification.webhook', input), []);
  t.end();
});

t.test('a wrong or missing input is found before it is deployed', (t) => {
  t.strictSame(problemsOf('notification.send', { title: '"a"', body: '"b"', text: '"c"' }), [
    'GZ608',
    'GZ609',
  ]);
  t.strictSame(problemsOf('notification.sms', {}), ['GZ308']);
  t.end();
});
