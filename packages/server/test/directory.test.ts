import { randomUUID } from 'node:crypto';
import t from 'tap';
import { openWorld } from './support/world.ts';

const name = { 'zh-CN': '新主体', en: 'New party' };

t.test('parties are listed; contacts are shown to the party itself and to administrators', async (t) => {
  const { as } = await openWorld(t);
  const [wang, admin, mei] = [await as('wang'), await as('admin'), await as('mei')];
  type Item = { partyId: string; contacts?: object[] };
  const list = async (caller: typeof wang, query = '') =>
    (await caller.get(`/v1/parties${query}`)).body['items'] as Item[];
  const ids = (items: Item[]) => items.map(({ partyId }) => partyId).toSorted();
  const all = ['p-city', 'p-mei', 'p-nanhu', 'p-wang', 'p-zhao'];
  t.same(ids(await list(admin)), all);
  t.same(ids(await list(mei)), all);
  t.same(ids(await list(wang)), ['p-city', 'p-mei', 'p-wang'], 'a resident cannot list the residents');
  t.same(ids((await list(wang)).filter(({ contacts }) => contacts)), ['p-wang']);
  t.ok('contacts' in (await admin.get('/v1/parties/p-mei')).body);
  t.notOk('contacts' in (await wang.get('/v1/parties/p-mei')).body);
  t.same(ids(await list(admin, '?kind=government')), ['p-city', 'p-nanhu']);
  t.same(ids(await list(admin, '?qualification=mediating')), ['p-mei']);
  t.equal((await wang.get('/v1/parties/p-x')).body['code'], 'GZ_PARTY_UNKNOWN');
});

t.test('an administrator adds a party, once for one Idempotency-Key, and saves it', async (t) => {
  const { as } = await openWorld(t);
  const admin = await as('admin');
  const headers = { 'idempotency-key': randomUUID() };
  const party = {
    kind: 'resident',
    name,
    qualifications: [{ name: 'mediating', validUntil: '2027-01-01T00:00:00.000Z' }],
  };
  const added = await admin.post('/v1/parties', party, headers);
  t.equal(added.status, 201, added.text);
  t.match(added.body, { kind: 'resident', active: true, qualifications: party.qualifications });
  t.same((await admin.post('/v1/parties', party, headers)).body, added.body);
  t.equal(((await admin.get('/v1/parties')).body['items'] as unknown[]).length, 6);
  const url = String(added.headers['location']);
  const saved = await admin.put(url, { ...party, active: false });
  t.match(saved.body, { active: false });
  t.equal(
    (await admin.post('/v1/parties', { kind: 'NOT a kind', name })).body['code'],
    'GZ_DIRECTORY_INVALID',
  );
});

t.test('members see their colleagues; login and grants are their own', async (t) => {
  const { as } = await openWorld(t);
  const [li, admin] = [await as('li'), await as('admin')];
  const { items } = (await li.get('/v1/members')).body as {
    items: { memberId: string; grants?: string[] }[];
  };
  t.same(items.map(({ memberId }) => memberId).toSorted(), ['li', 'sun']);
  t.same(
    items.filter(({ grants }) => grants).map(({ memberId }) => memberId),
    ['li'],
  );
  t.equal((await li.get('/v1/members?partyId=p-city')).body['code'], 'GZ_GRANT_MISSING');
  t.equal(((await admin.get('/v1/members?partyId=p-nanhu')).body['items'] as unknown[]).length, 2);
  t.same((await li.get('/v1/members/wang')).body, {
    memberId: 'wang',
    partyId: 'p-wang',
    name: 'wang',
    active: true,
  });
  t.equal((await li.get('/v1/members/nobody')).body['code'], 'GZ_MEMBER_UNKNOWN');
});

t.test(
  'an administrator adds and saves members; a login belongs to one, a weak password is refused',
  async (t) => {
    const { as, nobody } = await openWorld(t);
    const admin = await as('admin');
    const member = { partyId: 'p-mei', name: '陈调解', login: 'chen', password: 'bridge-over-river-9' };
    const added = await admin.post('/v1/members', member);
    t.equal(added.status, 201, added.text);
    t.notMatch(added.text, /bridge|scrypt/);
    t.equal(
      (await nobody.post('/v1/session', { login: 'chen', password: 'bridge-over-river-9' })).status,
      200,
    );
    t.equal((await admin.post('/v1/members', member)).body['code'], 'GZ_LOGIN_TAKEN');
    t.equal(
      (await admin.post('/v1/members', { ...member, login: 'other', password: '1' })).body['code'],
      'GZ_PASSWORD_WEAK',
    );
    t.equal(
      (await admin.post('/v1/members', { partyId: 'p-x', name: 'x' })).body['code'],
      'GZ_PARTY_UNKNOWN',
    );
    const url = String(added.headers['location']);
    t.match((await admin.put(url, { partyId: 'p-mei', name: '陈调解员', grants: ['supervisor'] })).body, {
      grants: ['supervisor'],
    });
  },
);

t.test('the grid is read by all and saved by administrators', async (t) => {
  const { as } = await openWorld(t);
  const [wang, admin] = [await as('wang'), await as('admin')];
  t.equal(((await wang.get('/v1/cells')).body['items'] as unknown[]).length, 2);
  const cell = { parentId: 'street-1', level: 'cell', name, stewardMemberId: 'sun' };
  t.equal((await wang.put('/v1/cells/cell-2', cell)).status, 403);
  t.match((await admin.put('/v1/cells/cell-2', cell)).body, { cellId: 'cell-2', stewardMemberId: 'sun' });
  t.equal(
    (await admin.put('/v1/cells/cell-3', { ...cell, parentId: 'nowhere' })).body['code'],
    'GZ_CELL_UNKNOWN',
  );
});

t.test('everybody finds the members that hold a public qualification, and nobody others', async (t) => {
  const { as, runtime } = await openWorld(t);
  const held = (...names: string[]) => names.map((one) => ({ name: one, validUntil: null }));
  const save = (memberId: string, more: object) =>
    runtime.directory.saveMember({ memberId, partyId: 'p-mei', name: memberId, login: memberId, ...more });
  await save('mei', { qualifications: held('conciliator', 'case-worker') });
  await save('mei-2', { qualifications: held('conciliator'), active: false });
  await save('mei-3', { qualifications: held('case-worker') });
  const [wang, mei, admin] = [await as('wang'), await as('mei'), await as('admin')];
  t.same((await wang.get('/v1/members?qualification=conciliator')).body, {
    items: [{ memberId: 'mei', partyId: 'p-mei', name: 'mei', active: true }],
    next: null,
  });
  t.same((await wang.get('/v1/members?qualification=conciliator&partyId=p-wang')).body['items'], []);
  t.same(
    (await wang.get('/v1/members?qualification=case-worker')).body['items'],
    [],
    'of the own party only',
  );
  t.equal(
    (await wang.get('/v1/members?qualification=case-worker&partyId=p-mei')).body['code'],
    'GZ_GRANT_MISSING',
  );
  const ids = async (caller: typeof wang, query: string) =>
    ((await caller.get(`/v1/members?${query}`)).body['items'] as { memberId: string }[]).map(
      ({ memberId }) => memberId,
    );
  t.same(await ids(mei, 'qualification=case-worker'), ['mei', 'mei-3']);
  t.same(await ids(admin, 'qualification=case-worker&partyId=p-mei'), ['mei', 'mei-3']);
});

t.test('a webhook whose address stays keeps its key when none is given', async (t) => {
  const { as, runtime } = await openWorld(t);
  const admin = await as('admin');
  const party = (contact: object) => ({ kind: 'social-organization', name, contacts: [contact] });
  const webhook = { channel: 'webhook', address: 'https://meilin.example/hook' };
  const keyOf = async () => (await runtime.directory.contactsOf('p-mei'))[0]?.secret;
  await admin.put('/v1/parties/p-mei', party({ ...webhook, secret: 'a key of our own choice' }));
  t.equal((await admin.put('/v1/parties/p-mei', party(webhook))).status, 200);
  t.equal(await keyOf(), 'a key of our own choice');
  await admin.put('/v1/parties/p-mei', party({ ...webhook, address: 'https://meilin.example/other' }));
  t.match(await keyOf(), /^whsec_/, 'another address is another receiver');
});
