import { TerminalError } from '@gongzhi/engine';
import t from 'tap';
import { openWorld, refusalOf, tamper } from './world.ts';

t.test('a step that throws is an incident, and the case is as it was', async (t) => {
  const world = await openWorld();
  const caseId = await world.open({ title: 'Lamp', divisor: 0 });
  const refusal = await refusalOf(world.event(caseId, 'compute', 'compute-1'));
  t.match(refusal, { code: 'GZ_STEP_FAILED', status: 500, details: { incidentId: String } });
  t.equal((await world.runtime.query.case(caseId)).state.revision, 1);
  t.match((await world.runtime.incidents.list({ caseId })).items, [
    {
      kind: 'step',
      what: 'event.send',
      attempts: 1,
      status: 'open',
      incidentId: (refusal.details as { incidentId: string }).incidentId,
    },
  ]);
  t.ok(await world.event(caseId, 'tell'), 'everything else goes on');
  await world.close();
});

t.test('the same command failing again is the same incident', async (t) => {
  const world = await openWorld();
  const caseId = await world.open({ title: 'Lamp', divisor: 0 });
  await refusalOf(world.event(caseId, 'compute', 'compute-1'));
  const [incident] = (await world.runtime.incidents.list({})).items;
  await refusalOf(world.runtime.incidents.retry(incident!.incidentId, world.operator));
  t.match((await world.runtime.incidents.list({})).items, [{ attempts: 2, status: 'open' }]);
  await world.close();
});

t.test('an incident is skipped with a reason, once, as a journal entry', async (t) => {
  const world = await openWorld();
  const caseId = await world.open({ title: 'Lamp', divisor: 0 });
  await refusalOf(world.event(caseId, 'compute'));
  const [incident] = (await world.runtime.incidents.list({ status: 'open' })).items;
  const { incidentId } = incident!;
  const { incidents } = world.runtime;
  t.equal((await refusalOf(incidents.skip(incidentId, world.operator, ''))).code, 'GZ_REASON_REQUIRED');
  t.equal((await refusalOf(incidents.skip(incidentId, world.resident, 'why not'))).code, 'GZ_OPERATOR_ONLY');
  t.match(await incidents.skip(incidentId, world.operator, 'not needed'), {
    status: 'skipped',
    reason: 'not needed',
    resolvedBy: 'olga',
  });
  for (const again of [
    () => incidents.skip(incidentId, world.operator, 'again'),
    () => incidents.move(incidentId, world.operator, 'ready', 'again'),
    () => incidents.retry(incidentId, world.operator),
  ])
    t.match(await refusalOf(again()), { code: 'GZ_INCIDENT_RESOLVED', status: 409 });
  const [, entry] = await world.runtime.feed.read(0, 10);
  t.match(entry, { body: { kind: 'operator.skip', incidentId }, reason: 'not needed' });
  t.match(await incidents.list({ status: 'open' }), { items: [], next: null });
  await world.close();
});

t.test('an incident is got round by moving the case', async (t) => {
  const world = await openWorld();
  const caseId = await world.open({ title: 'Lamp', divisor: 0 });
  await refusalOf(world.event(caseId, 'compute'));
  const [incident] = (await world.runtime.incidents.list({})).items;
  const { incidents } = world.runtime;
  const wrong = await refusalOf(incidents.move(incident!.incidentId, world.operator, 'nowhere', 'try'));
  t.equal(wrong.code, 'GZ_MOVE_TARGET');
  t.match(await incidents.move(incident!.incidentId, world.operator, 'waiting', 'by hand'), {
    status: 'moved',
  });
  t.match((await world.runtime.query.case(caseId)).state.machine, { value: 'waiting' });
  t.match(await world.verdicts(), [{ ok: true, entries: 2 }]);
  await world.close();
});

t.test('two operators resolve an incident once', async (t) => {
  const world = await openWorld();
  const caseId = await world.open({ title: 'Lamp', divisor: 0 });
  await refusalOf(world.event(caseId, 'compute'));
  const [incident] = (await world.runtime.incidents.list({})).items;
  const both = await Promise.allSettled(
    ['one', 'two'].map((reason) =>
      world.runtime.incidents.skip(incident!.incidentId, world.operator, reason),
    ),
  );
  t.equal(both.filter(({ status }) => status === 'fulfilled').length, 1);
  const lost = both.find((one) => one.status === 'rejected');
  t.match(lost!.reason.refusal, { code: 'GZ_INCIDENT_RESOLVED' });
  await world.close();
});

t.test('incidents are listed page by page', async (t) => {
  const world = await openWorld();
  const caseId = await world.open({ title: 'Lamp', divisor: 0 });
  for (let turn = 0; turn < 5; turn += 1) await refusalOf(world.event(caseId, 'compute'));
  const found = [];
  let after: string | null = null;
  do {
    const page = await world.runtime.incidents.list({ limit: 2, ...(after === null ? {} : { after }) });
    found.push(...page.items.map(({ incidentId }) => incidentId));
    after = page.next;
  } while (after !== null);
  t.equal(new Set(found).size, 5);
  t.equal(
    (await refusalOf(world.runtime.incidents.retry('none', world.operator))).code,
    'GZ_INCIDENT_UNKNOWN',
  );
  await world.close();
});

t.test('an incident is counted once; each retry that fails is counted apart', async (t) => {
  const world = await openWorld();
  const counted = () => {
    const read = world.runtime.metrics.read();
    return [read['gongzhi_incidents_opened_total'], read['gongzhi_incidents_failed_again_total']];
  };
  const caseId = await world.open({ title: 'Lamp', divisor: 0 });
  await refusalOf(world.event(caseId, 'compute', 'compute-1'));
  t.same(counted(), [1, 0]);
  const [incident] = (await world.runtime.incidents.list({})).items;
  for (let turn = 0; turn < 2; turn += 1)
    await refusalOf(world.runtime.incidents.retry(incident!.incidentId, world.operator));
  t.same(counted(), [1, 2]);

  world.tell = async () => {
    throw new TerminalError('nobody there');
  };
  await world.event(caseId, 'tell');
  await world.runtime.settle();
  t.same(counted(), [2, 2], 'an effect’s');
  const effect = (await world.runtime.incidents.list({})).items.find(({ kind }) => kind === 'effect');
  await world.runtime.incidents.retry(effect!.incidentId, world.operator);
  await world.runtime.settle();
  t.same(counted(), [2, 3]);
  await world.close();
});

t.test('an incident whose effect is over has nothing to retry', async (t) => {
  const world = await openWorld({ file: true });
  world.tell = async () => {
    throw new TerminalError('nobody there');
  };
  await world.event(await world.open(), 'tell');
  await world.runtime.settle();
  const [incident] = (await world.runtime.incidents.list({})).items;
  await tamper(world, "update effects set status = 'done'");
  t.match(await refusalOf(world.runtime.incidents.retry(incident!.incidentId, world.operator)), {
    code: 'GZ_INCIDENT_NOT_RETRIABLE',
    status: 409,
  });
  await world.close();
});
