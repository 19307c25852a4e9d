import t from 'tap';
import { DAY_MS, HOUR_MS, openWorld, START, tamper, taskOf, type World } from './world.ts';

const kindsOf = async (world: World, after = 0) =>
  (await world.runtime.feed.read(after, 100)).map(({ body }) => body.kind);

t.test('a clock warns, then lapses, each once and on time', async (t) => {
  const world = await openWorld();
  const caseId = await world.open();
  const { state } = await world.runtime.query.case(caseId);
  const { dueAt, warnsAt } = state.clocks['limit']!;
  t.equal(warnsAt.length, 1);
  for (const [at, expected] of [
    [warnsAt[0]! - 1, ['case.open']],
    [warnsAt[0]!, ['case.open', 'clock.warn']],
    [dueAt! - 1, ['case.open', 'clock.warn']],
    [dueAt!, ['case.open', 'clock.warn', 'clock.lapse']],
    [dueAt! + DAY_MS, ['case.open', 'clock.warn', 'clock.lapse']],
  ] as const) {
    world.now = at;
    await world.runtime.settle();
    t.same(await kindsOf(world), expected);
  }
  t.match((await world.runtime.query.case(caseId)).state, { outcome: 'late' });
  t.match(await world.verdicts(), [{ ok: true }]);
  await world.close();
});

t.test('what fell due while nothing ran is made up for, in order', async (t) => {
  const world = await openWorld({ file: true });
  const caseId = await world.open();
  await world.runtime.close();
  world.now = START + 30 * DAY_MS;
  const again = await world.again();
  await again.settle();
  const kinds = (await again.feed.read(0, 10)).map(({ body }) => body.kind);
  t.same(kinds, ['case.open', 'clock.warn', 'clock.lapse']);
  t.match((await again.query.case(caseId)).state, { outcome: 'late' });
  await world.close();
});

t.test('a claim that is not worked on falls back', async (t) => {
  const world = await openWorld();
  const caseId = await world.open();
  const taskId = await taskOf(world.runtime, caseId);
  await world.send(caseId, { kind: 'task.claim', taskId }, { actor: world.worker(1) });
  world.now += 2 * HOUR_MS;
  await world.runtime.settle();
  t.match((await world.runtime.query.case(caseId)).state.tasks, [{ status: 'offered', holder: null }]);
  await world.send(caseId, { kind: 'task.claim', taskId }, { actor: world.worker(2) });
  world.now += 2 * HOUR_MS;
  await world.runtime.settle();
  t.match((await world.runtime.query.case(caseId)).state.tasks, [{ status: 'offered' }], 'and a second time');
  await world.close();
});

t.test('an offer that nobody answers falls back', async (t) => {
  const world = await openWorld();
  const caseId = await world.open();
  await world.send(
    caseId,
    { kind: 'handoff.offer', role: 'desk', to: { partyId: 'town', partyKind: 'government', memberId: 'w2' } },
    { actor: world.worker(1), reason: 'on leave' },
  );
  t.equal((await world.runtime.query.case(caseId)).state.handoffs.length, 1);
  world.now += DAY_MS;
  await world.runtime.settle();
  t.equal((await world.runtime.query.case(caseId)).state.handoffs.length, 0);
  t.match(await world.verdicts(), [{ ok: true }]);
  await world.close();
});

t.test('a clock that fails is set aside and does not hold up the others', async (t) => {
  const world = await openWorld({ file: true });
  const caseIds = await Promise.all(Array.from({ length: 5 }, () => world.open()));
  for (const caseId of caseIds) await world.event(caseId, 'wait');
  // A row that says what the case does not.
  await tamper(
    world,
    `update clocks set due_at = ${world.now}, next_at = ${world.now} where case_id = '${caseIds[0]}' and name = 'short'`,
  );
  await world.runtime.settle();
  t.match((await world.runtime.incidents.list({})).items, [
    { caseId: caseIds[0], kind: 'step', what: 'clock.lapse', error: /GZ_CLOCK_NOT_DUE/ },
  ]);
  world.now += HOUR_MS;
  await world.runtime.settle();
  for (const caseId of caseIds.slice(1))
    t.match((await world.runtime.query.case(caseId)).state.machine, { value: 'ready' });
  const [incident] = (await world.runtime.incidents.list({})).items;
  await world.runtime.incidents.retry(incident!.incidentId, world.operator);
  t.match(
    (await world.runtime.query.case(caseIds[0]!)).state.machine,
    { value: 'ready' },
    'tried again when due',
  );
  await world.close();
});

t.test('many clocks that fall due at once are all fired', async (t) => {
  const world = await openWorld();
  const caseIds = await Promise.all(Array.from({ length: 450 }, () => world.open()));
  await Promise.all(caseIds.map((caseId) => world.event(caseId, 'wait')));
  world.now += HOUR_MS;
  await world.runtime.settle();
  t.equal(world.runtime.metrics.read()['gongzhi_clocks_fired_total'], 450);
  await world.close();
});

t.test('clocks of an older calendar are computed again at the start', async (t) => {
  const world = await openWorld({ file: true });
  const caseId = await world.open();
  await tamper(world, `update clocks set calendar_version = 'older'`);
  const again = await world.again();
  await again.settle();
  t.same(
    (await again.feed.read(0, 10)).map(({ body }) => body.kind),
    ['case.open', 'clock.recompute'],
  );
  await again.settle();
  t.match(await again.query.case(caseId), { state: { revision: 2 } });
  await world.close();
});
