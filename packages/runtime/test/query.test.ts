import { audienceOf, isInAudience, mayRead, possible } from '@gongzhi/engine';
import t from 'tap';
import type { CaseFilter } from '../src/query/index.ts';
import { refusal } from './query-store.ts';
import { everybody, openWorld, PUBLIC } from './query-world.ts';

const DAY_MS = 24 * 60 * 60_000;
const world = await openWorld();
t.teardown(() => world.close());
const { query, send, pass } = world;

const search = async (caseId: string, memberId: string, found: string) =>
  send(caseId, memberId, {
    kind: 'task.complete',
    taskId: await world.taskId(caseId, 'search'),
    payload: { found },
  });

/* One case in each situation that decides who may do what. */
const fresh = await world.open('anna', 'Noise at night', 'north');
pass(1000);
const unsteady = await world.open('bert', '100% a_b 噪音', 'south');
pass(1000);
const claimed = await world.open('anna', 'Claimed', 'north');
await send(claimed, 'clara', { kind: 'task.claim', taskId: await world.taskId(claimed, 'search') });
const approving = await world.open('anna', 'Approving', 'north');
await search(approving, 'carl', 'something');
const published = await world.open('bert', 'Published', 'north');
await search(published, 'clara', 'public');
const handing = await world.open('anna', 'Handing over', 'north');
await world.event(handing, 'cleo', 'hand-over');
const declined = await world.open('anna', 'Declined by one', 'north');
await world.event(declined, 'cleo', 'hand-over');
await send(
  declined,
  'fay',
  { kind: 'handoff.decline', handoffId: await world.handoffId(declined) },
  'no room',
);
const judging = await world.open('bert', 'Judging', 'south');
await world.event(judging, 'plain', 'hand-over');
await send(judging, 'fay', { kind: 'handoff.accept', handoffId: await world.handoffId(judging) });
await send(judging, 'gus', { kind: 'task.claim', taskId: await world.taskId(judging, 'first-view') });
const crowded = await world.open('bert', 'Judges are two', 'south');
await world.event(crowded, 'plain', 'hand-over');
await send(crowded, 'fay', { kind: 'handoff.accept', handoffId: await world.handoffId(crowded) });
await send(crowded, 'gus', { kind: 'task.claim', taskId: await world.taskId(crowded, 'first-view') });
await send(crowded, 'dora', { kind: 'task.claim', taskId: await world.taskId(crowded, 'second-view') });
const offered = await world.open('anna', 'Offered to one', 'north');
await send(
  offered,
  'cleo',
  { kind: 'handoff.offer', role: 'partner', to: { partyId: 'friends', partyKind: 'social-organization' } },
  'theirs',
);
const delegated = await world.open('anna', 'Task handed to a colleague', 'north');
await send(delegated, 'clara', { kind: 'task.claim', taskId: await world.taskId(delegated, 'search') });
await send(
  delegated,
  'clara',
  {
    kind: 'task.delegate',
    taskId: await world.taskId(delegated, 'search'),
    to: { partyId: 'desk-1', partyKind: 'government', memberId: 'carl' },
  },
  'on leave',
);
const released = await world.open('anna', 'Released', 'north');
await send(released, 'clara', { kind: 'task.claim', taskId: await world.taskId(released, 'search') });
await send(
  released,
  'clara',
  { kind: 'task.release', taskId: await world.taskId(released, 'search') },
  'ill',
);
const withdrawn = await world.open('bert', 'Withdrawn', 'south');
await world.event(withdrawn, 'bert', 'withdraw', 'settled');
const all = [
  fresh,
  unsteady,
  claimed,
  approving,
  published,
  handing,
  declined,
  judging,
  crowded,
  offered,
  delegated,
  released,
  withdrawn,
];

async function pages<Item>(
  read: (after?: string) => Promise<{ items: Item[]; next: string | null }>,
): Promise<Item[]> {
  const items: Item[] = [];
  let after: string | undefined;
  do {
    const page = await read(after);
    items.push(...page.items);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return items;
}

const offeredTo = async (memberId: string) => {
  const viewer = await world.actor(memberId);
  return pages((after) => query.tasks({ viewer, list: 'offered', limit: 2, ...(after ? { after } : {}) }));
};

t.test('a member is shown exactly the offered tasks that the engine lets it claim', async (t) => {
  let shown = 0;
  for (const memberId of everybody) {
    const actor = await world.actor(memberId);
    const claimable: string[] = [];
    for (const caseId of all) {
      const { state, compiled } = await query.case(caseId);
      const may = possible(compiled, state, actor, world.now());
      claimable.push(
        ...may.filter(({ kind, allowed }) => kind === 'task.claim' && allowed).map(({ id }) => String(id)),
      );
    }
    const listed = (await offeredTo(memberId)).map(({ taskId }) => taskId);
    t.same(listed.toSorted(), claimable.toSorted(), memberId);
    t.equal((await query.counts(actor)).offered, claimable.length, `${memberId}: the count`);
    shown += claimable.length;
  }
  t.ok(shown > 20, `${shown} in all`);
});

t.test('separation of duties, a full role, the office and a reservation decide what is shown', async (t) => {
  const names = async (memberId: string, caseId: string) =>
    (await offeredTo(memberId))
      .filter((task) => task.caseId === caseId)
      .map(({ name }) => name)
      .toSorted();
  t.same(await names('carl', approving), ['look'], 'who searched does not approve; who searched looks again');
  t.same(await names('cleo', approving), ['approve']);
  t.same(await names('clara', approving), [], 'the second look is for who searched');
  t.same(await names('dora', fresh), [], 'the desk’s own office searches');
  t.same(await names('finn', judging), [], 'the partner’s party does not judge');
  t.same(await names('plain', judging), ['second-view', 'third-view']);
  t.same(await names('plain', crowded), ['third-view'], 'a colleague of a judge');
  t.same(await names('clara', crowded), [], 'there are two judges already');
});

t.test('a member reads exactly the cases that the engine lets it read', async (t) => {
  const check = async (filter: CaseFilter & { viewer: object }, label: string) => {
    const listed = await pages((after) => query.cases({ ...filter, limit: 3, ...(after ? { after } : {}) }));
    const readable: string[] = [];
    for (const caseId of all) {
      const { state, compiled } = await query.case(caseId);
      const access = mayRead(compiled, state, filter.viewer!);
      if (access !== null) readable.push(caseId);
      const found = listed.find((each) => each.caseId === caseId);
      if (found !== undefined && access === 'public')
        t.match(found, { title: '', dueAt: null }, `${label}: the public reads no title`);
      else if (found !== undefined) t.equal(found.title, state.title);
    }
    t.same(listed.map(({ caseId }) => caseId).toSorted(), readable.toSorted(), label);
  };
  for (const memberId of everybody) await check({ viewer: await world.viewer(memberId) }, memberId);
  await check({ viewer: await world.viewer('bert', ['north']) }, 'a supervisor of one cell');
  await check({ viewer: await world.viewer('bert', 'all') }, 'a supervisor of all');
  await check({ viewer: PUBLIC }, 'the public');
  t.equal((await query.cases({ limit: 200 })).items.length, all.length, 'without a viewer: everything');
});

t.test('incoming hand-offs are those that the viewer may accept, outgoing those of its party', async (t) => {
  for (const memberId of everybody) {
    const viewer = await world.actor(memberId);
    const expected: string[] = [];
    for (const caseId of all) {
      const { state, compiled } = await query.case(caseId);
      for (const handoff of state.handoffs)
        if (
          isInAudience(audienceOf(compiled, state, handoff), viewer) &&
          (handoff.to !== null || handoff.from.partyId !== viewer.partyId)
        )
          expected.push(handoff.handoffId);
    }
    const listed = await pages((after) =>
      query.handoffs({ viewer, direction: 'incoming', limit: 1, ...(after ? { after } : {}) }),
    );
    t.same(listed.map(({ handoffId }) => handoffId).toSorted(), expected.toSorted(), memberId);
    t.equal((await query.counts(viewer)).handoffsIncoming, expected.length);
  }
  const gus = await query.handoffs({ viewer: await world.actor('gus'), direction: 'incoming' });
  t.same(
    gus.items.map(({ caseId }) => caseId),
    [offered, declined, handing],
    'newest first',
  );
  t.match(gus.items[0], {
    of: 'case',
    role: 'partner',
    to: { partyId: 'friends' },
    reason: 'theirs',
    caseTitle: 'Offered to one',
  });
  const carl = await query.handoffs({ viewer: await world.actor('carl'), direction: 'incoming' });
  t.match(carl.items, [
    { of: 'task', caseId: delegated, from: { memberId: 'clara' }, to: { memberId: 'carl' } },
  ]);
  const outgoing = await query.handoffs({
    viewer: await world.actor('cleo'),
    direction: 'outgoing',
    caseId: offered,
  });
  t.match(outgoing.items, [{ caseId: offered, from: { partyId: 'desk-1' } }]);
});

t.test('mine and party are the claimed tasks of the member and of its party', async (t) => {
  const list = async (memberId: string, list: 'mine' | 'party') =>
    (await query.tasks({ viewer: await world.actor(memberId), list })).items
      .map(({ caseId }) => caseId)
      .toSorted();
  t.same(await list('clara', 'mine'), [claimed, delegated].toSorted());
  t.same(await list('carl', 'mine'), []);
  t.same(await list('carl', 'party'), [claimed, delegated].toSorted());
  t.match(await query.counts(await world.actor('carl')), { mine: 0, party: 2, overdue: 0 });
  const [task] = (await query.tasks({ viewer: await world.actor('clara'), list: 'mine', caseId: claimed }))
    .items;
  t.match(task, {
    caseTitle: 'Claimed',
    definition: { id: 'review', version: 1 },
    procedure: 'service',
    name: 'search',
    title: { en: 'Search' },
    role: 'searcher',
    status: 'claimed',
    holder: { partyId: 'desk-1', memberId: 'clara' },
  });
  t.same(await query.task(task?.taskId ?? ''), task);
  t.equal(await query.task('none'), null);
});

t.test('the soonest due task comes first and those without a due time last, or the newest', async (t) => {
  const tasks = await offeredTo('carl');
  const dues = tasks.map(({ dueAt }) => dueAt ?? Infinity);
  t.same(
    dues,
    dues.toSorted((a, b) => a - b),
  );
  t.equal(dues.at(-1), Infinity);
  t.ok(dues.filter((due) => due !== Infinity).length > 1);
  const viewer = await world.actor('carl');
  const opened = await pages((after) =>
    query.tasks({ viewer, list: 'offered', order: 'opened', limit: 2, ...(after ? { after } : {}) }),
  );
  t.same(
    opened.map(({ openedAt }) => openedAt),
    opened.map(({ openedAt }) => openedAt).toSorted((a, b) => b - a),
  );
  t.same(opened.map(({ taskId }) => taskId).toSorted(), tasks.map(({ taskId }) => taskId).toSorted());
});

t.test('tasks are narrowed by case, role, procedure and lapse', async (t) => {
  const viewer = await world.actor('carl');
  const count = async (filter: object) =>
    (await query.tasks({ viewer, list: 'offered', ...filter })).items.length;
  const total = await count({});
  t.equal(await count({ caseId: fresh }), 1);
  const roles = await Promise.all(['searcher', 'approver', 'judge'].map((role) => count({ role })));
  t.ok(roles.every((each) => each > 0));
  t.equal(roles[0]! + roles[1]! + roles[2]!, total);
  t.equal(await count({ procedure: 'service' }), total);
  t.equal(await count({ procedure: 'hearing' }), 0);
  t.equal(await count({ overdue: true }), 0);
  t.equal(await count({ overdue: false }), total);
});

t.test('a page that comes later misses and repeats nothing when tasks come in between', async (t) => {
  const viewer = await world.actor('carl');
  const first = await query.tasks({ viewer, list: 'offered', limit: 2 });
  const before = await offeredTo('carl');
  const added = await world.open('anna', 'Came in between', 'north');
  const rest = await pages((after) =>
    query.tasks({ viewer, list: 'offered', limit: 2, after: after ?? first.next ?? '' }),
  );
  const seen = [...first.items, ...rest].map(({ taskId }) => taskId);
  t.equal(new Set(seen).size, seen.length);
  for (const { taskId } of before) t.ok(seen.includes(taskId));
  await world.event(added, 'anna', 'withdraw', 'enough');
});

t.test(
  'cases are found by words of the title, letter for letter, and by the beginning of their id',
  async (t) => {
    const find = async (search: string) => (await query.cases({ search })).items.map(({ caseId }) => caseId);
    t.same(await find('night noise'), [fresh], 'all words, in any order and case');
    t.same(await find('噪音'), [unsteady]);
    t.same(await find('100%'), [unsteady]);
    t.same(await find('%'), [unsteady], 'a percent sign is a letter');
    t.same(await find('a_b'), [unsteady]);
    t.same(await find('_'), [unsteady], 'so is an underscore');
    t.same(await find('!'), []);
    t.same(await find("'; drop table cases; --"), []);
    t.same(await find(fresh), [fresh]);
    for (const search of ['', '   ', 'x'.repeat(101), 'a\0b'])
      await t.rejects(query.cases({ search }), refusal('GZ_SEARCH_INVALID', { max: 100 }));
  },
);

t.test('the public does not find a case by its title or its lapse', async (t) => {
  const find = async (filter: CaseFilter) =>
    (await query.cases({ viewer: PUBLIC, ...filter })).items.map(({ caseId }) => caseId);
  t.same(await find({}), [published]);
  t.same(await find({ search: 'Published' }), []);
  t.same(await find({ search: published }), [published]);
  t.same(await find({ overdue: true }), []);
});

t.test('cases are narrowed by status, definition, procedure, custodian and cell', async (t) => {
  const count = async (filter: CaseFilter) => (await query.cases({ ...filter, limit: 200 })).items.length;
  const total = await count({});
  t.match((await query.cases({ status: 'closed', custodianPartyId: 'desk-2' })).items, [
    { caseId: withdrawn, status: 'closed', outcome: 'withdrawn', states: ['withdrawn'], dueAt: null },
  ]);
  t.equal(await count({ status: 'open' }), total - 2);
  t.equal(await count({ definition: 'review' }), total);
  t.equal(await count({ definition: 'other' }), 0);
  t.equal(await count({ procedure: 'hearing' }), 0);
  t.equal(await count({ cellId: 'south' }), 4);
  t.equal(await count({ custodianPartyId: 'helpers' }), 2);
  const [found] = (await query.cases({ search: 'Judging' })).items;
  t.match(found, {
    custodian: { partyId: 'helpers', memberId: 'fay', role: 'partner' },
    states: ['working.judging'],
    procedure: 'service',
  });
});

t.test('a timeline is the journal, newest first', async (t) => {
  const entries = await pages((after) =>
    query.timeline(delegated, { limit: 1, ...(after ? { after } : {}) }),
  );
  t.same(
    entries.map(({ seq }) => seq),
    [3, 2, 1],
  );
  t.match(entries[0], {
    body: { kind: 'task.delegate' },
    actor: { memberId: 'clara' },
    hash: /^[0-9a-f]{64}$/,
  });
  t.equal(entries[0]?.previousHash, entries[1]?.hash);
  t.same(await query.timeline('no-such-case', {}), { items: [], next: null });
  const { next } = await query.timeline(delegated, { limit: 1 });
  await t.rejects(
    query.timeline(fresh, { after: next ?? '' }),
    refusal('GZ_CURSOR_INVALID'),
    'of another case',
  );
});

t.test('an unknown case is refused', async (t) => {
  for (const caseId of ['no-such-case', '', 'a\0b'])
    await t.rejects(query.case(caseId), refusal('GZ_CASE_UNKNOWN'));
  t.equal(await query.task('a\0b'), null);
  t.same(await query.timeline('a\0b', {}), { items: [], next: null });
  t.same((await query.cases({ cellId: 'a\0b' })).items, []);
});

t.test('a cursor that no list has given is refused', async (t) => {
  const viewer = await world.actor('carl');
  const { next } = await query.tasks({ viewer, list: 'offered', limit: 1 });
  const forge = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const name = 'tasks.offered.due';
  for (const after of [
    '',
    'x',
    '🙂',
    forge({}),
    forge(null),
    forge([name]),
    forge([name, 'now', 'id']),
    forge([name, 1.5, 'id']),
    forge([name, 1, 2]),
    forge([name, 1, 'id', 'more']),
    forge([name, 1, 'a\0b']),
    `${next}=`,
    `${next} `,
    Buffer.from(` ["${name}",1,"id"]`).toString('base64url'),
    'x'.repeat(5000),
  ])
    await t.rejects(
      query.tasks({ viewer, list: 'offered', after }),
      refusal('GZ_CURSOR_INVALID'),
      after.slice(0, 40),
    );
  await t.rejects(
    query.tasks({ viewer, list: 'mine', after: next ?? '' }),
    refusal('GZ_CURSOR_INVALID'),
    'of another list',
  );
  await t.rejects(
    query.tasks({ viewer, list: 'offered', order: 'opened', after: next ?? '' }),
    refusal('GZ_CURSOR_INVALID'),
    'of another order',
  );
  for (const limit of [0, 201, 2.5, -1])
    await t.rejects(query.tasks({ viewer, list: 'offered', limit }), refusal('GZ_PAGE_LIMIT', { max: 200 }));
});

t.test('a task past its due time is overdue', async (t) => {
  pass(60 * DAY_MS);
  const viewer = await world.actor('clara');
  const overdue = await query.tasks({ viewer, list: 'mine', overdue: true });
  t.equal(overdue.items.length, 2);
  t.equal((await query.counts(viewer)).overdue, 2);
  t.ok((await query.cases({ overdue: true })).items.some(({ caseId }) => caseId === claimed));
  t.notOk((await query.cases({ overdue: false })).items.some(({ caseId }) => caseId === claimed));
});
