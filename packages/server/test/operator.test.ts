import t from 'tap';
import { openWorld, type World } from './support/world.ts';

const ring = async ({ as, runtime }: World, caseId: string) => {
  await (await as('li')).post(`/v1/cases/${caseId}/events`, { event: 'ring' });
  await runtime.settle();
};

t.test('an effect that fails for good becomes an incident, which an operator retries or skips', async (t) => {
  const world = await openWorld(t);
  const ops = await world.as('ops');
  const caseId = await world.openCase();
  await ring(world, caseId);
  const { items } = (await ops.get(`/v1/incidents?caseId=${caseId}&status=open`)).body as {
    items: { incidentId: string }[];
  };
  t.match(items, [{ kind: 'effect', what: /ring/, error: /nobody answers/, status: 'open' }]);
  const url = `/v1/incidents/${items[0]!.incidentId}`;
  t.equal((await ops.post(`${url}/skip`, {})).status, 400, 'giving up needs a reason');
  const retried = await ops.post(`${url}/retry`);
  t.equal(retried.status, 200, retried.text);
  await world.runtime.settle();
  const open = (await ops.get('/v1/incidents?status=open')).body['items'] as { incidentId: string }[];
  t.equal(open.length, 1);
  const skipped = await ops.post(`/v1/incidents/${open[0]!.incidentId}/skip`, { reason: '无需再打' });
  t.match(skipped.body, { status: 'skipped', resolvedBy: 'ops', reason: '无需再打' });
  t.equal(
    (await ops.post(`/v1/incidents/${open[0]!.incidentId}/skip`, { reason: 'x' })).body['code'],
    'GZ_INCIDENT_RESOLVED',
  );
  t.equal((await ops.post('/v1/incidents/nothing/retry')).body['code'], 'GZ_INCIDENT_UNKNOWN');
});

t.test('an operator moves a case that is stuck, with a reason in the journal', async (t) => {
  const world = await openWorld(t);
  const ops = await world.as('ops');
  const caseId = await world.openCase();
  await ring(world, caseId);
  const [incident] = (await ops.get('/v1/incidents')).body['items'] as { incidentId: string }[];
  const url = `/v1/incidents/${incident!.incidentId}/move`;
  t.equal((await ops.post(url, { target: 'nowhere', reason: 'x' })).body['code'], 'GZ_MOVE_TARGET');
  const moved = await ops.post(url, { target: 'mediating', reason: '电话不通，直接调解' });
  t.match(moved.body, { status: 'moved' }, moved.text);
  t.match((await (await world.as('wang')).get(`/v1/cases/${caseId}`)).body['states'], ['mediating']);
});

t.test('an operator reads no case by being one', async (t) => {
  const world = await openWorld(t);
  const ops = await world.as('ops');
  const caseId = await world.openCase();
  // ops belongs to the oversight office, which supervises; so the operator of another party is asked.
  await world.runtime.directory.saveMember({
    memberId: 'zhao',
    partyId: 'p-zhao',
    name: 'zhao',
    grants: ['operator'],
  });
  const zhao = await world.as('zhao', ['read', 'act', 'operate']);
  t.equal((await zhao.get(`/v1/cases/${caseId}`)).status, 404);
  t.equal((await zhao.get('/v1/incidents')).status, 200);
  t.equal((await ops.get('/v1/incidents')).status, 200);
});

t.test('a message reaches the case that awaits it, once', async (t) => {
  const world = await openWorld(t);
  const ops = await world.as('ops');
  const caseId = await world.openCase({ what: '广场舞' });
  const message = {
    messageId: 'm-1',
    name: 'decibel-report',
    correlation: '广场舞',
    payload: { decibel: 71 },
  };
  const received = await ops.post('/v1/messages', message);
  t.equal(received.status, 200, received.text);
  await world.runtime.settle();
  await ops.post('/v1/messages', message);
  await world.runtime.settle();
  const { body } = await (await world.as('wang')).get(`/v1/cases/${caseId}`);
  t.match(body['data'], { decibel: 71 });
  t.equal((await (await world.as('wang')).post('/v1/messages', message)).status, 403);
});

t.test('metrics are for this machine and for operators', async (t) => {
  const world = await openWorld(t);
  const [ops, wang] = [await world.as('ops'), await world.as('wang')];
  const away = { remoteAddress: '203.0.113.9', url: '/metrics' };
  await world.nobody.get('/healthz');
  await new Promise(setImmediate);
  const here = await world.app.inject('/metrics');
  t.equal(here.statusCode, 200);
  t.match(here.body, /gongzhi_http_request_duration_seconds_bucket/);
  t.match(here.body, /process_cpu_seconds_total/);
  t.equal((await world.app.inject(away)).statusCode, 403);
  const proxied = { url: '/metrics', headers: { 'x-forwarded-for': '203.0.113.9' } };
  const refused = await world.app.inject(proxied);
  t.equal(refused.json().code, 'GZ_METRICS_LOCAL', 'a proxy here does not make its clients local');
  for (const [caller, status] of [
    [wang, 403],
    [ops, 200],
  ] as const) {
    const headers = { authorization: `Bearer ${caller.token}` };
    t.equal((await world.app.inject({ ...away, headers })).statusCode, status);
  }
});

t.test('healthz answers while the process lives, readyz while the store does', async (t) => {
  const { nobody, runtime } = await openWorld(t);
  t.same((await nobody.get('/healthz')).body, { status: 'ok' });
  t.same((await nobody.get('/readyz')).body, { status: 'ok' });
  runtime.ready = async () => false;
  const away = await nobody.get('/readyz');
  t.equal(away.status, 503);
  t.equal(away.body['code'], 'GZ_NOT_READY');
  t.ok(away.headers['retry-after']);
});

t.test('what one member or one address asks too often is refused for a while', async (t) => {
  const world = await openWorld(t, { memberLimit: 3 });
  const [wang, li] = [await world.as('wang'), await world.as('li')];
  for (let count = 0; count < 3; count++) t.equal((await wang.get('/v1/counts')).status, 200);
  const refused = await wang.get('/v1/counts');
  t.equal(refused.body['code'], 'GZ_RATE_LIMITED');
  t.ok(Number(refused.headers['retry-after']) > 0);
  t.equal((await li.get('/v1/counts')).status, 200, 'others are not held back');
  const narrow = await openWorld(t, { addressLimit: 2 });
  for (const status of [404, 404, 429]) t.equal((await narrow.nobody.get('/x')).status, status);
});
