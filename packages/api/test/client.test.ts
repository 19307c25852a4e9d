import t from 'tap';
import { ApiProblem, createClient, each, operations, type Operation } from '@gongzhi/api';

interface Sent {
  url: string;
  method: string;
  headers: Record<string, string>;
  body: unknown;
}

/** A fetch that keeps what was sent, and answers one after the other. */
function scripted(...answers: Response[]) {
  const sent: Sent[] = [];
  const send: typeof fetch = async (url, init = {}) => {
    const { method = 'GET', headers, body } = init;
    sent.push({ url: String(url), method, headers: headers as Record<string, string>, body });
    const answer = answers.shift();
    if (!answer) throw new TypeError('fetch failed');
    return answer;
  };
  return { sent, client: createClient({ baseUrl: 'http://gz.example/', token: 'secret', fetch: send }) };
}

const json = (value: unknown) => Response.json(value);
const stream = (...chunks: string[]) =>
  new Response(
    new ReadableStream({
      start(controller) {
        for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
        controller.close();
      },
    }),
  );

t.test('fields go to the path, the query or the body, as the operation says', async (t) => {
  const { sent, client } = scripted(json({}), json({}));
  await client.completeTask(
    { taskId: 'a/b', payload: { text: '好' } },
    { ifMatch: 7, idempotencyKey: 'once-only' },
  );
  await client.listTasks({ list: 'mine', limit: 5 });
  t.match(sent[0], {
    url: 'http://gz.example/v1/tasks/a%2Fb/complete',
    method: 'POST',
    headers: { authorization: 'Bearer secret', 'if-match': '"7"', 'idempotency-key': 'once-only' },
    body: '{"payload":{"text":"好"}}',
  });
  t.equal(sent[1]?.url, 'http://gz.example/v1/tasks?list=mine&limit=5');
  t.notOk('idempotency-key' in (sent[1]?.headers ?? {}));
});

t.test('each write gets an Idempotency-Key of its own', async (t) => {
  const { sent, client } = scripted(json({}), json({}));
  await client.claimTask({ taskId: 't' });
  await client.claimTask({ taskId: 't' });
  const [one, other] = sent.map(({ headers }) => headers['idempotency-key']);
  t.match(one, /^[0-9a-f-]{36}$/);
  t.not(one, other);
});

t.test('every page of a list is read', async (t) => {
  const { sent, client } = scripted(json({ items: [1, 2], next: 'c' }), json({ items: [3], next: null }));
  const items = [];
  for await (const item of each(client.listCases, { status: 'open' })) items.push(item);
  t.same(items, [1, 2, 3]);
  t.match(sent[1]?.url, /status=open&after=c$/);
});

t.test('an answer that is no problem details is an ApiProblem all the same', async (t) => {
  const { client } = scripted(
    new Response('<h1>Bad Gateway</h1>', { status: 502, statusText: 'Bad Gateway' }),
  );
  const error = await client.listCases().catch((thrown: unknown) => thrown);
  t.ok(error instanceof ApiProblem);
  t.match(error, { status: 502, code: 'GZ_NOT_GONGZHI' });
});

t.test('a stream is read in whatever pieces it comes, and resumed where it was cut', async (t) => {
  const { sent, client } = scripted(
    stream('retry: 2000\nid: 4\n\nevent: en', 'try\nid: 5\ndata: {"seq":', '1}\n\n: heartbeat\nid: 6\n\n'),
    stream('event: reset\nid: 9\ndata: {}\n\n'),
  );
  const events = [];
  for await (const event of client.stream({ caseId: 'c', topics: ['task', 'clock'] })) {
    events.push(event);
    if (events.length === 2) break;
  }
  t.same(events, [
    { kind: 'entry', id: '5', entry: { seq: 1 } },
    { kind: 'reset', id: '9' },
  ]);
  t.equal(sent[0]?.url, 'http://gz.example/v1/stream?case=c&topics=task%2Cclock');
  t.notOk('last-event-id' in sent[0]!.headers);
  t.equal(sent[1]?.headers['last-event-id'], '6');
});

t.test('a stream that is refused for good ends with the refusal', async (t) => {
  const { client } = scripted(
    new Response('{"code":"GZ_SIGN_IN_NEEDED","status":401}', {
      status: 401,
      headers: { 'content-type': 'application/problem+json' },
    }),
  );
  await t.rejects(client.stream().next(), { code: 'GZ_SIGN_IN_NEEDED' });
});

t.test('an aborted stream ends', async (t) => {
  const { client } = scripted();
  const gone = new AbortController();
  const next = client.stream({ signal: gone.signal }).next();
  gone.abort();
  t.same(await next, { done: true, value: undefined });
});

t.test('the operations are consistent', async (t) => {
  const all = Object.entries<Operation>(operations);
  const routes = all.map(([, { method, path }]) => `${method} ${path}`);
  t.equal(new Set(routes).size, routes.length, 'no route twice');
  for (const [id, operation] of all) {
    const { method, path, params, query, body, write, access, summary } = operation;
    const names = [params, query, body].flatMap((shape) =>
      typeof shape === 'object' ? Object.keys(shape.properties) : [],
    );
    t.equal(new Set(names).size, names.length, `${id} uses no name twice`);
    t.same(
      Object.keys(params?.properties ?? {}),
      [...path.matchAll(/:(\w+)/g)].map(([, name]) => name),
      id,
    );
    t.ok(summary['zh-CN'] && summary.en, id);
    const keyless = ['signIn', 'signOut', 'checkDefinition', 'tryMigration'];
    t.equal(write === true, method !== 'GET' && !keyless.includes(id), `${id} takes an Idempotency-Key`);
    t.equal(
      access === 'public' || access.scope === 'read',
      method === 'GET' ? !/^\/v1\/(incidents|publish-requests)/.test(path) : keyless.includes(id),
      id,
    );
    for (const shape of [query, body])
      if (typeof shape === 'object') t.match(shape, { additionalProperties: false }, id);
  }
});
