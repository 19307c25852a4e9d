import { readFileSync } from 'node:fs';
import t from 'tap';
import { openWorld, refusalOf } from './world.ts';

const source = readFileSync(new URL('./small-order.yaml', import.meta.url), 'utf8');

t.test('a published version never changes', async (t) => {
  const world = await openWorld();
  const { definitions } = world.runtime;
  const first = await definitions.read('small-order');
  t.match(await definitions.publish(source, world.operator), {
    hash: first!.hash,
    publishedAt: first!.publishedAt,
  });
  const changed = source.replace('小工单', '小小工单');
  t.match(await refusalOf(definitions.publish(changed, world.operator)), {
    code: 'GZ_DEFINITION_VERSION_TAKEN',
    status: 409,
  });
  t.equal((await definitions.read('small-order', 1))!.source, source);
  await world.close();
});

t.test('new cases take the newest version, running ones keep theirs', async (t) => {
  const world = await openWorld();
  const old = await world.open();
  const workOrder = readFileSync(new URL('./work-order.yaml', import.meta.url), 'utf8');
  await world.runtime.definitions.publish(workOrder.replace('version: 1', 'version: 2'), world.operator, {
    note: 'two',
  });
  const young = await world.open();
  t.equal((await world.runtime.query.case(old)).state.definition.version, 1);
  t.equal((await world.runtime.query.case(young)).state.definition.version, 2);
  await world.event(old, 'check');
  t.match(await world.runtime.definitions.versions('work-order'), [
    { version: 2, note: 'two' },
    { version: 1 },
  ]);
  t.match(await world.runtime.definitions.list(), [
    { id: 'small-order', version: 1 },
    { id: 'work-order', version: 2 },
  ]);
  t.match(await world.verdicts(), [{ ok: true }, { ok: true }]);
  await world.close();
});

t.test('a broken definition is refused with everything that is wrong', async (t) => {
  const world = await openWorld();
  const { definitions } = world.runtime;
  const broken = source.replace('finish: done', 'finish: nowhere').replace('id: small-order', 'id: broken');
  t.match(await definitions.check(broken), { ok: false, problems: [{ code: String }] });
  t.match(await refusalOf(definitions.publish(broken, world.operator, { file: 'broken.yaml' })), {
    code: 'GZ_DEFINITION_INVALID',
    status: 422,
    details: { problems: [{ file: 'broken.yaml', line: Number }] },
  });
  t.equal(await definitions.read('broken'), null);
  await world.close();
});

t.test('several are published all or none', async (t) => {
  const world = await openWorld();
  const { definitions } = world.runtime;
  const fine = source.replace('id: small-order', 'id: fine');
  const broken = source.replace('id: small-order', 'id: broken').replace('finish: done', 'finish: nowhere');
  await refusalOf(definitions.publishAll([{ source: fine }, { source: broken }], world.operator));
  t.equal(await definitions.read('fine'), null);
  await world.close();
});

t.test('one version published by two processes at once is published once', async (t) => {
  const world = await openWorld({ file: true });
  const other = await world.again();
  const young = source.replace('version: 1', 'version: 2');
  const infos = await Promise.all(
    [world.runtime, other].map((one) => one.definitions.publish(young, world.operator)),
  );
  t.equal(infos[0]!.hash, infos[1]!.hash);
  t.equal((await other.definitions.versions('small-order')).length, 2);
  await world.close();
});
