import { randomUUID } from 'node:crypto';
import t from 'tap';
import { operations, type Operation } from '@gongzhi/api';
import { createServer } from '@gongzhi/server';
import { openWorld } from './support/world.ts';

const all = Object.entries<Operation>(operations);
/** Some url of the operation: ids that nothing has. */
const urlOf = ({ path }: Operation) => path.replace(':version', '1').replace(/:\w+/g, 'x1.1.1');

t.test('every operation that is not public answers 401 without a token', async (t) => {
  const { app } = await openWorld(t);
  for (const [id, operation] of all) {
    if (operation.access === 'public') continue;
    for (const authorization of [undefined, 'Bearer gz_0000000000000000_x', 'Basic d2FuZzp4', 'Bearer ']) {
      const response = await app.inject({
        method: operation.method,
        url: urlOf(operation),
        headers: { ...(authorization ? { authorization } : {}), 'idempotency-key': randomUUID() },
      });
      t.equal(response.statusCode, 401, `${id} with ${authorization}`);
      t.equal(response.json().code, 'GZ_SIGN_IN_NEEDED');
      t.equal(response.headers['www-authenticate'], 'Bearer');
    }
  }
});

t.test('a read-only key is refused every write', async (t) => {
  const { as } = await openWorld(t);
  const admin = await as('admin', ['read']);
  for (const [id, operation] of all) {
    if (operation.access === 'public' || operation.access.scope === 'read') continue;
    const call = { GET: admin.get, POST: admin.post, PUT: admin.put, DELETE: admin.delete }[operation.method];
    const answer = await call(urlOf(operation), {});
    t.equal(answer.status, 403, id);
    t.equal(answer.body['code'], 'GZ_SCOPE_MISSING', id);
  }
});

t.test('only reading, checking, trying and signing out need no more than the scope to read', async (t) => {
  const writes = all.filter(
    ([, { method, access }]) => method !== 'GET' && access !== 'public' && access.scope === 'read',
  );
  t.same(
    writes.map(([id]) => id),
    ['signOut', 'checkDefinition', 'tryMigration'],
  );
  const open = all.filter(([, { access }]) => access === 'public');
  t.same(
    open.map(([id]) => id),
    ['signIn', 'listPublicCases', 'readPublicCase', 'downloadPublicDocument', 'healthz', 'readyz'],
  );
});

t.test(
  'what only administrators, operators and authors do is refused to others, whatever their scopes',
  async (t) => {
    const { as } = await openWorld(t);
    const wang = await as('wang');
    for (const url of [
      '/v1/parties',
      '/v1/members',
      '/v1/definitions',
      '/v1/messages',
      '/v1/incidents/i/retry',
    ])
      t.equal((await wang.post(url, {})).status, 403, url);
    t.equal((await wang.get('/v1/incidents')).status, 403);
  },
);

t.test('every route of the server is in the list of operations, or is a page', async (t) => {
  const { runtime } = await openWorld(t);
  const app = createServer({ runtime });
  t.teardown(() => app.close());
  const routes: string[] = [];
  app.addHook('onRoute', ({ method, url }) => {
    if (method !== 'HEAD') routes.push(`${String(method)} ${url}`);
  });
  await app.ready();
  const declared = all.map(([, { method, path }]) => `${method} ${path}`);
  const pages = [
    'GET /',
    'GET /openapi.json',
    'GET /docs',
    'GET /docs/errors',
    'GET /page.css',
    'GET /outbox',
    'GET /sign-in',
    'POST /sign-in',
    'GET /metrics',
  ];
  t.same(routes.toSorted(), [...declared, ...pages].toSorted());
});

t.test('a route that declares no access is refused when it is registered', async (t) => {
  const { runtime } = await openWorld(t);
  const app = createServer({ runtime });
  t.teardown(() => app.close());
  t.throws(() => app.get('/secret', async () => 'x'), /expected GET \/secret to declare its access/);
});

t.test('a route that others add is guarded like ours', async (t) => {
  const { runtime } = await openWorld(t);
  const app = createServer({ runtime });
  t.teardown(() => app.close());
  app.get('/extra', { config: { access: { scope: 'read' } } }, async () => 'x');
  t.equal((await app.inject('/extra')).statusCode, 401);
});

t.test('a revoked key and a member who is not active are nobody', async (t) => {
  const { as, runtime } = await openWorld(t);
  const li = await as('li');
  t.equal((await li.get('/v1/session')).status, 200);
  const [key] = await runtime.directory.apiKeys('li');
  await runtime.directory.revokeApiKey(key!.keyId);
  t.equal((await li.get('/v1/session')).status, 401);
  const sun = await as('sun');
  await runtime.directory.saveMember({ memberId: 'sun', partyId: 'p-nanhu', name: 'sun', active: false });
  t.equal((await sun.get('/v1/session')).status, 401);
});
