import { randomUUID } from 'node:crypto';
import t from 'tap';
import { openWorld, type Caller } from './support/world.ts';

interface Task {
  taskId: string;
  name: string;
  status: string;
}

const tasksOf = async (caller: Caller, list: string) =>
  (await caller.get(`/v1/tasks?list=${list}`)).body['items'] as Task[];

t.test('a task is offered, claimed, released and completed; each list shows it at its time', async (t) => {
  const { as, openCase } = await openWorld(t);
  const [li, wang] = [await as('li'), await as('wang')];
  await openCase();
  const [offered] = await tasksOf(li, 'offered');
  t.match(offered, {
    name: 'assess',
    status: 'offered',
    title: { 'zh-CN': '核实', en: 'Assess' },
    dueAt: /^2026-05-/,
  });
  t.same(await tasksOf(wang, 'offered'), []);
  const url = `/v1/tasks/${offered!.taskId}`;
  t.match((await li.get(url)).body, { taskId: offered!.taskId, status: 'offered' });
  t.match((await li.get('/v1/counts')).body, { offered: 1, mine: 0, handoffsIncoming: 0, overdue: 0 });

  t.equal((await li.post(`${url}/claim`)).status, 200);
  t.match(await tasksOf(li, 'mine'), [{ status: 'claimed', holder: { memberId: 'li' } }]);
  t.equal((await tasksOf(li, 'party')).length, 1);
  t.equal((await li.post(`${url}/release`, { reason: '出差' })).status, 200);
  t.same(await tasksOf(li, 'mine'), []);
  t.equal((await li.post(`${url}/claim`)).status, 200);
  const invalid = await li.post(`${url}/complete`, { payload: {} });
  t.equal(invalid.body['code'], 'GZ_PAYLOAD_INVALID');
  const headers = { 'idempotency-key': randomUUID() };
  const done = await li.post(`${url}/complete`, { payload: { text: '属实' } }, headers);
  t.equal(done.status, 200);
  const again = await li.post(`${url}/complete`, { payload: { text: '属实' } }, headers);
  t.same(again.body, { ...done.body, repeated: true }, 'a repeated completion gets the first receipt');
  t.equal((await li.post(`${url}/complete`, { payload: { text: '属实' } })).body['code'], 'GZ_TASK_NOT_OPEN');
  t.equal((await li.get(url)).body['code'], 'GZ_TASK_UNKNOWN');
});

t.test('of simultaneous claims one wins and the others are told who', async (t) => {
  const { as, openCase, runtime } = await openWorld(t);
  await runtime.directory.saveMember({ memberId: 'mei-2', partyId: 'p-mei', name: 'mei-2' });
  const [li, mei] = [await as('li'), await as('mei')];
  const other = await as('mei-2' as never);
  await openCase();
  const [assess] = await tasksOf(li, 'offered');
  await li.post(`/v1/tasks/${assess!.taskId}/complete`, { payload: { text: '属实' } });
  const [mediate] = await tasksOf(mei, 'offered');
  const url = `/v1/tasks/${mediate!.taskId}/claim`;
  const answers = await Promise.all([mei.post(url), other.post(url)]);
  t.same(answers.map(({ status }) => status).toSorted(), [200, 409]);
  const lost = answers.find(({ status }) => status === 409);
  t.equal(lost?.body['code'], 'GZ_TASK_ALREADY_CLAIMED');
  t.match(lost?.body['detail'], /mei/);
});

t.test('a party to which the task was offered is told who claimed it; others learn nothing', async (t) => {
  const { as, openCase, runtime } = await openWorld(t);
  await runtime.directory.saveParty({
    partyId: 'p-rival',
    kind: 'social-organization',
    name: { 'zh-CN': '另一组织', en: 'Another organization' },
    qualifications: [{ name: 'mediating', validUntil: null }],
  });
  await runtime.directory.saveMember({ memberId: 'rival', partyId: 'p-rival', name: 'rival' });
  const [li, mei, zhao, rival] = [
    await as('li'),
    await as('mei'),
    await as('zhao'),
    await as('rival' as never),
  ];
  await openCase();
  const [assess] = await tasksOf(li, 'offered');
  await li.post(`/v1/tasks/${assess!.taskId}/complete`, { payload: { text: '属实' } });
  const [mediate] = await tasksOf(rival, 'offered');
  const url = `/v1/tasks/${mediate!.taskId}`;
  t.equal((await mei.post(`${url}/claim`)).status, 200);
  const lost = await rival.post(`${url}/claim`);
  t.equal(lost.body['code'], 'GZ_TASK_ALREADY_CLAIMED');
  t.match(lost.body['detail'], /mei/);
  t.equal((await rival.get(url)).status, 404, 'what is claimed is no longer theirs to read');
  t.equal((await zhao.post(`${url}/claim`)).body['code'], 'GZ_CASE_UNKNOWN');
});

t.test('nobody learns of a task in a case that is not theirs', async (t) => {
  const { as, openCase } = await openWorld(t);
  const [li, zhao] = [await as('li'), await as('zhao')];
  await openCase();
  const [task] = await tasksOf(li, 'offered');
  t.equal((await zhao.get(`/v1/tasks/${task!.taskId}`)).status, 404);
  for (const verb of ['claim', 'release', 'complete']) {
    const { status, body } = await zhao.post(`/v1/tasks/${task!.taskId}/${verb}`);
    t.equal(status, 404, verb);
    t.equal(body['code'], 'GZ_CASE_UNKNOWN');
  }
  t.equal((await zhao.post('/v1/tasks/nothing/claim')).body['code'], 'GZ_TASK_UNKNOWN');
});

t.test('a delegated task stays with the giver until the colleague accepts', async (t) => {
  const { as, openCase, runtime } = await openWorld(t);
  await runtime.directory.saveMember({ memberId: 'mei-2', partyId: 'p-mei', name: 'mei-2' });
  const [li, mei] = [await as('li'), await as('mei')];
  const colleague = await as('mei-2' as never);
  await openCase();
  const [assess] = await tasksOf(li, 'offered');
  await li.post(`/v1/tasks/${assess!.taskId}/complete`, { payload: { text: '属实' } });
  const [mediate] = await tasksOf(mei, 'offered');
  const url = `/v1/tasks/${mediate!.taskId}`;
  await mei.post(`${url}/claim`);
  const unknown = await mei.post(`${url}/delegate`, { to: { partyId: 'p-nobody' }, reason: '请代办' });
  t.equal(unknown.body['code'], 'GZ_PARTY_UNKNOWN');
  const offered = await mei.post(`${url}/delegate`, {
    to: { partyId: 'p-mei', memberId: 'mei-2' },
    reason: '请代办',
  });
  t.equal(offered.status, 200, offered.text);
  t.equal((await tasksOf(mei, 'mine')).length, 1);
  const { items } = (await colleague.get('/v1/hand-offs?direction=incoming')).body as {
    items: { handoffId: string }[];
  };
  t.match(items, [{ of: 'task', from: { memberId: 'mei' }, reason: '请代办' }]);
  const accepted = await colleague.post(`/v1/hand-offs/${items[0]!.handoffId}/accept`);
  t.equal(accepted.status, 200, accepted.text);
  t.equal((await tasksOf(colleague, 'mine')).length, 1);
  t.same(await tasksOf(mei, 'mine'), []);
});
