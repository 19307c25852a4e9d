import { randomUUID } from 'node:crypto';
import t from 'tap';
import { noise, openWorld } from './support/world.ts';

t.test('definitions are listed, read as JSON or YAML, and cached by their hash', async (t) => {
  const { as } = await openWorld(t);
  const wang = await as('wang');
  t.match((await wang.get('/v1/definitions')).body['items'], [
    { id: 'noise', version: 1, publishedBy: 'author' },
  ]);
  t.match((await wang.get('/v1/definitions/noise')).body['items'], [{ version: 1 }]);
  const one = await wang.get('/v1/definitions/noise/1');
  t.equal(one.body['source'], noise);
  const etag = String(one.headers['etag']);
  t.equal((await wang.get('/v1/definitions/noise/1', { 'if-none-match': etag })).status, 304);
  const yaml = await wang.get('/v1/definitions/noise/1', { accept: 'application/yaml' });
  t.equal(yaml.text, noise);
  t.match(yaml.headers['content-type'], 'application/yaml');
  for (const url of ['/v1/definitions/nothing', '/v1/definitions/noise/2', '/v1/definitions/nothing/1'])
    t.equal((await wang.get(url)).body['code'], 'GZ_DEFINITION_UNKNOWN');
  t.equal((await wang.get('/v1/definitions/noise/first')).status, 400);
});

t.test('a definition is checked as JSON or as YAML, and every problem is told with its place', async (t) => {
  const { as, app } = await openWorld(t);
  const wang = await as('wang');
  t.same((await wang.post('/v1/definitions/check', { source: noise })).body, { ok: true, problems: [] });
  const broken = noise.replace('initial: triage', 'initial: nowhere');
  const told = (await wang.post('/v1/definitions/check', { source: broken, file: 'noise.yaml' })).body;
  t.equal(told['ok'], false);
  t.match(told['problems'], [{ code: /^GZ\d+$/, severity: 'error', file: 'noise.yaml', line: Number }]);
  const yaml = await app.inject({
    method: 'POST',
    url: '/v1/definitions/check',
    headers: { authorization: `Bearer ${wang.token}`, 'content-type': 'application/yaml' },
    payload: 'a: [',
  });
  t.equal(yaml.statusCode, 200);
  t.equal(yaml.json().ok, false);
});

t.test('an author publishes a version for ever', async (t) => {
  const { as } = await openWorld(t);
  const [author, wang] = [await as('author'), await as('wang')];
  const next = noise.replace('version: 1', 'version: 2');
  t.equal((await wang.post('/v1/definitions', { source: next })).status, 403);
  const published = await author.post('/v1/definitions', { source: next, note: '第二版' });
  t.equal(published.status, 201, published.text);
  t.match(published.body, { id: 'noise', version: 2, note: '第二版' });
  const again = await author.post('/v1/definitions', { source: next }, { 'idempotency-key': randomUUID() });
  t.equal(again.status, 201, 'the same content again is no change');
  const changed = next.replace('limit: P5D', 'limit: P6D');
  t.equal(
    (await author.post('/v1/definitions', { source: changed })).body['code'],
    'GZ_DEFINITION_VERSION_TAKEN',
  );
  const broken = await author.post('/v1/definitions', { source: 'id: [' });
  t.equal(broken.status, 422);
  t.equal(broken.body['code'], 'GZ_DEFINITION_INVALID');
  t.ok((broken.body['details'] as { problems: unknown[] }).problems.length > 0);
});
