import { randomUUID } from 'node:crypto';
import t from 'tap';
import { openWorld } from './support/world.ts';

t.test('a case is opened, read as each may see it, and withdrawn', async (t) => {
  const { as, nobody } = await openWorld(t);
  const [wang, zhao, li, oma] = [await as('wang'), await as('zhao'), await as('li'), await as('oma')];
  const opened = await wang.post('/v1/cases', {
    definition: 'noise',
    version: 1,
    role: 'reporter',
    payload: { what: '夜间施工', phone: '138' },
    cellId: 'cell-1',
  });
  t.equal(opened.status, 201);
  const url = String(opened.headers['location']);
  t.equal(url, `/v1/cases/${String(opened.body['caseId'])}`);

  const mine = await wang.get(url);
  t.equal(mine.headers['etag'], `"${String(mine.body['revision'])}"`);
  t.match(mine.body, {
    access: 'participant',
    title: '夜间施工',
    status: 'open',
    custodian: { partyId: 'p-nanhu' },
  });
  t.same(mine.body['data'], { what: '夜间施工', phone: '138', decibel: 0, settled: false });
  t.match((await li.get(url)).body, { access: 'participant' });
  const supervised = await oma.get(url);
  t.match(supervised.body, { access: 'supervisor' });
  t.notOk('phone' in (supervised.body['data'] as object), 'a field for others is taken out');
  t.equal((await nobody.get(url)).status, 401);

  const hidden = await zhao.get(url);
  const unknown = await zhao.get('/v1/cases/00000000-0000-7000-8000-000000000000');
  for (const answer of [hidden, unknown]) {
    t.equal(answer.status, 404);
    t.equal(answer.body['code'], 'GZ_CASE_UNKNOWN');
  }

  const reasonless = await wang.post(`${url}/events`, { event: 'withdraw' });
  t.equal(reasonless.body['code'], 'GZ_REASON_REQUIRED');
  const withdrawn = await wang.post(`${url}/events`, { event: 'withdraw', reason: '已自行解决' });
  t.equal(withdrawn.status, 200);
  t.match((await wang.get(url)).body, {
    status: 'closed',
    outcome: 'withdrawn',
    closedAt: '2026-05-06T01:30:00.000Z',
  });
  t.equal(
    (await wang.post(`${url}/events`, { event: 'withdraw', reason: 'x' })).body['code'],
    'GZ_CASE_CLOSED',
  );
});

t.test('an unchanged case answers 304', async (t) => {
  const { as, openCase } = await openWorld(t);
  const wang = await as('wang');
  const url = `/v1/cases/${await openCase()}`;
  const etag = String((await wang.get(url)).headers['etag']);
  t.equal((await wang.get(url, { 'if-none-match': etag })).status, 304);
  t.equal((await wang.get(url, { 'if-none-match': '"99"' })).status, 200);
});

t.test('opening is refused with what is wrong', async (t) => {
  const { as } = await openWorld(t);
  const [wang, li] = [await as('wang'), await as('li')];
  const open = { definition: 'noise', role: 'reporter', payload: { what: 'x' }, cellId: 'cell-1' };
  t.equal(
    (await wang.post('/v1/cases', { ...open, definition: 'nothing' })).body['code'],
    'GZ_DEFINITION_UNKNOWN',
  );
  t.equal((await wang.post('/v1/cases', { ...open, version: 7 })).body['code'], 'GZ_DEFINITION_UNKNOWN');
  t.equal((await wang.post('/v1/cases', { ...open, role: 'steward' })).body['code'], 'GZ_OPEN_ROLE');
  const invalid = await wang.post('/v1/cases', { ...open, payload: { phone: 5 } });
  t.equal(invalid.status, 422);
  t.equal(invalid.body['code'], 'GZ_PAYLOAD_INVALID');
  t.ok((invalid.body['fields'] as unknown[]).length > 0, 'each field is told');
  t.equal((await li.post('/v1/cases', open)).status, 403);
});

t.test(
  'a repeated Idempotency-Key gets the first receipt, and another body under it is refused',
  async (t) => {
    const { as, openCase } = await openWorld(t);
    const [wang, li] = [await as('wang'), await as('li')];
    const url = `/v1/cases/${await openCase()}/events`;
    const headers = { 'idempotency-key': randomUUID() };
    const note = { event: 'note', payload: { text: '一' } };
    const first = await li.post(url, note, headers);
    const again = await li.post(url, note, headers);
    t.same(again.body, { ...first.body, repeated: true });
    const other = await li.post(url, { event: 'note', payload: { text: '二' } }, headers);
    t.equal(other.status, 409);
    t.equal(other.body['code'], 'GZ_COMMAND_ID_REUSED');
    const theirs = await wang.post(url, { event: 'withdraw', reason: 'x' }, headers);
    t.equal(theirs.status, 200, 'the same key of another member is another command');
  },
);

t.test('If-Match refuses a revision that is not the newest', async (t) => {
  const { as, openCase } = await openWorld(t);
  const li = await as('li');
  const url = `/v1/cases/${await openCase()}`;
  const etag = String((await li.get(url)).headers['etag']);
  const note = { event: 'note', payload: { text: '一' } };
  t.equal((await li.post(`${url}/events`, note, { 'if-match': etag })).status, 200);
  const stale = await li.post(`${url}/events`, note, { 'if-match': etag });
  t.equal(stale.status, 412);
  t.equal(stale.body['code'], 'GZ_REVISION_STALE');
  t.equal(
    (await li.post(`${url}/events`, note, { 'if-match': 'seven' })).body['code'],
    'GZ_IF_MATCH_INVALID',
  );
  t.equal((await li.post(`${url}/events`, note, { 'if-match': '*' })).status, 200);
});

t.test(
  'an event that is not possible is answered with what is; one about a hidden case with 404',
  async (t) => {
    const { as, openCase } = await openWorld(t);
    const [wang, zhao, li] = [await as('wang'), await as('zhao'), await as('li')];
    const url = `/v1/cases/${await openCase()}/events`;
    const unknown = await li.post(url, { event: 'dance' });
    t.equal(unknown.body['code'], 'GZ_EVENT_UNKNOWN');
    t.ok(Array.isArray((unknown.body['details'] as { possible: unknown[] }).possible));
    t.equal((await wang.post(url, { event: 'note', payload: { text: 'x' } })).status, 403);
    t.equal((await zhao.post(url, { event: 'withdraw', reason: 'x' })).body['code'], 'GZ_CASE_UNKNOWN');
    t.equal((await zhao.post(url, { event: 'dance' })).body['code'], 'GZ_CASE_UNKNOWN');
    t.equal((await zhao.post(url, { event: 'x' }, { 'if-match': '"9"' })).body['code'], 'GZ_CASE_UNKNOWN');
  },
);

t.test('a list holds the cases that the caller may read, page by page', async (t) => {
  const { as, openCase } = await openWorld(t);
  const [wang, zhao, li, oma] = [await as('wang'), await as('zhao'), await as('li'), await as('oma')];
  for (const what of ['施工一', '施工二', '广场舞']) await openCase({ what });
  const titles = async (caller: typeof wang, query = '') =>
    ((await caller.get(`/v1/cases${query}`)).body['items'] as { title: string }[]).map(({ title }) => title);
  t.equal((await titles(wang)).length, 3);
  t.equal((await titles(li)).length, 3);
  t.equal((await titles(oma)).length, 3);
  t.same(await titles(zhao), []);
  t.same(await titles(wang, `?search=${encodeURIComponent('广场')}`), ['广场舞']);
  t.same(await titles(wang, '?status=closed'), []);
  t.equal((await titles(wang, '?overdue=false&definition=noise&procedure=service&cellId=cell-1')).length, 3);
  const seen: string[] = [];
  let next: unknown = '';
  do {
    const page = (
      await wang.get(`/v1/cases?limit=2${next ? `&after=${encodeURIComponent(String(next))}` : ''}`)
    ).body;
    seen.push(...(page['items'] as { title: string }[]).map(({ title }) => title));
    next = page['next'];
  } while (next !== null);
  t.equal(new Set(seen).size, 3);
  t.equal((await wang.get('/v1/cases?after=rubbish')).body['code'], 'GZ_CURSOR_INVALID');
});

t.test('the timeline shows who did what, without what the reader may not see', async (t) => {
  const { as, openCase } = await openWorld(t);
  const [wang, zhao, li] = [await as('wang'), await as('zhao'), await as('li')];
  const url = `/v1/cases/${await openCase()}`;
  await li.post(`${url}/events`, { event: 'note', payload: { text: '机密' } });
  const theirs = await li.get(`${url}/timeline`);
  t.match(theirs.body['items'], [
    { kind: 'event.send', actor: { memberId: 'li' } },
    { kind: 'case.open', seq: 1 },
  ]);
  t.match(theirs.text, /机密/);
  t.notMatch((await wang.get(`${url}/timeline`)).text, /机密/);
  t.equal((await zhao.get(`${url}/timeline`)).status, 404);
});

t.test('can says what the caller may do now and what each thing needs', async (t) => {
  const { as, openCase } = await openWorld(t);
  const [wang, zhao, li] = [await as('wang'), await as('zhao'), await as('li')];
  const url = `/v1/cases/${await openCase()}/can`;
  type Item = {
    name: string;
    kind: string;
    allowed: boolean;
    reason: string | null;
    refusal: { code: string } | null;
  };
  const items = (await wang.get(url)).body['items'] as Item[];
  t.match(
    items.find(({ name }) => name === 'withdraw'),
    { allowed: true, reason: 'required' },
  );
  t.match(
    items.find(({ name }) => name === 'note'),
    { allowed: false, refusal: { code: /^GZ_/ } },
  );
  t.match(
    ((await li.get(url)).body['items'] as Item[]).find(({ name }) => name === 'note'),
    { allowed: true },
  );
  t.equal((await zhao.get(url)).status, 404);
});

t.test('a clock explains its due time and is extended by whom the definition lets', async (t) => {
  const { as, openCase } = await openWorld(t);
  const [wang, li] = [await as('wang'), await as('li')];
  const url = `/v1/cases/${await openCase()}/clocks/reply`;
  const before = (await wang.get(url)).body as {
    clock: { dueAt: string };
    intervals: { kind: string }[];
    basis: string[];
  };
  // Five working days from Wednesday; Saturday 9 May 2026 is a made-up workday, the event's own day does not count.
  t.match(before, { limit: 'P5D', days: 'working', basis: ['rule'] });
  t.match(before.intervals[0], { kind: 'event-day', fromAt: '2026-05-06T01:30:00.000Z' });
  t.equal((await wang.post(`${url}/extend`, { reason: '太慢' })).status, 403);
  const extended = await li.post(`${url}/extend`, { reason: '等待检测' });
  t.equal(extended.status, 200, extended.text);
  const after = (await wang.get(url)).body as typeof before;
  t.ok(after.clock.dueAt > before.clock.dueAt);
  t.equal((await li.post(`${url}/extend`, { reason: '再等' })).body['code'], 'GZ_CLOCK_NOT_EXTENDABLE');
  t.equal((await wang.get(url.replace('reply', 'lunch'))).body['code'], 'GZ_CLOCK_UNKNOWN');
  t.equal((await wang.get(url.replace('reply', 'constructor'))).body['code'], 'GZ_CLOCK_UNKNOWN');
});

t.test('the head of a case is signed and handed to those who may read it', async (t) => {
  const { as, openCase } = await openWorld(t);
  const caseId = await openCase();
  const head = await (await as('wang')).get(`/v1/cases/${caseId}/head`);
  t.equal(head.status, 200);
  t.match(head.body, { caseId, hash: /^[0-9a-f]{64}$/, signature: /^\S{80,}$/ });
  t.equal((await (await as('zhao')).get(`/v1/cases/${caseId}/head`)).status, 404);
});

t.test('a repeated opening gives the same case', async (t) => {
  const { as } = await openWorld(t);
  const wang = await as('wang');
  const headers = { 'idempotency-key': randomUUID() };
  const open = { definition: 'noise', role: 'reporter', payload: { what: '施工' }, cellId: 'cell-1' };
  const [first, again] = await Promise.all([
    wang.post('/v1/cases', open, headers),
    wang.post('/v1/cases', open, headers),
  ]);
  t.equal(first.body['caseId'], again.body['caseId']);
  t.equal(((await wang.get('/v1/cases')).body['items'] as unknown[]).length, 1);
  const long = { 'idempotency-key': 'x'.repeat(200) };
  t.equal((await wang.post('/v1/cases', open, long)).status, 201);
});

t.test('everybody reads what a definition makes public, when it does, and no more', async (t) => {
  const { as, nobody, openCase } = await openWorld(t);
  const [li, mei, zhao] = [await as('li'), await as('mei'), await as('zhao')];
  const caseId = await openCase();
  const url = `/v1/public/cases/${caseId}`;
  t.equal((await nobody.get(url)).body['code'], 'GZ_CASE_UNKNOWN');
  t.same((await nobody.get('/v1/public/cases')).body['items'], []);
  for (const [caller, text] of [
    [li, '属实'],
    [mei, '达成一致'],
  ] as const) {
    const [task] = (await caller.get('/v1/tasks?list=offered')).body['items'] as { taskId: string }[];
    await caller.post(`/v1/tasks/${task!.taskId}/complete`, { payload: { text } });
  }
  const seen = await nobody.get(url);
  t.match(seen.body, { access: 'public', status: 'closed', outcome: 'settled' });
  t.same(seen.body['data'], { what: '夜间施工' });
  t.notMatch(seen.text, /138|wang/);
  t.match((await nobody.get('/v1/public/cases')).body['items'], [{ caseId }]);
  t.match((await zhao.get(`/v1/cases/${caseId}`)).body, { access: 'public' });
  t.notMatch((await zhao.get(`/v1/cases/${caseId}/timeline`)).text, /138|达成一致/);
  t.equal((await nobody.get(`${url}/documents/nothing`)).status, 404);
});
