import type { FastifyInstance } from 'fastify';
import t from 'tap';
import { createServer } from '@gongzhi/server';
import { openWorld } from './support/world.ts';

interface Event {
  id: string | undefined;
  event: string | undefined;
  data: { kind?: string; caseId?: string } | null;
}

const listen = (app: FastifyInstance) => app.listen({ host: '127.0.0.1', port: 0 });

interface Reading {
  /** Events with data, once `count` of them have come. */
  events: Promise<Event[]>;
  response: Response;
}

/** Opens a real connection; when this resolves, the stream has begun and knows its place. */
async function open(
  base: string,
  token: string,
  count: number,
  headers: Record<string, string> = {},
  query = '',
): Promise<Reading> {
  const gone = new AbortController();
  const response = await fetch(`${base}/v1/stream${query}`, {
    headers: { authorization: `Bearer ${token}`, ...headers },
    signal: gone.signal,
  });
  const reader = response.body!.getReader();
  const decoder = new TextDecoder();
  const next = async () => {
    const { done, value } = await reader.read();
    if (done) throw new Error('the stream ended');
    return decoder.decode(value, { stream: true });
  };
  let text = await next();
  const events = (async () => {
    for (;;) {
      const found = eventsOf(text);
      if (found.length >= count) return found;
      text += await next();
    }
  })();
  return { response, events: events.finally(() => gone.abort()) };
}

const read = async (...given: Parameters<typeof open>) => (await open(...given)).events;

function eventsOf(text: string): Event[] {
  const events = text
    .split('\n\n')
    .slice(0, -1)
    .map((block) => {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
      const data = field('data');
      return { id: field('id'), event: field('event'), data: data === undefined ? null : JSON.parse(data) };
    });
  return events.filter(({ data }) => data !== null);
}

t.test('a stream carries the entries that its reader may see, as they are committed', async (t) => {
  const world = await openWorld(t);
  const base = await listen(world.app);
  const [wang, zhao] = [await world.as('wang'), await world.as('zhao')];
  const { response, events: mine } = await open(base, wang.token, 1);
  const { events: theirs } = await open(base, zhao.token, 1);
  const caseId = await world.openCase();
  t.match(response.headers.get('content-type'), 'text/event-stream');
  t.ok(response.headers.get('content-security-policy'), 'with the headers that every answer has');
  t.match(await mine, [{ event: 'entry', data: { kind: 'case.open', caseId } }]);
  await zhao.post('/v1/cases', {
    definition: 'noise',
    role: 'reporter',
    payload: { what: '另一件' },
    cellId: 'cell-1',
  });
  const [other] = await theirs;
  t.not(other?.data?.caseId, caseId, 'nothing of a case that is not theirs');
});

t.test('a reader who comes back with Last-Event-ID misses nothing', async (t) => {
  const world = await openWorld(t);
  const base = await listen(world.app);
  const { token } = await world.as('li');
  const { events: first } = await open(base, token, 1);
  await world.openCase();
  const { id } = (await first)[0]!;
  await world.openCase({ what: '第二件' });
  await world.openCase({ what: '第三件' });
  const events = await read(base, token, 2, { 'last-event-id': id! });
  t.equal(events.length, 2);
  t.ok(events.every((event) => Number(event.id) > Number(id)));
});

t.test('a reader too far behind is told to read again', async (t) => {
  const world = await openWorld(t, { streamCatchUp: 1 });
  const base = await listen(world.app);
  const { token } = await world.as('li');
  for (const what of ['一', '二', '三']) await world.openCase({ what });
  const events = await read(base, token, 1, { 'last-event-id': '0' });
  t.match(events, [{ event: 'reset', id: String(await world.runtime.feed.head()) }]);
});

t.test('a stream may be of one case and of some topics', async (t) => {
  const world = await openWorld(t);
  const base = await listen(world.app);
  const [li, zhao] = [await world.as('li'), await world.as('zhao')];
  const [one, two] = [await world.openCase({ what: '一' }), await world.openCase({ what: '二' })];
  const note = { event: 'note', payload: { text: 'x' } };
  await li.post(`/v1/cases/${two}/events`, note);
  await li.post(`/v1/cases/${one}/events`, note);
  const events = await read(base, li.token, 2, { 'last-event-id': '0' }, `?case=${one}`);
  t.same(
    events.map(({ data }) => data?.kind),
    ['case.open', 'event.send'],
  );
  const topics = await read(base, li.token, 2, { 'last-event-id': '0' }, '?topics=task,clock');
  t.same(
    topics.map(({ data }) => data?.kind),
    ['case.open', 'case.open'],
  );
  t.equal((await zhao.get(`/v1/stream?case=${one}`)).status, 404);
  t.equal((await zhao.get('/v1/stream?topics=gossip')).status, 400);
  t.equal((await zhao.get('/v1/stream', { 'last-event-id': 'x' })).body['code'], 'GZ_LAST_EVENT_ID_INVALID');
});

t.test('one member opens only so many streams, and gets them back by closing', async (t) => {
  const world = await openWorld(t, { streamLimit: 1 });
  const base = await listen(world.app);
  const { token } = await world.as('li');
  const headers = { authorization: `Bearer ${token}` };
  const gone = new AbortController();
  const first = await fetch(`${base}/v1/stream`, { headers, signal: gone.signal });
  t.equal(first.status, 200);
  const second = await fetch(`${base}/v1/stream`, { headers });
  t.equal(second.status, 429);
  t.equal(((await second.json()) as { code: string }).code, 'GZ_STREAMS_TOO_MANY');
  gone.abort();
  let third = await fetch(`${base}/v1/stream`, { headers });
  // The server learns of the hang-up when the socket tells it.
  while (third.status === 429) third = await fetch(`${base}/v1/stream`, { headers });
  t.equal(third.status, 200);
  await third.body?.cancel();
});

t.test('a stream ends when its reader’s key is revoked', async (t) => {
  const world = await openWorld(t, { heartbeatMs: 20 });
  const base = await listen(world.app);
  const { token } = await world.as('li');
  const response = await fetch(`${base}/v1/stream`, { headers: { authorization: `Bearer ${token}` } });
  const [key] = await world.runtime.directory.apiKeys('li');
  await world.runtime.directory.revokeApiKey(key!.keyId);
  t.match(await response.text(), /^retry: /, 'it reads to its end');
});

t.test('a stream that carries nothing is kept alive by heartbeats that move its place', async (t) => {
  const world = await openWorld(t, { heartbeatMs: 20 });
  const base = await listen(world.app);
  const { token } = await world.as('zhao');
  const gone = new AbortController();
  const response = await fetch(`${base}/v1/stream`, {
    headers: { authorization: `Bearer ${token}` },
    signal: gone.signal,
  });
  await world.openCase();
  const head = await world.runtime.feed.head();
  let text = '';
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += Buffer.from(chunk).toString();
    if (text.includes(`: heartbeat\nid: ${head}\n\n`)) break;
  }
  t.notMatch(text, /event: entry/, 'nothing of a case that is not theirs');
  gone.abort();
});

t.test('closing ends streams and finishes what runs', async (t) => {
  const world = await openWorld(t);
  const base = await listen(world.app);
  const { token } = await world.as('li');
  const headers = { authorization: `Bearer ${token}` };
  const stream = await fetch(`${base}/v1/stream`, { headers });
  const { counts } = world.runtime.query;
  let finish = () => {};
  const started = new Promise<void>((resolve) => {
    world.runtime.query.counts = async (viewer) => {
      resolve();
      await new Promise<void>((done) => (finish = done));
      return counts(viewer);
    };
  });
  const running = fetch(`${base}/v1/counts`, { headers });
  await started;
  const closed = world.app.close();
  t.match(await stream.text(), /^retry: /);
  finish();
  t.equal((await running).status, 200);
  await closed;
});

t.test('what comes while the server closes is refused, and told to come back', async (t) => {
  const { runtime } = await openWorld(t);
  const app = createServer({ runtime });
  let refused: Response | undefined;
  app.register(async (scope) => {
    // After the server's own hook: the door is shut, the socket still listens.
    scope.addHook('preClose', async () => {
      refused = await fetch(`${base}/healthz`);
    });
  });
  const base = await listen(app);
  await app.close();
  t.equal(refused!.status, 503);
  t.ok(refused!.headers.get('retry-after'));
  t.equal(((await refused!.json()) as { code: string }).code, 'GZ_CLOSING');
});
