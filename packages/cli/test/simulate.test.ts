import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { fixture, gongzhi, temporaryFolder } from './support/cli.ts';

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

t.test('what was played is kept as a test that passes, and a second one is added to the file', async (t) => {
  const folder = temporaryFolder((clean) => t.teardown(clean));
  const saved = join(folder, 'v1.test.yaml');
  copyFileSync(definition, join(folder, 'v1.yaml'));
  const play = (input: string) =>
    gongzhi(['simulate', join(folder, 'v1.yaml'), ...AT, '--save-test', saved], { input });
  const first = await play('attach steward plan.pdf\nwait P1D\nlapse response\n');
  t.equal(first.code, 0, first.stderr);
  const { stderr } = await play('quit\n');
  const claim = /^ +(\d+) +steward +task\.claim/m.exec(stderr)?.[1];
  const claimed = await play(`${claim}\nquit\n`);
  const delegate = /^ +(\d+) +steward +task\.delegate .*→ (\S+)/m.exec(claimed.stderr);
  t.ok(delegate, claimed.stderr);
  const given = await play(`${claim}\n${delegate?.[1]} to ${delegate?.[2]} # holiday\nquit\n`);
  t.equal(given.code, 0, given.stderr);
  const text = readFileSync(saved, 'utf8');
  t.match(text, 'attach: plan.pdf');
  t.match(text, `to: ${delegate?.[2]}`);
  const { code, stdout } = await gongzhi(['test', join(folder, 'v1.yaml')]);
  t.equal(code, 0, stdout);
  t.match(stdout, 'Simulated: comes to overdue');
});

t.test('a script is written as tests with what each step met', async (t) => {
  const script = fixture('repair/v1.test.yaml');
  const { code, stdout } = await gongzhi(['simulate', definition, '--script', script, '--save-test']);
  t.equal(code, 0);
  t.match(stdout, 'refused: GZ_REASON_REQUIRED');
});

t.test('many cases at once give the load of each role, and the same seed the same figures', async (t) => {
  const run = () => gongzhi(['simulate', definition, '--load', '--cases', '30', '--seed', '7', '--json']);
  const [one, two] = [await run(), await run()];
  t.equal(one.code, 0, one.stderr);
  t.equal(one.stdout, two.stdout);
  const { crews, closed } = JSON.parse(one.stdout) as { crews: { role: string }[]; closed: number };
  t.equal(closed, 30);
  t.ok(crews.some(({ role }) => role === 'steward'));
});

t.test('a scenario with mistakes is not simulated: exit code 1 and the place', async (t) => {
  const folder = temporaryFolder((clean) => t.teardown(clean));
  const scenario = join(folder, 'scenario.yaml');
  writeFileSync(scenario, 'roles:\n  stewart: { members: 2 }\n');
  const { code, stdout } = await gongzhi(['simulate', definition, '--load', scenario]);
  t.equal(code, 1);
  t.match(stdout, /2:3 +error +GZ706/);
});
