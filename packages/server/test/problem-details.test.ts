import { connect, type AddressInfo } from 'node:net';
import t from 'tap';
import { openWorld } from './support/world.ts';

t.test('a problem has code, remedy and the id of its request, in the language asked for', async (t) => {
  const { nobody } = await openWorld(t);
  const zh = await nobody.get('/v1/cases');
  t.match(zh.body, {
    type: '/docs/errors#GZ_SIGN_IN_NEEDED',
    title: 'Unauthorized',
    status: 401,
    code: 'GZ_SIGN_IN_NEEDED',
    instance: `urn:uuid:${String(zh.headers['x-request-id'])}`,
  });
  t.match(zh.body['detail'], /请先登录/);
  const table: [Record<string, string>, string, RegExp][] = [
    [{ 'accept-language': 'en-GB,en;q=0.9' }, '', /Sign in/],
    [{ 'accept-language': 'fr, en;q=0.2, zh;q=0.8' }, '', /请先登录/],
    [{ 'accept-language': 'fr' }, '', /请先登录/],
    [{ 'accept-language': 'zh' }, '?lang=en', /Sign in/],
  ];
  for (const [headers, query, expected] of table)
    t.match((await nobody.get(`/v1/counts${query}`, headers)).body['detail'], expected);
});

t.test('what does not fit a shape is told field by field', async (t) => {
  const { as } = await openWorld(t);
  const wang = await as('wang');
  const { status, body } = await wang.post('/v1/cases?lang=en', { definition: '', role: 5, extra: true });
  t.equal(status, 400);
  t.equal(body['code'], 'GZ_REQUEST_INVALID');
  const fields = body['fields'] as { pointer: string; message: { en: string; 'zh-CN': string } }[];
  t.same(fields.map(({ pointer }) => pointer).toSorted(), ['/definition', '/extra', '/role']);
  for (const { message } of fields) t.ok(message.en && message['zh-CN']);
  const query = await wang.get('/v1/tasks?list=everything&limit=abc&colour=red');
  t.same((query.body['fields'] as { pointer: string }[]).map(({ pointer }) => pointer).toSorted(), [
    '/colour',
    '/limit',
    '/list',
  ]);
  t.equal((await wang.get('/v1/cases?limit=1&limit=2')).status, 400);
  t.equal((await wang.get('/v1/cases?limit=201')).status, 400);
  t.equal((await wang.get('/v1/counts?x=1')).status, 400);
});

t.test('an unknown path, a method that it does not take, and a broken url are told apart', async (t) => {
  const { nobody } = await openWorld(t);
  t.equal((await nobody.get('/v2/cases')).body['code'], 'GZ_ROUTE_UNKNOWN');
  const put = await nobody.put('/v1/cases', {});
  t.equal(put.status, 405);
  t.equal(put.body['code'], 'GZ_METHOD_UNKNOWN');
  t.equal(put.headers['allow'], 'POST, GET');
  t.equal((await nobody.get('/v1/cases/%E0%A4%A')).body['code'], 'GZ_URL_MALFORMED');
  t.ok((await nobody.get(`/v1/cases/${'x'.repeat(300)}`)).status >= 400);
});

t.test(
  'bodies that are not JSON, poisoned, too deep, too large, or hold broken text are refused',
  async (t) => {
    const { as, app } = await openWorld(t, { bodyLimitBytes: 10_000 });
    const { token } = await as('wang');
    const send = async (payload: string, type = 'application/json') => {
      const headers = {
        authorization: `Bearer ${token}`,
        'content-type': type,
        'idempotency-key': 'k-12345678',
      };
      const response = await app.inject({ method: 'POST', url: '/v1/cases', headers, payload });
      t.match(response.headers['content-type'], 'application/problem+json');
      return [response.statusCode, response.json().code];
    };
    const malformed = [400, 'GZ_BODY_MALFORMED'];
    t.same(await send('{"definition":'), malformed);
    t.same(await send('{"__proto__":{"x":1}}'), malformed);
    t.same(await send('{"a":{"constructor":{"prototype":{"x":1}}}}'), malformed);
    t.same(await send(`${'['.repeat(500)}${']'.repeat(500)}`), malformed);
    t.same(await send('{"role":"a\\u0000b"}'), malformed);
    t.same(await send('{"role":"\\ud800"}'), malformed);
    t.same(await send(`"${'x'.repeat(20_000)}"`), [413, 'GZ_BODY_TOO_LARGE']);
    t.same(await send('<a/>', 'application/xml'), [415, 'GZ_MEDIA_TYPE']);
    t.same(await send('a=1', 'application/x-www-form-urlencoded'), [415, 'GZ_MEDIA_TYPE']);
    t.same(await send('id: x', 'application/yaml'), [415, 'GZ_MEDIA_TYPE']);
    t.same(await send('[]'), [400, 'GZ_REQUEST_INVALID']);
    t.same(await send(''), [400, 'GZ_REQUEST_INVALID']);
  },
);

t.test('what fails inside says nothing of it to the caller', async (t) => {
  const { as, runtime } = await openWorld(t);
  const wang = await as('wang');
  runtime.query.counts = async () => {
    throw new Error('secret table is on fire');
  };
  const { status, body, text } = await wang.get('/v1/counts');
  t.equal(status, 500);
  t.equal(body['code'], 'GZ_INTERNAL');
  t.notMatch(text, /secret|fire|\.ts/);
});

t.test('a write without a good Idempotency-Key is refused', async (t) => {
  const { as, app } = await openWorld(t);
  const { token } = await as('wang');
  const payload = { definition: 'noise', role: 'reporter', payload: { what: 'x' } };
  const send = (key: string | undefined) =>
    app.inject({
      method: 'POST',
      url: '/v1/cases',
      headers: { authorization: `Bearer ${token}`, ...(key === undefined ? {} : { 'idempotency-key': key }) },
      payload,
    });
  t.equal((await send(undefined)).json().code, 'GZ_IDEMPOTENCY_KEY_MISSING');
  for (const key of ['short', 'with space in it', 'x'.repeat(201)])
    t.equal((await send(key)).json().code, 'GZ_IDEMPOTENCY_KEY_INVALID');
});

t.test('what is not HTTP at all gets problem details too', async (t) => {
  const { app } = await openWorld(t);
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  socket.end('NONSENSE\r\n\r\n');
  const text = await new Promise<string>((resolve) => {
    let received = '';
    socket.on('data', (chunk) => (received += chunk.toString()));
    socket.on('close', () => resolve(received));
  });
  t.match(text, /^HTTP\/1\.1 400 Bad Request\r\n/);
  t.match(text, /Content-Type: application\/problem\+json/);
  t.match(text, /"code":"GZ_REQUEST_MALFORMED"/);
});
