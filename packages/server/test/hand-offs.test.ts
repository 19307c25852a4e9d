import t from 'tap';
import { openWorld, type Caller } from './support/world.ts';

const waiting = async (caller: Caller, direction: 'incoming' | 'outgoing') =>
  (await caller.get(`/v1/hand-offs?direction=${direction}`)).body['items'] as { handoffId: string }[];

t.test('custody passes only when the hand-off is accepted', async (t) => {
  const { as, openCase } = await openWorld(t);
  const [li, mei, wang] = [await as('li'), await as('mei'), await as('wang')];
  const url = `/v1/cases/${await openCase()}`;
  const offer = { role: 'mediator', to: { partyId: 'p-mei' }, reason: '请组织调解' };
  t.equal((await mei.get(url)).status, 404);
  const offered = await li.post(`${url}/hand-offs`, offer);
  t.equal(offered.status, 201, offered.text);
  t.equal((await li.post(`${url}/hand-offs`, offer)).body['code'], 'GZ_HANDOFF_PENDING');
  t.match((await li.get(url)).body['custodian'], { partyId: 'p-nanhu' });
  t.equal((await waiting(li, 'outgoing')).length, 1);
  t.match((await mei.get(url)).body, { access: 'candidate' });
  t.equal((await mei.get('/v1/counts')).body['handoffsIncoming'], 1);
  const [handoff] = await waiting(mei, 'incoming');
  t.equal((await wang.post(`/v1/hand-offs/${handoff!.handoffId}/accept`)).status, 403);
  t.equal((await mei.post(`/v1/hand-offs/${handoff!.handoffId}/accept`)).status, 200);
  t.match((await wang.get(url)).body['custodian'], { partyId: 'p-mei', role: 'mediator' });
  t.equal((await mei.post(`/v1/hand-offs/${handoff!.handoffId}/accept`)).body['code'], 'GZ_HANDOFF_NOT_OPEN');
});

t.test(
  'a hand-off is declined by the one or recalled by the other; who declined may no longer read',
  async (t) => {
    const { as, openCase } = await openWorld(t);
    const [li, mei] = [await as('li'), await as('mei')];
    const url = `/v1/cases/${await openCase()}`;
    const offer = { role: 'mediator', to: { partyId: 'p-mei' }, reason: '请组织调解' };
    await li.post(`${url}/hand-offs`, offer);
    const [first] = await waiting(mei, 'incoming');
    t.equal(
      (await mei.post(`/v1/hand-offs/${first!.handoffId}/decline`, { reason: '人手不足' })).status,
      200,
    );
    t.equal((await mei.get(url)).status, 404);
    await li.post(`${url}/hand-offs`, offer);
    const [second] = await waiting(li, 'outgoing');
    t.equal((await li.post(`/v1/hand-offs/${second!.handoffId}/recall`, { reason: '已不需要' })).status, 200);
    t.same(await waiting(mei, 'incoming'), []);
  },
);

t.test(
  'a hand-off is refused for an unknown party, a role without custody, and by who is not custodian',
  async (t) => {
    const { as, openCase } = await openWorld(t);
    const [li, wang, zhao] = [await as('li'), await as('wang'), await as('zhao')];
    const url = `/v1/cases/${await openCase()}/hand-offs`;
    const to = { partyId: 'p-mei' };
    t.equal(
      (await li.post(url, { role: 'mediator', to: { partyId: 'p-x' }, reason: 'x' })).body['code'],
      'GZ_PARTY_UNKNOWN',
    );
    t.equal((await li.post(url, { role: 'reporter', to, reason: 'x' })).body['code'], 'GZ_HANDOFF_ROLE');
    t.equal(
      (await wang.post(url, { role: 'mediator', to, reason: 'x' })).body['code'],
      'GZ_HANDOFF_NOT_YOURS',
    );
    t.equal((await zhao.post(url, { role: 'mediator', to, reason: 'x' })).body['code'], 'GZ_CASE_UNKNOWN');
    t.equal((await zhao.post('/v1/hand-offs/nothing/accept')).body['code'], 'GZ_HANDOFF_UNKNOWN');
  },
);
