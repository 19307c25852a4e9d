import t from 'tap';
import { createDirectory } from '../src/directory.ts';
import { START, openTestStore, refusal } from './query-store.ts';

const DAY_MS = 24 * 60 * 60_000;
const opened = await openTestStore();
const { store, now, pass } = opened;
t.teardown(() => opened.close());
const directory = createDirectory(store, now, opened.folder);

const named = (words: string) => ({ 'zh-CN': words, en: words });

await directory.saveCell({
  cellId: 'hd',
  parentId: null,
  level: 'district',
  name: named('海淀'),
  stewardMemberId: null,
});
await directory.saveCell({
  cellId: 'hd-1',
  parentId: 'hd',
  level: 'street',
  name: named('一街'),
  stewardMemberId: null,
});
await directory.saveCell({
  cellId: 'hd-1-a',
  parentId: 'hd-1',
  level: 'net',
  name: named('甲网'),
  stewardMemberId: null,
});
await directory.saveCell({
  cellId: 'hd-1-a-7',
  parentId: 'hd-1-a',
  level: 'cell',
  name: named('七格'),
  stewardMemberId: null,
});
await directory.saveParty({
  partyId: 'street-office',
  kind: 'government',
  name: named('街道办'),
  qualifications: [
    { name: 'mediation-office', validUntil: null },
    { name: 'hearing-office', validUntil: START + DAY_MS },
  ],
  cellId: 'hd-1',
  contacts: [
    { channel: 'webhook', address: 'https://street.example/hook' },
    { channel: 'email', address: 'street@example.org' },
  ],
});
await directory.saveParty({
  partyId: 'city-office',
  kind: 'government',
  name: named('市局'),
  qualifications: [
    { name: 'mediation-office', validUntil: null },
    { name: 'hearing-office', validUntil: null },
  ],
});
await directory.saveMember({
  memberId: 'wang',
  partyId: 'street-office',
  name: '王',
  qualifications: [{ name: 'mediator', validUntil: START + DAY_MS }],
});

t.test('the steward of a cell is found in the cell or in the nearest cell above that has one', async (t) => {
  const ask = async (cellId: string) =>
    (await directory.answer([{ kind: 'grid', cellId }]))[`grid:${cellId}`];
  t.equal(await ask('hd-1-a-7'), null, 'nobody yet');
  await directory.saveCell({
    cellId: 'hd-1',
    parentId: 'hd',
    level: 'street',
    name: named('一街'),
    stewardMemberId: 'wang',
  });
  t.same(await ask('hd-1-a-7'), { partyId: 'street-office', partyKind: 'government', memberId: 'wang' });
  t.equal(await ask('hd'), null, 'not from below');
  t.equal(await ask('no-such-cell'), null);
  await directory.saveMember({ memberId: 'gone', partyId: 'street-office', name: '离', active: false });
  await directory.saveCell({
    cellId: 'hd-1-a',
    parentId: 'hd-1',
    level: 'net',
    name: named('甲网'),
    stewardMemberId: 'gone',
  });
  t.match(await ask('hd-1-a-7'), { memberId: 'wang' }, 'a steward who is not active counts as none');
});

t.test(
  'an office is the nearest active party up the grid that holds the qualification in force',
  async (t) => {
    const ask = async (qualification: string, cellId: string | null) =>
      Object.values(await directory.answer([{ kind: 'office', qualification, cellId }]))[0];
    t.match(await ask('mediation-office', 'hd-1-a-7'), { partyId: 'street-office' });
    t.match(await ask('mediation-office', 'hd'), { partyId: 'city-office' }, 'whole city comes last');
    t.match(await ask('mediation-office', null), { partyId: 'city-office' });
    t.match(await ask('hearing-office', 'hd-1'), { partyId: 'street-office' });
    t.equal(await ask('no-such-office', 'hd-1'), null);
    t.equal(await ask('mediator', 'hd-1'), null, 'a member’s qualification does not make an office');
  },
);

t.test('a party and a member are answered while they are active', async (t) => {
  t.same(
    await directory.answer([
      { kind: 'party', partyId: 'city-office' },
      { kind: 'party', partyId: 'nobody' },
      { kind: 'member', memberId: 'wang' },
      { kind: 'member', memberId: 'gone' },
    ]),
    {
      'party:city-office': { partyId: 'city-office', partyKind: 'government' },
      'party:nobody': null,
      'member:wang': { partyId: 'street-office', partyKind: 'government', memberId: 'wang' },
      'member:gone': null,
    },
  );
});

t.test('an actor has the qualifications of the member and of the party that are in force', async (t) => {
  t.same(await directory.actor('wang'), {
    memberId: 'wang',
    partyId: 'street-office',
    partyKind: 'government',
    qualifications: ['hearing-office', 'mediation-office', 'mediator'],
  });
  pass(DAY_MS + 1);
  t.same((await directory.actor('wang')).qualifications, ['mediation-office']);
  const found = await directory.answer([{ kind: 'office', qualification: 'hearing-office', cellId: 'hd-1' }]);
  t.match(
    found['office:hearing-office:hd-1'],
    { partyId: 'city-office' },
    'no longer in force at the street',
  );
});

t.test('only the grant makes an operator', async (t) => {
  await directory.saveMember({ memberId: 'ops', partyId: 'city-office', name: '运维', grants: ['operator'] });
  t.equal((await directory.actor('ops')).operator, true);
  t.equal((await directory.actor('wang')).operator, undefined);
});

t.test('a member who is not active, or whose party is not, does not act', async (t) => {
  await directory.saveParty({
    partyId: 'closed-shop',
    kind: 'market-provider',
    name: named('已停'),
    active: false,
  });
  await directory.saveMember({ memberId: 'clerk', partyId: 'closed-shop', name: '店员' });
  await t.rejects(directory.actor('clerk'), refusal('GZ_MEMBER_UNKNOWN', { memberId: 'clerk' }));
  await t.rejects(directory.actor('gone'), refusal('GZ_MEMBER_UNKNOWN'));
  await t.rejects(directory.actor('never'), refusal('GZ_MEMBER_UNKNOWN'));
});

t.test('a holder is an active party, or an active member of that very party', async (t) => {
  t.same(await directory.holder({ partyId: 'city-office' }), {
    partyId: 'city-office',
    partyKind: 'government',
  });
  t.same(await directory.holder({ partyId: 'street-office', memberId: 'wang' }), {
    partyId: 'street-office',
    partyKind: 'government',
    memberId: 'wang',
  });
  await t.rejects(directory.holder({ partyId: 'closed-shop' }), refusal('GZ_PARTY_UNKNOWN'));
  await t.rejects(
    directory.holder({ partyId: 'city-office', memberId: 'wang' }),
    refusal('GZ_MEMBER_UNKNOWN'),
  );
});

t.test('a cell cannot come to lie below itself, under an unknown cell or too deep', async (t) => {
  const cell = { level: 'net', name: named('x'), stewardMemberId: null } as const;
  await t.rejects(
    directory.saveCell({ ...cell, cellId: 'hd', parentId: 'hd-1-a' }),
    refusal('GZ_DIRECTORY_INVALID', { field: 'parentId' }),
  );
  await t.rejects(
    directory.saveCell({ ...cell, cellId: 'hd', parentId: 'hd' }),
    refusal('GZ_DIRECTORY_INVALID'),
  );
  await t.rejects(
    directory.saveCell({ ...cell, cellId: 'new', parentId: 'nowhere' }),
    refusal('GZ_CELL_UNKNOWN', { cellId: 'nowhere' }),
  );
  await t.rejects(
    directory.saveCell({ ...cell, cellId: 'new', parentId: null, stewardMemberId: 'never' }),
    refusal('GZ_MEMBER_UNKNOWN'),
  );
  for (let depth = 0; depth < 16; depth += 1)
    await directory.saveCell({
      ...cell,
      cellId: `deep-${depth}`,
      parentId: depth === 0 ? null : `deep-${depth - 1}`,
    });
  await t.rejects(
    directory.saveCell({ ...cell, cellId: 'deep-16', parentId: 'deep-15' }),
    refusal('GZ_DIRECTORY_INVALID'),
  );
  t.match(await directory.cells(), [{ cellId: 'deep-0' }]);
});

t.test('a cycle that another program wrote does not hang the search for a steward', async (t) => {
  await store.em().execute(`update grid_cells set parent_id = 'deep-15' where cell_id = 'deep-0'`);
  const fresh = createDirectory(store, now, opened.folder);
  t.same(await fresh.answer([{ kind: 'grid', cellId: 'deep-3' }]), { 'grid:deep-3': null });
});

t.test('what does not fit is refused with the place and what was expected', async (t) => {
  const party = { kind: 'resident', name: named('某人') };
  const check = async (change: object, field: string) =>
    t.rejects(
      directory.saveParty({ ...party, ...change }),
      refusal('GZ_DIRECTORY_INVALID', { field }),
      field,
    );
  await check({ partyId: '../etc' }, 'partyId');
  await check({ kind: 'Government Office' }, 'kind');
  await check({ name: { 'zh-CN': '某人', en: '' } }, 'name.en');
  await check({ name: { 'zh-CN': '某\u202E人', en: 'x' } }, 'name.zh-CN');
  await check({ qualifications: [{ name: 'a', validUntil: 1.5 }] }, 'qualifications.0.validUntil');
  await check(
    {
      qualifications: [
        { name: 'a', validUntil: null },
        { name: 'a', validUntil: 1 },
      ],
    },
    'qualifications',
  );
  await check(
    { contacts: [{ channel: 'webhook', address: 'https://x', secret: 'short' }] },
    'contacts.0.secret',
  );
  await t.rejects(directory.saveParty({ ...party, cellId: 'nowhere' }), refusal('GZ_CELL_UNKNOWN'));
  await t.rejects(directory.saveMember({ partyId: 'nobody', name: 'x' }), refusal('GZ_PARTY_UNKNOWN'));
  await t.rejects(
    directory.saveMember({ partyId: 'city-office', name: ' ' }),
    refusal('GZ_DIRECTORY_INVALID'),
  );
  await t.rejects(
    directory.saveMember({ partyId: 'city-office', name: 'x', grants: ['emperor' as 'operator'] }),
    refusal('GZ_DIRECTORY_INVALID', { field: 'grants.0' }),
  );
  await t.rejects(directory.party('nobody'), refusal('GZ_PARTY_UNKNOWN'));
  await t.rejects(directory.member('nobody'), refusal('GZ_MEMBER_UNKNOWN'));
});

t.test('a save replaces what was there and is seen at once', async (t) => {
  const saved = await directory.saveParty({ kind: 'resident', name: named('甲') });
  t.same(await directory.party(saved.partyId), saved);
  t.match(saved, { cellId: null, qualifications: [], contacts: [], active: true });
  t.match(await directory.answer([{ kind: 'party', partyId: saved.partyId }]), {
    [`party:${saved.partyId}`]: { partyKind: 'resident' },
  });
  await directory.saveParty({ ...saved, active: false });
  t.same(await directory.answer([{ kind: 'party', partyId: saved.partyId }]), {
    [`party:${saved.partyId}`]: null,
  });
});

t.test('parties and members are paged by id and filtered', async (t) => {
  const kinds = { kind: 'government', limit: 1 };
  const first = await directory.parties(kinds);
  t.match(first.items, [{ partyId: 'city-office' }]);
  const second = await directory.parties({ ...kinds, after: first.next ?? '' });
  t.match(second, { items: [{ partyId: 'street-office' }], next: null });
  const hearing = await directory.parties({ qualification: 'hearing-office' });
  t.same(
    hearing.items.map(({ partyId }) => partyId),
    ['city-office'],
    'in force only',
  );
  t.match(await directory.members({ partyId: 'street-office', limit: 1 }), { items: [{ memberId: 'gone' }] });
  await t.rejects(directory.parties({ after: 'x' }), refusal('GZ_CURSOR_INVALID'));
  await t.rejects(
    directory.members({ after: first.next ?? '' }),
    refusal('GZ_CURSOR_INVALID'),
    'of another list',
  );
  for (const limit of [0, 201, 1.5, Number.NaN])
    await t.rejects(directory.members({ limit }), refusal('GZ_PAGE_LIMIT'));
});

t.test('a webhook gets a key that effects read and no list shows', async (t) => {
  const contacts = await directory.contactsOf('street-office');
  t.match(contacts, [{ channel: 'webhook', secret: /^whsec_/ }, { channel: 'email' }]);
  t.equal(contacts[1]?.secret, undefined);
  t.notMatch(JSON.stringify(await directory.parties({})), /whsec_|secret/);
  const party = await directory.party('street-office');
  await directory.saveParty(party);
  t.same(await directory.contactsOf('street-office'), contacts, 'a save of what a list showed keeps the key');
  await directory.saveParty({
    ...party,
    contacts: [
      { channel: 'webhook', address: 'https://street.example/hook', secret: 'a key of our own choice' },
    ],
  });
  t.match(await directory.contactsOf('street-office'), [{ secret: 'a key of our own choice' }]);
  const again = createDirectory(store, now, opened.folder);
  t.match(
    await again.contactsOf('street-office'),
    [{ secret: 'a key of our own choice' }],
    'after a restart',
  );
  t.same(await directory.contactsOf('nobody'), []);
  const rows = await store.em().execute('select secret from contacts');
  t.notMatch(JSON.stringify(rows), /our own choice/, 'sealed in the store');
});

t.test('a supervisor sees the cell of the party with all below, or everything', async (t) => {
  await directory.saveMember({
    memberId: 'lead',
    partyId: 'street-office',
    name: '督',
    grants: ['supervisor'],
  });
  await directory.saveMember({
    memberId: 'chief',
    partyId: 'city-office',
    name: '总',
    grants: ['supervisor'],
  });
  const viewer = async (memberId: string, grants: ('supervisor' | 'operator')[]) =>
    directory.viewer({ actor: await directory.actor(memberId), grants, scopes: ['read'], via: 'test' });
  t.same((await viewer('lead', ['supervisor'])).supervises, ['hd-1', 'hd-1-a', 'hd-1-a-7']);
  t.equal((await viewer('chief', ['supervisor'])).supervises, 'all');
  t.equal((await viewer('chief', [])).supervises, null, 'not by a key without the grant');
});

t.test('an id that no database could hold is unknown, not an error', async (t) => {
  const id = 'a\0b';
  await t.rejects(directory.party(id), refusal('GZ_PARTY_UNKNOWN'));
  await t.rejects(directory.member(id), refusal('GZ_MEMBER_UNKNOWN'));
  await t.rejects(directory.actor(id), refusal('GZ_MEMBER_UNKNOWN'));
  await t.rejects(directory.revokeApiKey(id), refusal('GZ_KEY_UNKNOWN'));
  t.same(await directory.apiKeys(id), []);
  t.same(await directory.contactsOf(id), []);
  t.equal(await directory.identify(id), null);
  t.same((await directory.parties({ kind: id, qualification: id })).items, []);
  t.same((await directory.members({ partyId: id })).items, []);
  const facts = await directory.answer([
    { kind: 'grid', cellId: id },
    { kind: 'party', partyId: id },
    { kind: 'member', memberId: id },
    { kind: 'office', qualification: id, cellId: id },
  ]);
  t.same(Object.values(facts), [null, null, null, null]);
});

t.test('of several members who take one login at once, one gets it', async (t) => {
  const saves = await Promise.allSettled(
    Array.from({ length: 4 }, () =>
      directory.saveMember({ partyId: 'city-office', name: '甲', login: 'shared' }),
    ),
  );
  const refused = saves.filter((save) => save.status === 'rejected');
  t.equal(refused.length, 3);
  for (const { reason } of refused) t.match(reason, refusal('GZ_LOGIN_TAKEN', { login: 'shared' }));
});

t.test(
  'members are found by a qualification that they hold now, while they and their party are active',
  async (t) => {
    const held = (validUntil: number | null) => [{ name: 'q-host', validUntil }];
    const party = { kind: 'social-organization', name: named('社') };
    await directory.saveParty({ ...party, partyId: 'q-active' });
    await directory.saveParty({ ...party, partyId: 'q-gone' });
    const save = (memberId: string, more: object) =>
      directory.saveMember({
        memberId,
        partyId: 'q-active',
        name: memberId,
        qualifications: held(null),
        ...more,
      });
    await save('q-1', {});
    await save('q-2', { qualifications: held(now() + DAY_MS) });
    await save('q-over', { qualifications: held(now() - 1) });
    await save('q-away', { active: false });
    await save('q-other', { qualifications: [] });
    await save('q-elsewhere', { partyId: 'q-gone' });
    await directory.saveParty({ ...party, partyId: 'q-gone', active: false });
    const found = async (filter: object) =>
      (await directory.members({ qualification: 'q-host', ...filter })).items.map(({ memberId }) => memberId);
    t.same(await found({}), ['q-1', 'q-2']);
    t.same(await found({ partyId: 'q-gone' }), []);
    const first = await directory.members({ qualification: 'q-host', limit: 1 });
    t.same(await found({ after: first.next! }), ['q-2']);
  },
);

t.test('the first administrator is made once, with a party when there is none of that id', async (t) => {
  const fresh = await openTestStore();
  t.teardown(() => fresh.close());
  const empty = createDirectory(fresh.store, fresh.now, fresh.folder);
  const party = { partyId: 'p-run', kind: 'government', name: named('运行中心') };
  const first = {
    partyId: 'p-run',
    name: '甲',
    login: 'first',
    password: 'rain-on-the-roof-7',
    grants: ['administrator' as const],
  };
  t.match(await empty.saveFirstAdministrator(first, party), { partyId: 'p-run', grants: ['administrator'] });
  t.match(await empty.party('p-run'), { name: named('运行中心') });
  await t.rejects(
    empty.saveFirstAdministrator({ ...first, login: 'second' }, party),
    refusal('GZ_ADMINISTRATOR_EXISTS'),
  );
  const { items } = await empty.members({});
  t.equal(items.length, 1);
  await empty.saveMember({ ...items[0]!, login: 'first', active: false });
  t.match(
    await empty.saveFirstAdministrator({ ...first, login: 'second' }, party),
    { login: 'second' },
    'none is active any more',
  );
});
