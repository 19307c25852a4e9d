import { readFileSync } from 'node:fs';
import t from 'tap';
import { DAY_MS, isPostgres, openWorld, refusalOf, tamper, taskOf, type World } from './world.ts';

const source = readFileSync(new URL('./work-order.yaml', import.meta.url), 'utf8');

/** Version 2: `ready` is `open`, its task `do` is `work`, and there is a longer limit. */
const second = source
  .replace('version: 1', 'version: 2')
  .replaceAll(/\bready\b/g, 'open-now')
  .replace('      do:\n', '      work:\n')
  .replace('do.completed', 'work.completed')
  .replace('limit: P5D', 'limit: P9D');
const plan = {
  from: { id: 'work-order', version: 1 },
  to: { id: 'work-order', version: 2 },
  states: { ready: 'open-now' },
  tasks: { do: 'work' },
  clocks: { limit: 'keep' },
};

async function openCases(world: World, count: number): Promise<string[]> {
  const caseIds = await Promise.all(Array.from({ length: count }, () => world.open()));
  await world.runtime.settle();
  await world.runtime.definitions.publish(second, world.operator);
  return caseIds.toSorted();
}

const version = async ({ runtime }: World, caseId: string) =>
  (await runtime.query.case(caseId)).state.definition.version;

t.test('a dry run counts every running case and changes none', async (t) => {
  const world = await openWorld();
  const [first, ...others] = await openCases(world, 7);
  await world.event(first!, 'wait');
  await world.event(others[0]!, 'finish');
  const report = await world.runtime.migrations.dryRun(plan, world.resident);
  t.match(report, { cases: 6, accepted: 6, refused: 0, refusals: [] });
  t.equal(report.sample.length, 3);
  const { states: _, ...poor } = plan;
  t.match(await world.runtime.migrations.dryRun(poor, world.resident), {
    cases: 6,
    accepted: 1,
    refused: 5,
    refusals: [{ code: 'GZ_MIGRATION_STATE', count: 5, caseIds: others.slice(1) }],
  });
  t.equal(await version(world, others[1]!), 1);
  await world.close();
});

t.test('a migration takes every running case over, in the journal, and all rows follow', async (t) => {
  const world = await openWorld();
  const caseIds = await openCases(world, 5);
  const taskId = await taskOf(world.runtime, caseIds[0]!);
  await world.send(caseIds[0]!, { kind: 'task.claim', taskId }, { actor: world.worker(1) });
  world.now += DAY_MS;
  const done = await world.runtime.migrations.apply(plan, world.operator, 'the limit is nine days now', {
    batch: 2,
  });
  t.match(done, { status: 'done', migrated: 5, remaining: 0, startedBy: 'olga', refusal: null });
  for (const caseId of caseIds) t.equal(await version(world, caseId), 2);
  const { items } = await world.runtime.query.timeline(caseIds[0]!, {});
  t.match(items[0], {
    body: { kind: 'case.migrate' },
    reason: 'the limit is nine days now',
    actor: { memberId: 'olga' },
  });
  t.match(
    await world.verdicts(),
    Array.from({ length: 5 }, () => ({ ok: true })),
  );
  await world.send(caseIds[0]!, { kind: 'task.complete', taskId, payload: {} }, { actor: world.worker(1) });
  t.match((await world.runtime.query.case(caseIds[0]!)).state, { status: 'closed', outcome: 'done' });
  t.match(
    await world.verdicts(),
    Array.from({ length: 5 }, () => ({ ok: true })),
  );
  t.match(await world.runtime.migrations.list(), [{ migrationId: done.migrationId }]);
  await world.close();
});

t.test('a refusal leaves its whole batch as it was; when it is mended the migration goes on', async (t) => {
  const world = await openWorld();
  const caseIds = await openCases(world, 6);
  await world.event(caseIds[3]!, 'ask');
  const narrow = { ...plan, to: { id: 'work-order', version: 3 } };
  // In version 3 nothing is asked any more.
  const third = second
    .replace('version: 2', 'version: 3')
    .replace(/ {2}asking:[^]*?(?= {2}splitting:)/, '')
    .replace('      ask: asking\n', '')
    .replace(/ {2}ask: \{.*\n/, '');
  await world.runtime.definitions.publish(third, world.operator);
  const halted = await world.runtime.migrations.apply(narrow, world.operator, 'no more questions', {
    batch: 2,
  });
  t.match(halted, {
    status: 'halted',
    migrated: 2,
    remaining: 4,
    refusal: { code: 'GZ_MIGRATION_STATE', message: { en: new RegExp(caseIds[3]!) } },
  });
  t.same(await Promise.all(caseIds.map((caseId) => version(world, caseId))), [3, 3, 1, 1, 1, 1]);
  await world.runtime.messages.receive({
    messageId: 'm1',
    name: 'reply',
    correlation: 'Lamp',
    payload: { text: 'so' },
  });
  await world.runtime.settle();
  t.match(await world.runtime.migrations.resume(halted.migrationId, world.operator, { batch: 2 }), {
    status: 'done',
    migrated: 6,
    remaining: 0,
  });
  t.match(
    await world.verdicts(),
    Array.from({ length: 6 }, () => ({ ok: true })),
  );
  await world.close();
});

t.test('a migration that stopped between two batches goes on in another process', async (t) => {
  const world = await openWorld({ file: true });
  const caseIds = await openCases(world, 5);
  const begun = await world.runtime.migrations.apply(plan, world.operator, 'new limit', {
    batch: 2,
    batches: 1,
  });
  t.match(begun, { status: 'running', migrated: 2, remaining: 3 });
  const other = await world.again();
  t.match(await other.migrations.resume(begun.migrationId, world.operator), { status: 'done', migrated: 5 });
  // The first process has the cases of the first batch in memory, and learns of the others.
  for (const caseId of caseIds) await world.event(caseId, 'finish');
  t.match(
    await world.verdicts(),
    Array.from({ length: 5 }, () => ({ ok: true })),
  );
  t.match(await other.migrations.resume(begun.migrationId, world.operator), { status: 'done', migrated: 5 });
  await world.close();
});

// Its trigger is written for SQLite.
t.test(
  'a batch whose commit fails is not there at all, and the migration can be resumed',
  { skip: isPostgres },
  async (t) => {
    const world = await openWorld({ file: true });
    const caseIds = await openCases(world, 4);
    await tamper(
      world,
      `create trigger no_more before update on cases when new.case_id = '${caseIds[3]}' begin select raise(abort, 'disk gone'); end`,
    );
    await t.rejects(world.runtime.migrations.apply(plan, world.operator, 'new limit', { batch: 2 }), {
      message: /disk gone/,
    });
    t.same(await Promise.all(caseIds.map((caseId) => version(world, caseId))), [2, 2, 1, 1]);
    await tamper(world, 'drop trigger no_more');
    const { migrationId } = (await world.runtime.migrations.list())[0]!;
    t.match(await world.runtime.migrations.read(migrationId), { status: 'running', migrated: 2 });
    t.match(await world.runtime.migrations.resume(migrationId, world.operator), {
      status: 'done',
      migrated: 4,
    });
    t.match(
      await world.verdicts(),
      Array.from({ length: 4 }, () => ({ ok: true })),
    );
    await world.close();
  },
);

t.test(
  'a plan that means nothing, a person who is no operator and an unknown migration are refused',
  async (t) => {
    const world = await openWorld();
    await openCases(world, 1);
    const { migrations } = world.runtime;
    t.match(await refusalOf(migrations.dryRun({ ...plan, roles: { nobody: 'desk' } }, world.operator)), {
      code: 'GZ_MIGRATION_PLAN_INVALID',
      details: { problems: [{ pointer: '/roles/nobody' }] },
    });
    t.match(await refusalOf(migrations.dryRun('states: [', world.operator)), {
      code: 'GZ_MIGRATION_PLAN_INVALID',
    });
    t.match(await refusalOf(migrations.apply(plan, world.resident, 'why not')), { code: 'GZ_OPERATOR_ONLY' });
    t.match(await refusalOf(migrations.resume('none', world.operator)), { code: 'GZ_MIGRATION_UNKNOWN' });
    t.equal(await migrations.read('none'), null);
    await world.close();
  },
);
