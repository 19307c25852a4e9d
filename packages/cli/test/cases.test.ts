import { join } from 'node:path';
import t from 'tap';
import { fixture, gongzhi, start, temporaryFolder, type Running } from './support/cli.ts';
import { PASSWORD, signedIn } from './support/signed-in.ts';
import { countRows } from './support/database.ts';

const folder = temporaryFolder((clean) => t.teardown(clean));
const environment = { GONGZHI_FOLDER: folder };
const file = join(folder, 'gongzhi.sqlite');

let running: Running;
t.before(async () => {
  running = await start(['dev'], environment);
});
t.teardown(() => running.stop());

const { typed, asJson } = signedIn(() => running.url);

interface Opened {
  caseId: string;
}

const openCase = () =>
  asJson<Opened>(
    'li.wei',
    'case',
    'open',
    'grid-incident',
    '--role',
    'reporter',
    '--cell',
    'c-xingfu-1',
    '--payload',
    '{"what":"夜间施工噪声","where":"幸福里 3 号楼","when":"2026-11-24T23:30:00+08:00","kind":"noise"}',
  );

t.test('a case goes from the resident to the grid steward on the command line', async (t) => {
  const { caseId } = await openCase();
  const can = await typed('chen.jing', 'case', 'can', caseId);
  t.match(can.stdout, /gongzhi task (claim|complete) /);
  const tasks = await asJson<{ taskId: string; caseId: string }[]>('chen.jing', 'task', 'list');
  const task = tasks.find((one) => one.caseId === caseId)!;
  const claimed = await typed('chen.jing', 'task', 'claim', task.taskId);
  t.equal(claimed.code, 0);
  t.match(claimed.stderr, `next: gongzhi task complete ${task.taskId}`);
  t.match(await asJson('chen.jing', 'task', 'list', '--list', 'mine'), [{ taskId: task.taskId }]);
  const shown = await typed('li.wei', 'case', 'show', caseId, '--lang', 'zh');
  t.match(shown.stdout, /主责 +m-chen/);
  t.match(shown.stdout, /^状态 +[\p{Script=Han}，]+ \([a-z.-]+\)$/mu, 'the innermost state by its title');
  const history = await asJson<{ kind: string }[]>('li.wei', 'case', 'history', caseId);
  t.same(
    history.map(({ kind }) => kind),
    ['task.claim', 'case.open'],
  );
});

t.test('a claim that lost is refused with exit code 4, and says who won', async (t) => {
  const { caseId } = await openCase();
  const tasks = await asJson<{ taskId: string; caseId: string }[]>('chen.jing', 'task', 'list');
  const { taskId } = tasks.find((one) => one.caseId === caseId)!;
  await asJson('chen.jing', 'task', 'claim', taskId);
  const { code, stderr } = await typed('lin.tao', 'task', 'claim', taskId);
  t.equal(code, 4);
  t.match(stderr, /GZ_[A-Z_]+/);
});

t.test('an event that is not there is refused, and what exists is listed', async (t) => {
  const { caseId } = await openCase();
  const { code, stderr } = await typed('li.wei', 'case', 'send', caseId, 'nonsense');
  t.equal(code, 4);
  t.match(stderr, /GZ_EVENT_UNKNOWN[\s\S]*withdraw/);
});

t.test('custody is handed to a colleague and accepted', async (t) => {
  const { caseId } = await openCase();
  const offered = await typed(
    'chen.jing',
    'handoff',
    'offer',
    caseId,
    '--role',
    'centre',
    '--to',
    'p-street-centre',
    '--reason',
    '请中心接办',
  );
  t.equal(offered.code, 0, offered.stderr);
  const incoming = await asJson<{ handoffId: string; caseId: string }[]>('zhang.min', 'handoff', 'list');
  const { handoffId } = incoming.find((one) => one.caseId === caseId)!;
  const accepted = await typed('zhang.min', 'handoff', 'accept', handoffId);
  t.equal(accepted.code, 0, accepted.stderr);
  t.match(await asJson('li.wei', 'case', 'show', caseId), { custodian: { role: 'centre' } });
});

t.test('--as signs in for one command; a wrong password is refused', async (t) => {
  const environment = { GONGZHI_SERVER: running.url, GONGZHI_PASSWORD: PASSWORD };
  t.equal((await gongzhi(['case', 'list', '--as', 'li.wei'], { environment })).code, 0);
  const wrong = { ...environment, GONGZHI_PASSWORD: 'wrong' };
  const { code, stderr } = await gongzhi(['case', 'list', '--as', 'li.wei'], { environment: wrong });
  t.equal(code, 4);
  t.match(stderr, 'GZ_SIGN_IN_FAILED');
});

t.test('a party can verify the chain of its case from outside', async (t) => {
  const { caseId } = await openCase();
  const verdict = await asJson('li.wei', 'case', 'verify', caseId);
  t.match(verdict, { ok: true, entries: 1, signed: true, brokenAt: null });
});

t.test('--dry-run sends nothing', async (t) => {
  const before = countRows(file, 'journal');
  const { code, stdout } = await gongzhi([
    'case',
    'open',
    'grid-incident',
    '--role',
    'reporter',
    '--dry-run',
    '--json',
  ]);
  t.equal(code, 0);
  t.match(JSON.parse(stdout), { dryRun: true, operation: 'openCase', input: { role: 'reporter' } });
  for (const words of [
    ['task', 'claim', 'x'],
    ['handoff', 'accept', 'x'],
    ['case', 'send', 'x', 'withdraw'],
    ['case', 'extend', 'x', 'y'],
  ])
    t.equal((await gongzhi([...words, '--dry-run'])).code, 0, words.join(' '));
  t.equal(countRows(file, 'journal'), before);
});

t.test(
  'deploy checks, tests and publishes; the same again is no change; who may not is refused',
  async (t) => {
    const dry = await typed('admin', 'deploy', fixture('repair/v1.yaml'), '--dry-run');
    t.equal(dry.code, 0, dry.stderr);
    const first = await typed('admin', 'deploy', fixture('repair/v1.yaml'), '--note', 'first');
    t.match(first.stdout, /^✓ repair v1 /);
    t.match(first.stderr, 'tests: 4 passed, 0 failed');
    t.equal((await typed('admin', 'deploy', fixture('repair/v1.yaml'))).code, 0);
    t.equal((await typed('li.wei', 'deploy', fixture('repair/v1.yaml'))).code, 4);
    const broken = await typed('admin', 'deploy', fixture('broken.yaml'));
    t.equal(broken.code, 1);
    t.match(broken.stderr, /nothing was published/);
  },
);
