import t from 'tap';
import { ApiProblem, createClient, each } from '@gongzhi/api';
import { credentials, letWangSignIn, openWorld, type MemberName } from './support/world.ts';

t.test('the typed client takes a case from its opening to its close', async (t) => {
  const world = await openWorld(t);
  const baseUrl = await world.app.listen({ host: '127.0.0.1', port: 0 });
  const as = async (name: MemberName) => createClient({ baseUrl, token: (await world.as(name)).token });
  const [wang, li, mei] = [await as('wang'), await as('li'), await as('mei')];

  const { caseId } = await wang.openCase({
    definition: 'noise',
    role: 'reporter',
    payload: { what: '施工' },
    cellId: 'cell-1',
  });
  const offered = [];
  for await (const task of each(li.listTasks, { list: 'offered', limit: 1 })) offered.push(task);
  t.match(offered, [{ caseId, name: 'assess' }]);
  const { revision } = await li.readCase({ caseId });
  const { taskId } = offered[0]!;
  await li.claimTask({ taskId }, { ifMatch: revision });
  const options = { idempotencyKey: 'complete-once' };
  const first = await li.completeTask({ taskId, payload: { text: '属实' } }, options);
  const again = await li.completeTask({ taskId, payload: { text: '属实' } }, options);
  t.equal(first.repeated, false);
  t.same(again, { ...first, repeated: true });

  const { items } = await mei.listTasks({ list: 'offered' });
  await mei.completeTask({ taskId: items[0]!.taskId, payload: { text: '达成一致' } });
  t.match(await wang.readCase({ caseId }), { status: 'closed', outcome: 'settled' });
});

t.test('a refusal is an ApiProblem with code, status and remedy', async (t) => {
  const { app, as } = await openWorld(t);
  const baseUrl = await app.listen({ host: '127.0.0.1', port: 0 });
  const nobody = createClient({ baseUrl, language: 'en' });
  const refused = await nobody.listCases().catch((error: unknown) => error);
  t.ok(refused instanceof ApiProblem);
  t.match(refused, {
    code: 'GZ_SIGN_IN_NEEDED',
    status: 401,
    remedy: /Bearer/,
    message: /^GZ_SIGN_IN_NEEDED: Sign in/,
  });
  const { token } = await as('wang');
  const wang = createClient({ baseUrl, token: () => token });
  await t.rejects(wang.readCase({ caseId: 'x/../y' }), { code: 'GZ_REQUEST_INVALID' });
  const stale = wang.openCase({ definition: 'noise', role: 'reporter', payload: { what: 1 } });
  await t.rejects(stale, { code: 'GZ_PAYLOAD_INVALID', status: 422 });
});

t.test('the client signs in, uploads, attaches and downloads', async (t) => {
  const world = await openWorld(t);
  const baseUrl = await world.app.listen({ host: '127.0.0.1', port: 0 });
  await letWangSignIn(world);
  const { token } = await createClient({ baseUrl }).signIn(credentials);
  const wang = createClient({ baseUrl, token });
  const text = '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n';
  const file = new Blob([text], { type: 'application/pdf' });
  const { sha256 } = await wang.uploadDocument({ file, name: '报告.pdf' });
  const caseId = await world.openCase();
  await wang.attachDocument({ caseId, sha256, name: '报告.pdf' });
  const { documents } = await wang.readCase({ caseId });
  const attached = documents.find(({ kind }) => kind === 'attached')!;
  const response = await wang.downloadDocument({ caseId, documentId: attached.documentId });
  t.equal(await response.text(), text);
  await wang.signOut();
  await t.rejects(wang.readSession(), { code: 'GZ_SIGN_IN_NEEDED' });
});

t.test('the client follows the stream, and goes on after the connection is cut', async (t) => {
  const world = await openWorld(t);
  const baseUrl = await world.app.listen({ host: '127.0.0.1', port: 0 });
  const { token } = await world.as('li');
  const cuts: AbortController[] = [];
  const cutting: typeof fetch = (url, init) => {
    const cut = new AbortController();
    cuts.push(cut);
    return fetch(url, { ...init, signal: cut.signal });
  };
  const li = createClient({ baseUrl, token, fetch: cutting });
  const gone = new AbortController();
  const opened: string[] = [await world.openCase({ what: '一' })];
  const seen: string[] = [];
  for await (const event of li.stream({ lastEventId: '0', topics: ['case'], signal: gone.signal })) {
    if (event.kind === 'entry') seen.push(event.entry.caseId);
    if (seen.length === 2) break;
    cuts[0]?.abort();
    opened.push(await world.openCase({ what: '二' }));
  }
  t.same(seen, opened);
  t.ok(cuts.length >= 2);
  gone.abort();
  for (const cut of cuts) cut.abort();
});
