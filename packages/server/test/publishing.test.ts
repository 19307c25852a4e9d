import t from 'tap';
import { noise, openWorld } from './support/world.ts';

const second = noise.replace('version: 1', 'version: 2');

t.test('one member submits a definition and another approves it', async (t) => {
  const { as } = await openWorld(t);
  const [author, admin, wang] = [
    await as('author'),
    await as('admin', ['read', 'publish', 'administer']),
    await as('wang'),
  ];
  const submitted = await author.post('/v1/publish-requests', { source: second, note: '第二版' });
  t.equal(submitted.status, 201, submitted.text);
  const url = `/v1/publish-requests/${String(submitted.body['requestId'])}`;
  t.match((await author.post(`${url}/approve`)).body, { code: 'GZ_PUBLISH_SELF_APPROVAL', status: 403 });
  t.equal((await wang.post(`${url}/approve`)).status, 403);
  t.match((await admin.get(url)).body, { status: 'pending', source: second });
  t.match((await admin.get('/v1/publish-requests?status=pending')).body['items'], [{ version: 2 }]);
  t.match((await admin.post(`${url}/approve`)).body, { status: 'approved', decidedBy: 'admin' });
  t.match((await wang.get('/v1/definitions')).body['items'], [{ id: 'noise', version: 2, active: true }]);
  t.equal((await admin.get('/v1/publish-requests/none')).body['code'], 'GZ_PUBLISH_REQUEST_UNKNOWN');
});

t.test('a version is rolled back by two members', async (t) => {
  const { as } = await openWorld(t);
  const [author, admin, wang] = [
    await as('author'),
    await as('admin', ['read', 'publish', 'administer']),
    await as('wang'),
  ];
  await author.post('/v1/definitions', { source: second });
  const asked = await admin.post('/v1/definitions/noise/1/activate', { reason: '第二版有误' });
  t.equal(asked.status, 201, asked.text);
  const url = `/v1/publish-requests/${String(asked.body['requestId'])}`;
  t.equal((await admin.post(`${url}/approve`)).status, 403);
  t.match((await author.post(`${url}/approve`)).body, { kind: 'activate', status: 'approved' });
  t.match((await wang.get('/v1/definitions/noise')).body['items'], [
    { version: 2, active: false },
    { version: 1, active: true },
  ]);
  const again = await admin.post('/v1/definitions/noise/2/activate', { reason: '仍用第二版' });
  const rejected = await author.post(`/v1/publish-requests/${String(again.body['requestId'])}/reject`, {
    reason: '不',
  });
  t.match(rejected.body, { status: 'rejected', reason: '不' });
});

t.test('an author tries a migration, an operator applies it, and the case tells it', async (t) => {
  const { as, openCase } = await openWorld(t);
  const caseId = await openCase();
  const [author, ops, wang] = [await as('author'), await as('ops'), await as('wang')];
  await author.post('/v1/definitions', { source: second });
  const plan = 'from: { id: noise, version: 1 }\nto: { id: noise, version: 2 }\n';
  t.match((await author.post('/v1/migrations/dry-run', { plan })).body, {
    cases: 1,
    accepted: 1,
    refused: 0,
  });
  t.equal((await wang.post('/v1/migrations/dry-run', { plan })).status, 403);
  t.equal((await author.post('/v1/migrations', { plan, reason: '新规' })).status, 403);
  t.match((await ops.post('/v1/migrations', { plan: 'from: 1', reason: '新规' })).body, {
    code: 'GZ_MIGRATION_PLAN_INVALID',
    details: { problems: [{}] },
  });
  const done = await ops.post('/v1/migrations', { plan, reason: '新规' });
  t.match(done.body, { status: 'done', migrated: 1, remaining: 0, startedBy: 'ops' });
  const url = `/v1/migrations/${String(done.body['migrationId'])}`;
  t.match((await ops.get(url)).body, { status: 'done' });
  t.match((await ops.post(`${url}/resume`)).body, { status: 'done' });
  t.match((await author.get('/v1/migrations')).body['items'], [{ status: 'done' }]);
  t.equal((await ops.get('/v1/migrations/none')).body['code'], 'GZ_MIGRATION_UNKNOWN');
  const timeline = (await wang.get(`/v1/cases/${caseId}/timeline`)).body['items'] as object[];
  t.match(timeline[0], { kind: 'case.migrate', reason: '新规' });
});
