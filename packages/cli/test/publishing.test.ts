import { writeFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { fixture, start, temporaryFolder, type Running } from './support/cli.ts';
import { signedIn } from './support/signed-in.ts';

const folder = temporaryFolder((clean) => t.teardown(clean));

let running: Running;
t.before(async () => {
  running = await start(['dev'], { GONGZHI_FOLDER: folder, GONGZHI_TWO_PERSON: 'true' });
});
t.teardown(() => running.stop());

const { tokens, typed, asJson } = signedIn(() => running.url);

/** The administrator makes another member an author. */
async function makeAuthor(memberId: string): Promise<void> {
  await typed('admin', 'doctor');
  const headers = { authorization: `Bearer ${tokens.get('admin')}`, 'content-type': 'application/json' };
  const url = `${running.url}/v1/members/${memberId}`;
  const { name, partyId, login } = (await (await fetch(url, { headers })).json()) as Record<string, string>;
  const answer = await fetch(url, {
    method: 'PUT',
    headers: { ...headers, 'idempotency-key': `author-${memberId}` },
    body: JSON.stringify({ name, partyId, login, grants: ['author'] }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

interface Deployed {
  published: object[];
  submitted: { requestId: string; status: string }[];
}

const first = fixture('repair/v1.yaml');
const second = join(folder, 'v2.yaml');
const plan = join(folder, 'plan.yaml');
writeFileSync(second, readFileSync(first, 'utf8').replace('version: 1', 'version: 2'));
writeFileSync(plan, 'from: { id: repair, version: 1 }\nto: { id: repair, version: 2 }\n');

async function publish(file: string): Promise<string> {
  const { submitted } = await asJson<Deployed>('admin', 'deploy', file);
  const { requestId } = submitted[0]!;
  await asJson('chen.jing', 'deploy', 'approve', requestId);
  return requestId;
}

t.test('where two persons publish, deploy submits and another approves', async (t) => {
  await makeAuthor('m-chen');
  const { published, submitted } = await asJson<Deployed>('admin', 'deploy', first);
  t.same(published, []);
  const { requestId } = submitted[0]!;
  const own = await typed('admin', 'deploy', 'approve', requestId);
  t.equal(own.code, 4);
  t.match(own.stderr, 'GZ_PUBLISH_SELF_APPROVAL');
  t.match((await typed('chen.jing', 'deploy', 'requests')).stdout, new RegExp(`… ${requestId}.*repair v1`));
  t.match((await typed('chen.jing', 'deploy', 'approve', requestId)).stdout, /^✓ .*admin → /);
  t.match((await typed('admin', 'versions', 'repair')).stdout, /→ +v1 .*new cases take it/);
});

t.test('a request is rejected with a reason', async (t) => {
  const { submitted } = await asJson<Deployed>('admin', 'deploy', second);
  const { requestId } = submitted[0]!;
  t.equal((await typed('chen.jing', 'deploy', 'reject', requestId)).code, 2);
  t.match((await typed('chen.jing', 'deploy', 'approve', requestId, '--dry-run')).stdout, /^POST .*approve/);
  t.match(
    (await typed('chen.jing', 'deploy', 'reject', requestId, '--reason', 'no basis')).stdout,
    /^✗ .*no basis/,
  );
});

t.test('a plan is tried, applied with a reason, and a version is rolled back by two', async (t) => {
  await publish(second);
  const tried = await typed('admin', 'deploy', '--plan', plan, '--dry-run');
  t.equal(tried.code, 0, tried.stderr);
  t.match(tried.stdout, 'migration tried on 0 cases: 0 can go, 0 refused');
  t.equal((await typed('admin', 'deploy', '--plan', plan)).code, 2);
  const done = await typed('admin', 'deploy', '--plan', plan, '--reason', 'the rule changed');
  t.equal(done.code, 0, done.stderr);
  t.match(done.stdout, '0 cases migrated, 0 left');
  writeFileSync(plan, 'from: 1');
  const broken = await typed('admin', 'deploy', '--plan', plan, '--dry-run');
  t.equal(broken.code, 4);
  t.match(broken.stderr, 'GZ_MIGRATION_PLAN_INVALID');
  t.equal((await typed('admin', 'deploy')).code, 2);
  const asked = await asJson<{ requestId: string }>(
    'admin',
    'rollback',
    'repair',
    '1',
    '--reason',
    'two is wrong',
  );
  await asJson('chen.jing', 'deploy', 'approve', asked.requestId);
  t.match((await typed('admin', 'versions', 'repair')).stdout, /→ +v1 /);
});
