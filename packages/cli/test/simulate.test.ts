import t from 'tap';
import { fixture, gongzhi } from './support/cli.ts';

const definition = fixture('repair/v1.yaml');
const AT = ['--at', '2026-02-09T09:00:00+08:00'];

t.test('a case is played by numbers, with content, reasons and time that passes', async (t) => {
  const first = await gongzhi(['simulate', definition, ...AT], { input: 'quit\n' });
  const number = /^ +(\d+) +steward +task\.claim/m.exec(first.stderr)?.[1];
  t.ok(number, first.stderr);
  const { code, stdout } = await gongzhi(['simulate', definition, ...AT], {
    input: `${number}\nwait P1D\nlapse response\n`,
  });
  t.equal(code, 0);
  t.match(stdout, /task\.claimed +look/);
  t.match(stdout, /clock\.warned +response/);
  t.match(stdout, 'closed (overdue)');
});

t.test('a sample of the form is sent when no content is given', async (t) => {
  const { code, stdout } = await gongzhi(['simulate', definition, ...AT, '--json'], { input: 'quit\n' });
  t.equal(code, 0);
  const { state } = JSON.parse(stdout) as { state: { data: { what: string } } };
  t.ok(state.data.what.length >= 2);
});

t.test('a line that means nothing is said so, and the case stays', async (t) => {
  const { code, stderr } = await gongzhi(['simulate', definition, ...AT], {
    input: '99\nwait soon\nlapse nothing\nquit\n',
  });
  t.equal(code, 0);
  t.match(stderr, 'there is no such line: 99');
  t.match(stderr, 'clock nothing is not running');
});

t.test('a script of tests is played and each step told', async (t) => {
  const script = fixture('repair/v1.test.yaml');
  const { code, stdout } = await gongzhi([
    'simulate',
    definition,
    '--script',
    script,
    '--only',
    'withdrawal',
  ]);
  t.equal(code, 0);
  t.match(stdout, /^a withdrawal needs a reason/);
  t.match(stdout, 'GZ_REASON_REQUIRED');
  t.match(stdout, 'closed (withdrawn)');
});

t.test('a script with mistakes is not played: exit code 1', async (t) => {
  const { code, stdout } = await gongzhi(['simulate', definition, '--script', definition]);
  t.equal(code, 1);
  t.match(stdout, 'GZ701');
});
