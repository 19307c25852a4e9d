import t from 'tap';
import { createDirectory, type Scope } from '../src/directory.ts';
import { everythingStored, openTestStore, refusal } from './query-store.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const opened = await openTestStore();
const { store, now, pass } = opened;
t.teardown(() => opened.close());
const directory = createDirectory(store, now, opened.folder);

const PASSWORD = 'Lotus-7-ferry-barn';
const failed = refusal('GZ_SIGN_IN_FAILED');
const tooOften = refusal('GZ_SIGN_IN_TOO_OFTEN');
const li = { memberId: 'li', partyId: 'office', name: '李', login: 'Li.Na' };

await directory.saveParty({ partyId: 'office', kind: 'government', name: { 'zh-CN': '办', en: 'office' } });
await directory.saveMember({ ...li, password: PASSWORD, grants: ['author', 'operator'] });
await directory.saveMember({
  memberId: 'zhao',
  partyId: 'office',
  name: '赵',
  login: 'zhao',
  password: PASSWORD,
});

t.test('login and password, in any case and width of the login, give a token for twelve hours', async (t) => {
  const { token, expiresAt, identity } = await directory.signIn(' ＬＩ.na', PASSWORD);
  t.match(token, /^[A-Za-z0-9_-]{43}$/);
  t.equal(expiresAt, now() + 12 * HOUR_MS);
  t.same(identity.scopes, ['read', 'act', 'publish', 'operate']);
  t.same(identity.grants, ['operator', 'author']);
  t.equal(identity.actor.operator, true);
  t.same(await directory.identify(token), identity);
  t.notOk(identity.via.includes(token), 'what goes into logs is not the token');
  pass(12 * HOUR_MS - 1);
  t.ok(await directory.identify(token));
  pass(1);
  t.equal(await directory.identify(token), null, 'over');
});

t.test(
  'a wrong password, an unknown login, no password and an inactive member get the same answer',
  async (t) => {
    await directory.saveMember({ memberId: 'machine', partyId: 'office', name: '系统', login: 'machine' });
    await directory.saveMember({
      memberId: 'left',
      partyId: 'office',
      name: '离职',
      login: 'left',
      password: PASSWORD,
      active: false,
    });
    await t.rejects(directory.signIn('li.na', 'Lotus-7-ferry-bark'), failed);
    await t.rejects(directory.signIn('nobody', PASSWORD), failed);
    await t.rejects(directory.signIn('machine', ''), failed);
    await t.rejects(directory.signIn('left', PASSWORD), failed);
    await t.rejects(directory.signIn('', ''), failed);
    await t.rejects(directory.signIn('li\0na', 'x'.repeat(100_000)), failed);
  },
);

t.test('an unknown login takes as long as a known one', async (t) => {
  const time = async (login: string): Promise<number> => {
    const from = process.cpuUsage();
    await directory.signIn(login, 'not the password').catch(() => undefined);
    return process.cpuUsage(from).user / 1000;
  };
  pass(HOUR_MS);
  const known = Math.min(await time('zhao'), await time('zhao'));
  const unknown = Math.min(await time('unheard-of'), await time('unheard-of'));
  t.ok(unknown > known / 3 && known > unknown / 3, `${known} ms and ${unknown} ms of computing`);
});

t.test(
  'the sixth attempt within 15 minutes of the first failure is refused, the right one too',
  async (t) => {
    pass(HOUR_MS);
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await t.rejects(directory.signIn('zhao', 'wrong'), failed);
      pass(MINUTE_MS);
    }
    await t.rejects(directory.signIn('zhao', PASSWORD), refusal('GZ_SIGN_IN_TOO_OFTEN', { minutes: 10 }));
    await directory.signIn('li.na', PASSWORD);
    pass(10 * MINUTE_MS - 1);
    await t.rejects(directory.signIn('ZHAO', PASSWORD), tooOften, 'however it is written');
    pass(1);
    await directory.signIn('zhao', PASSWORD);
    await t.rejects(directory.signIn('zhao', 'wrong'), failed, 'a success begins anew');
  },
);

t.test('many attempts at once are not more than five', async (t) => {
  pass(HOUR_MS);
  const answers = await Promise.allSettled(
    Array.from({ length: 12 }, () => directory.signIn('unheard-of', 'wrong')),
  );
  const codes = answers.map((answer) =>
    answer.status === 'rejected' ? String(answer.reason.refusal.code) : '',
  );
  t.ok(codes.filter((code) => code === 'GZ_SIGN_IN_FAILED').length <= 5);
  t.ok(codes.filter((code) => code === 'GZ_SIGN_IN_TOO_OFTEN').length >= 7);
});

t.test('signing out, a new password and deactivation end what was signed in', async (t) => {
  pass(HOUR_MS);
  const signIn = async () => (await directory.signIn('li.na', PASSWORD)).token;
  const [first, second] = [await signIn(), await signIn()];
  await directory.signOut(first);
  t.equal(await directory.identify(first), null);
  t.ok(await directory.identify(second), 'the other one goes on');
  await directory.saveMember({ ...li, password: PASSWORD, grants: ['author'] });
  t.equal(await directory.identify(second), null, 'a new password');
  const third = await signIn();
  await directory.saveMember({ ...li, active: false });
  t.equal(await directory.identify(third), null, 'not active');
  await directory.saveMember({ ...li, grants: ['author', 'operator'] });
  t.equal(await directory.identify(third), null, 'for good');
  t.ok(await directory.identify(await signIn()), 'a save without a password keeps it');
  await directory.signOut('no such token');
});

t.test('a weak password and a login of somebody else are refused', async (t) => {
  const save = (password: string, login = 'new.login') =>
    directory.saveMember({ memberId: 'new', partyId: 'office', name: '新', login, password });
  const weak = refusal('GZ_PASSWORD_WEAK', { min: 10, max: 128 });
  for (const password of [
    'short',
    'aaaaaaaaaaaa',
    '1234567890',
    'Password123',
    'my-new.login-1',
    'x1y2'.repeat(33),
  ])
    await t.rejects(save(password), weak, password);
  await t.rejects(save(PASSWORD, 'ZHAO'), refusal('GZ_LOGIN_TAKEN', { login: 'zhao' }));
  await t.rejects(
    directory.saveMember({ memberId: 'new', partyId: 'office', name: '新', password: PASSWORD }),
    refusal('GZ_DIRECTORY_INVALID', { field: 'login' }),
  );
  await t.rejects(directory.member('new'), refusal('GZ_MEMBER_UNKNOWN'), 'nothing was saved');
});

t.test('an API key acts for its member within its scopes until it ends or is revoked', async (t) => {
  const { keyId, secret } = await directory.createApiKey({
    memberId: 'li',
    name: '接口',
    scopes: ['act', 'read'],
    expiresAt: now() + HOUR_MS,
  });
  t.match(secret, new RegExp(`^gz_${keyId}_`));
  const identity = await directory.identify(secret);
  t.match(identity, { actor: { memberId: 'li' }, scopes: ['read', 'act'], grants: [], via: `key:${keyId}` });
  t.equal(identity?.actor.operator, undefined, 'an operator’s key without the scope is no operator’s');
  t.equal(await directory.identify(`${secret.slice(0, -1)}${secret.endsWith('A') ? 'B' : 'A'}`), null);
  t.equal(await directory.identify(secret.slice(0, -1)), null);
  t.equal(await directory.identify(`gz_${'0'.repeat(16)}_${'a'.repeat(43)}`), null);
  t.equal(await directory.identify(''), null);
  pass(HOUR_MS);
  t.equal(await directory.identify(secret), null, 'over');

  const second = await directory.createApiKey({ memberId: 'li', name: '接口', scopes: ['operate'] });
  t.equal((await directory.identify(second.secret))?.actor.operator, true);
  await directory.saveMember({ ...li, grants: ['author'] });
  t.same((await directory.identify(second.secret))?.scopes, [], 'no more than the member has');
  await directory.revokeApiKey(second.keyId);
  t.equal(await directory.identify(second.secret), null, 'at once');
  await directory.revokeApiKey(second.keyId);
  t.match(await directory.apiKeys('li'), [
    { keyId: second.keyId, revokedAt: now() },
    { keyId, revokedAt: null },
  ]);
  t.notMatch(JSON.stringify(await directory.apiKeys('li')), /[Hh]ash/);
});

t.test('the use of a key is written down at most once a minute', async (t) => {
  const { keyId, secret } = await directory.createApiKey({
    memberId: 'zhao',
    name: '接口',
    scopes: ['read'],
  });
  const lastUsedAt = async () =>
    (await directory.apiKeys('zhao')).find((key) => key.keyId === keyId)?.lastUsedAt;
  t.equal(await lastUsedAt(), null);
  await directory.identify(secret);
  const firstAt = now();
  pass(MINUTE_MS - 1);
  await directory.identify(secret);
  t.equal(await lastUsedAt(), firstAt);
  pass(1);
  await directory.identify(secret);
  t.equal(await lastUsedAt(), now());
});

t.test('a key for nobody, for nothing, for more than its member or already over is refused', async (t) => {
  const key = { memberId: 'zhao', name: '接口', scopes: ['read'] as Scope[] };
  await t.rejects(directory.createApiKey({ ...key, memberId: 'nobody' }), refusal('GZ_MEMBER_UNKNOWN'));
  await t.rejects(
    directory.createApiKey({ ...key, scopes: [] }),
    refusal('GZ_DIRECTORY_INVALID', { field: 'scopes' }),
  );
  await t.rejects(
    directory.createApiKey({ ...key, scopes: ['operate'] }),
    refusal('GZ_DIRECTORY_INVALID', { field: 'scopes.0' }),
  );
  await t.rejects(
    directory.createApiKey({ ...key, expiresAt: now() }),
    refusal('GZ_DIRECTORY_INVALID', { field: 'expiresAt' }),
  );
  await t.rejects(directory.revokeApiKey('nokey'), refusal('GZ_KEY_UNKNOWN', { keyId: 'nokey' }));
});

t.test('another process sees a revoked key and an ended sign-in within five seconds', async (t) => {
  pass(HOUR_MS);
  const other = createDirectory(store, now, opened.folder);
  const { keyId, secret } = await directory.createApiKey({
    memberId: 'zhao',
    name: '接口',
    scopes: ['read'],
  });
  t.ok(await other.identify(secret));
  await directory.revokeApiKey(keyId);
  const realNow = performance.now.bind(performance);
  t.teardown(() => Object.assign(performance, { now: realNow }));
  Object.assign(performance, { now: () => realNow() + 5_000 });
  t.equal(await other.identify(secret), null);
});

t.test('no password, token or key is in any stored row or in what an error says', async (t) => {
  pass(HOUR_MS);
  const { token } = await directory.signIn('li.na', PASSWORD);
  const { secret } = await directory.createApiKey({ memberId: 'li', name: '接口', scopes: ['read'] });
  await directory.identify(secret);
  const mistaken = await directory.signIn(PASSWORD, 'li.na').catch((error: unknown) => error);
  const weak = await directory
    .saveMember({ ...li, password: 'hunter2hunter2-li.na' })
    .catch((error: unknown) => error);
  const stored = await everythingStored(store);
  t.match(stored, /scrypt\$32768\$8\$3\$/, 'the rows are there');
  for (const words of [PASSWORD, token, secret, secret.slice(-43)])
    t.notOk(stored.toLowerCase().includes(words.toLowerCase()), 'not stored');
  const said = JSON.stringify([mistaken, weak].map((error) => [String(error), error]));
  t.notMatch(said, /hunter2|Lotus/i);
});
