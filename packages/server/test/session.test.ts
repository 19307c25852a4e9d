import t from 'tap';
import { callerOf, credentials, letWangSignIn, openWorld, type World } from './support/world.ts';

const cookieOf = async (world: World) => {
  await letWangSignIn(world);
  const { headers } = await world.nobody.post('/v1/session', credentials);
  return String(headers['set-cookie']).split(';')[0]!;
};

t.test('signing in gives a token and a cookie that scripts and other sites cannot use', async (t) => {
  const world = await openWorld(t);
  await letWangSignIn(world);
  const { status, body, headers } = await world.nobody.post('/v1/session', credentials);
  t.equal(status, 200);
  t.match(String(headers['set-cookie']), /^gongzhi_session=\S+; Path=\/; .*HttpOnly; SameSite=Strict/i);
  t.equal(headers['cache-control'], 'no-store');
  const wang = callerOf(world.app, String(body['token']));
  const session = (await wang.get('/v1/session')).body;
  t.match(session, {
    memberId: 'wang',
    partyId: 'p-wang',
    partyKind: 'resident',
    grants: [],
    scopes: ['read', 'act'],
  });
  t.equal((await wang.delete('/v1/session')).status, 204);
  t.equal((await wang.get('/v1/session')).status, 401);
});

t.test('a wrong password and an unknown login get the same answer', async (t) => {
  const world = await openWorld(t);
  await letWangSignIn(world);
  const { nobody } = world;
  const wrong = await nobody.post('/v1/session', { login: 'wang', password: 'x' });
  const unknown = await nobody.post('/v1/session', { login: 'nobody', password: 'x' });
  for (const answer of [wrong, unknown]) {
    t.equal(answer.status, 401);
    t.equal(answer.body['code'], 'GZ_SIGN_IN_FAILED');
  }
  t.equal(wrong.body['detail'], unknown.body['detail']);
});

t.test('the cookie reads, and writes only for pages of this site', async (t) => {
  const world = await openWorld(t, { origins: ['https://portal.example'] });
  const cookie = await cookieOf(world);
  t.equal((await world.nobody.get('/v1/session', { cookie })).status, 200);
  const open = { definition: 'noise', role: 'reporter', payload: { what: '施工' }, cellId: 'cell-1' };
  const write = (headers: Record<string, string>) =>
    world.nobody.post('/v1/cases', open, { cookie, host: 'gz.example', ...headers });
  for (const headers of [
    {},
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'https://gz.example.evil.example' },
  ]) {
    const refused = await write(headers);
    t.equal(refused.status, 403, JSON.stringify(headers));
    t.equal(refused.body['code'], 'GZ_ORIGIN_REFUSED');
  }
  t.equal((await write({ origin: 'https://gz.example' })).status, 201);
  t.equal((await write({ origin: 'https://portal.example' })).status, 201);
});

t.test('a header decides before a cookie', async (t) => {
  const world = await openWorld(t);
  const cookie = await cookieOf(world);
  t.equal(
    (await world.nobody.get('/v1/session', { cookie, authorization: 'Bearer wrong-token' })).status,
    401,
  );
});

t.test('failed attempts to sign in are limited for an address, for a minute', async (t) => {
  const world = await openWorld(t, { signInLimit: 2 });
  await letWangSignIn(world);
  const { nobody, clock } = world;
  for (const login of ['a-1', 'a-2'])
    t.equal((await nobody.post('/v1/session', { login, password: 'x' })).status, 401);
  const third = await nobody.post('/v1/session', { login: 'a-3', password: 'x' });
  t.equal(third.status, 429);
  t.equal(third.body['code'], 'GZ_RATE_LIMITED');
  t.equal(third.headers['retry-after'], '60');
  t.equal((await nobody.post('/v1/session', credentials)).status, 429, 'nor is a right one looked at');
  clock.now += 60_000;
  t.equal((await nobody.post('/v1/session', credentials)).status, 200);
});

t.test('of many attempts at once no more than the limit is looked at', async (t) => {
  const { nobody } = await openWorld(t, { signInLimit: 2 });
  const answers = await Promise.all(
    ['b-1', 'b-2', 'b-3', 'b-4', 'b-5'].map((login) => nobody.post('/v1/session', { login, password: 'x' })),
  );
  t.same(answers.map(({ status }) => status).toSorted(), [401, 401, 429, 429, 429]);
});

t.test('signing in rightly is limited generously', async (t) => {
  const world = await openWorld(t, { signInLimit: 2, signInAllLimit: 4 });
  await letWangSignIn(world);
  for (let turn = 0; turn < 4; turn += 1)
    t.equal((await world.nobody.post('/v1/session', credentials)).status, 200);
  t.equal((await world.nobody.post('/v1/session', credentials)).status, 429);
});
