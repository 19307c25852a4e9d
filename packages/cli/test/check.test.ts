import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { fixture, gongzhi, temporaryFolder } from './support/cli.ts';

const good = fixture('repair/v1.yaml');
const source = readFileSync(good, 'utf8');

function brokenFile(test: Test): string {
  const file = join(
    temporaryFolder((clean) => test.teardown(clean)),
    'v1.yaml',
  );
  writeFileSync(file, source.replace('look.completed: offered', 'look.completed: offerred'));
  return file;
}

t.test('a right definition has no problems and exit code 0', async (t) => {
  const { code, stdout, stderr } = await gongzhi(['check', good]);
  t.same([code, stdout], [0, '']);
  t.match(stderr, '0 errors, 0 warnings');
});

t.test('the bundled definitions are right', async (t) => {
  const { code, stdout } = await gongzhi(['check', '--json']);
  t.match(JSON.parse(stdout), { ok: true, errors: 0, problems: [] });
  t.equal(code, 0);
});

t.test('a problem is shown with its line, a caret under the place, and the remedy', async (t) => {
  const file = brokenFile(t);
  const { code, stdout } = await gongzhi(['check', file]);
  t.equal(code, 1);
  const line = source.split('\n').findIndex((text) => text.includes('look.completed')) + 1;
  t.match(stdout, new RegExp(`${line}:\\d+ +error +GZ\\d{3}`));
  const lines = stdout.split('\n');
  const shown = lines.findIndex((text) => text.includes('look.completed: offerred'));
  t.equal(lines[shown + 1]!.indexOf('^'), lines[shown]!.indexOf('offerred'));
  t.match(stdout, /offered/);
});

t.test('the same problem is told in Chinese', async (t) => {
  const { stdout } = await gongzhi(['check', brokenFile(t), '--lang', 'zh']);
  t.match(stdout, /是否想写/);
});

/** Compiles, and stands still when the task is done. */
const STUCK = `id: stuck
version: 1
procedure: service
title: { zh-CN: 坏例, en: Stuck }
calendar: china-mainland
open: { by: [resident], title: "'x'" }
custody: { first: resident }
roles:
  resident: { title: { zh-CN: 居民, en: Resident }, party: [resident] }
data: { type: object, properties: {} }
events:
  finish: { title: { zh-CN: 办结, en: Finish }, by: [resident] }
initial: waiting
states:
  waiting: { title: { zh-CN: 等待, en: Waiting }, on: { finish: asking } }
  asking:
    title: { zh-CN: 询问中, en: Asking }
    task:
      ask: { title: { zh-CN: 询问, en: Ask }, role: resident }
    on: { ask.completed: {}, finish: { target: done, in: waiting } }
  done: { type: final }
`;

function stuckFile(test: Test): string {
  const folder = temporaryFolder((clean) => test.teardown(clean));
  writeFileSync(join(folder, 'v1.yaml'), STUCK);
  return join(folder, 'v1.yaml');
}

t.test('what cases can run into is shown with the shortest way to it', async (t) => {
  const { code, stdout, stderr } = await gongzhi(['check', stuckFile(t)]);
  t.equal(code, 1);
  t.match(stdout, /GZ433 {2}Nothing can happen in Asking/);
  const [from, to] = [stdout.indexOf('shortest way'), stdout.indexOf('GZ431')];
  const way = stdout.slice(from, to).split('\n').slice(1, 4);
  t.strictSame(
    way.map((line) => line.trim()),
    ['1. The case is opened → Waiting', '2. Finish → Asking', '3. “Ask” is done → Asking'],
  );
  t.match(stderr, /explored: 3 configurations, 2 moves/);
});

t.test('--json carries the shortest way in both languages', async (t) => {
  const { stdout } = await gongzhi(['check', '--json', stuckFile(t)]);
  const { problems, explored } = JSON.parse(stdout) as {
    problems: { code: string; trail: unknown[] }[];
    explored: object;
  };
  t.strictSame(explored, { configurations: 3, moves: 2 });
  t.match(problems.find(({ code }) => code === 'GZ433')?.trail[1], {
    what: { 'zh-CN': '办结', en: 'Finish' },
    states: [{ 'zh-CN': '询问中', en: 'Asking' }],
  });
});

t.test('SARIF names file, place and rule', async (t) => {
  const file = brokenFile(t);
  const { code, stdout } = await gongzhi(['check', '--format', 'sarif', file]);
  t.equal(code, 1);
  const sarif = JSON.parse(stdout) as { version: string; runs: { results: unknown[] }[] };
  t.equal(sarif.version, '2.1.0');
  t.match(sarif.runs[0]!.results[0], {
    level: 'error',
    ruleId: /^GZ\d{3}$/,
    locations: [{ physicalLocation: { artifactLocation: { uri: file }, region: { startLine: Number } } }],
  });
});

t.test('the format of GitHub Actions is one line a problem', async (t) => {
  const { stdout } = await gongzhi(['check', '--format', 'github', brokenFile(t)]);
  for (const line of stdout.trim().split('\n'))
    t.match(line, /^::(error|warning) file=.+,line=\d+,.*title=GZ\d{3}::/);
});

t.test('a file that is not there is wrong usage', async (t) => {
  const { code, stderr } = await gongzhi(['check', 'nowhere.yaml']);
  t.equal(code, 2);
  t.match(stderr, 'cannot read nowhere.yaml');
});
