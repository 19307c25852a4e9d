import t from 'tap';
import { childIdOf } from '../src/openings.ts';
import { openWorld, tamper } from './world.ts';

t.test('a case opens another, is told of it, and goes on when it closes', async (t) => {
  const world = await openWorld();
  const caseId = await world.open();
  await world.event(caseId, 'split');
  await world.runtime.settle();
  const [child] = (await world.runtime.query.case(caseId)).state.children;
  t.match(child, {
    name: 'part',
    definition: 'small-order',
    caseId: childIdOf(child!.linkId),
    outcome: null,
  });
  const opened = await world.runtime.query.case(child!.caseId!);
  t.match(opened.state, {
    title: 'Lamp',
    origin: { caseId, definition: 'work-order' },
    participants: [{ role: 'resident', partyId: 'anna' }],
  });
  await world.event(child!.caseId!, 'finish');
  await world.runtime.settle();
  t.match((await world.runtime.query.case(caseId)).state, {
    status: 'closed',
    children: [{ outcome: 'done' }],
  });
  const entries = await world.runtime.feed.read(0, 100);
  t.match(entries.find(({ body }) => body.kind === 'child.closed')?.body, { payload: { what: 'Lamp' } });
  t.match(await world.verdicts(), [{ ok: true }, { ok: true }]);
  await world.close();
});

t.test('a child that closes as soon as it is opened is not forgotten', async (t) => {
  const world = await openWorld();
  const caseId = await world.open({ title: 'at once' });
  await world.event(caseId, 'split');
  await world.runtime.settle();
  t.match((await world.runtime.query.case(caseId)).state, { status: 'closed', outcome: 'done' });
  await world.close();
});

t.test('an opening that is done again opens one case', async (t) => {
  const world = await openWorld({ file: true });
  const caseId = await world.open();
  await world.event(caseId, 'split');
  await world.runtime.settle();
  await tamper(world, `update openings set status = 'pending', next_at = ${world.now}`);
  await world.runtime.settle();
  t.equal((await world.verdicts()).length, 2);
  t.equal((await world.runtime.query.case(caseId)).state.revision, 3);
  await world.close();
});

t.test('a case that cannot be opened becomes an incident, and can be tried again', async (t) => {
  const world = await openWorld({ file: true });
  const caseId = await world.open();
  await world.event(caseId, 'split');
  await tamper(world, `update openings set opening = replace(opening, 'small-order', 'no-such-order')`);
  await world.runtime.settle();
  const [incident] = (await world.runtime.incidents.list({ caseId })).items;
  t.match(incident, { kind: 'opening', what: 'no-such-order', error: /GZ_DEFINITION_UNKNOWN/ });
  await tamper(world, `update openings set opening = replace(opening, 'no-such-order', 'small-order')`);
  await world.runtime.incidents.retry(incident!.incidentId, world.operator);
  await world.runtime.settle();
  t.match((await world.runtime.query.case(caseId)).state.children, [{ caseId: String }]);
  await world.close();
});
