import { randomUUID } from 'node:crypto';
import t from 'tap';
import { callerOf, credentials, letWangSignIn, openWorld, START, type World } from './support/world.ts';

const signIn = async (world: World) => {
  await letWangSignIn(world);
  const { body } = await world.nobody.post('/v1/session', credentials);
  return callerOf(world.app, String(body['token']));
};

t.test('a member makes keys, uses, lists and revokes them', async (t) => {
  const world = await openWorld(t);
  const wang = await signIn(world);
  const expiresAt = new Date(START + 3_600_000).toISOString();
  const created = await wang.post('/v1/keys', { name: '热线', scopes: ['read'], expiresAt });
  t.equal(created.status, 201);
  const key = callerOf(world.app, String(created.body['secret']));
  t.equal((await key.get('/v1/session')).body['memberId'], 'wang');
  const { items } = (await wang.get('/v1/keys')).body as { items: { keyId: string; expiresAt: string }[] };
  t.equal(items[0]?.expiresAt, expiresAt);
  t.notOk(JSON.stringify(items).includes(String(created.body['secret'])));
  t.equal((await wang.post('/v1/keys', { name: 'x', scopes: ['read'], expiresAt: 'tomorrow' })).status, 400);
  world.clock.now += 3_600_001;
  t.equal((await key.get('/v1/session')).status, 401, 'an expired key is nobody');
  t.equal((await wang.delete(`/v1/keys/${items[0]?.keyId}`)).status, 204);
});

t.test(
  'a repeated creation gives the same key, another body under that Idempotency-Key is refused',
  async (t) => {
    const wang = await signIn(await openWorld(t));
    const headers = { 'idempotency-key': randomUUID() };
    const first = await wang.post('/v1/keys', { name: 'one', scopes: ['read'] }, headers);
    const again = await wang.post('/v1/keys', { name: 'one', scopes: ['read'] }, headers);
    t.same(again.body, first.body);
    t.equal(((await wang.get('/v1/keys')).body['items'] as unknown[]).length, 1);
    const other = await wang.post('/v1/keys', { name: 'two', scopes: ['read'] }, headers);
    t.equal(other.status, 409);
    t.equal(other.body['code'], 'GZ_COMMAND_ID_REUSED');
  },
);

t.test('a key makes no keys, nobody revokes what is not theirs, no key exceeds its member', async (t) => {
  const world = await openWorld(t);
  const wang = await signIn(world);
  const key = await world.as('wang');
  t.equal((await key.post('/v1/keys', { name: 'x', scopes: ['read'] })).body['code'], 'GZ_KEY_MAKES_NO_KEYS');
  const wide = await wang.post('/v1/keys', { name: 'x', scopes: ['operate'] });
  t.equal(wide.body['code'], 'GZ_SCOPE_EXCEEDED');
  await world.as('li');
  const [others] = await world.runtime.directory.apiKeys('li');
  const refused = await wang.delete(`/v1/keys/${others?.keyId}`);
  t.equal(refused.status, 404);
  t.equal(refused.body['code'], 'GZ_KEY_UNKNOWN');
});
