import t from 'tap';
import { id, openWorld, refusalOf, taskOf } from './world.ts';

t.test('a repeated command gets the first receipt and changes nothing', async (t) => {
  const world = await openWorld();
  const first = await world.runtime.dispatch(opening(world, 'open-1'));
  const again = await world.runtime.dispatch(opening(world, 'open-1'));
  t.same(again, { ...first, repeated: true });
  const event = await world.event(first.caseId, 'check', 'check-1');
  await world.runtime.settle();
  t.same(await world.event(first.caseId, 'check', 'check-1'), { ...event, repeated: true });
  const { state } = await world.runtime.query.case(first.caseId);
  t.equal(state.revision, 3, 'open, check and the effect’s reply');
  await world.close();
});

t.test('a command that is not possible any more still gets its receipt', async (t) => {
  const world = await openWorld();
  const caseId = await world.open();
  const claim = { kind: 'task.claim', taskId: await taskOf(world.runtime, caseId) } as const;
  const more = { commandId: 'claim-1', actor: world.worker(1) };
  const first = await world.send(caseId, claim, more);
  t.same(await world.send(caseId, claim, more), { ...first, repeated: true });
  await world.event(caseId, 'finish');
  t.same(await world.send(caseId, claim, more), { ...first, repeated: true }, 'nor when the case is closed');
  await world.close();
});

t.test('a command id that was used for something else is refused', async (t) => {
  const world = await openWorld();
  const caseId = await world.open({ title: 'Lamp' }, 'open-1');
  const other = await refusalOf(world.open({ title: 'Other' }, 'open-1'));
  t.match(other, { code: 'GZ_COMMAND_ID_REUSED', status: 409 });
  await world.event(caseId, 'check', 'x');
  t.equal((await refusalOf(world.event(caseId, 'finish', 'x'))).code, 'GZ_COMMAND_ID_REUSED');
  const byOther = world.send(
    caseId,
    { kind: 'event.send', event: 'check', payload: {} },
    { commandId: 'x', actor: world.worker(1) },
  );
  t.equal(
    (await refusalOf(byOther)).code,
    'GZ_COMMAND_ID_REUSED',
    'the same by somebody else is something else',
  );
  await world.close();
});

t.test('duplicates in flight are one command', async (t) => {
  const world = await openWorld();
  const receipts = await Promise.all(
    Array.from({ length: 20 }, () => world.runtime.dispatch(opening(world, 'open-1'))),
  );
  t.equal(new Set(receipts.map(({ caseId }) => caseId)).size, 1);
  t.equal(receipts.filter(({ repeated }) => !repeated).length, 1);
  const [one, other] = await Promise.allSettled([
    world.event(receipts[0]!.caseId, 'check', 'y'),
    world.event(receipts[0]!.caseId, 'finish', 'y'),
  ]);
  t.equal(one.status, 'fulfilled');
  t.match(other, { status: 'rejected', reason: { refusal: { code: 'GZ_COMMAND_ID_REUSED' } } });
  await world.close();
});

t.test('what cannot be a command is refused before anything is read', async (t) => {
  const world = await openWorld();
  const caseId = await world.open();
  const send = (commandId: string, payload = {}) =>
    refusalOf(world.send(caseId, { kind: 'event.send', event: 'check', payload }, { commandId }));
  t.equal((await send('')).code, 'GZ_COMMAND_ID_INVALID');
  t.equal((await send('x'.repeat(201))).code, 'GZ_COMMAND_ID_INVALID');
  t.equal((await send('a b')).code, 'GZ_COMMAND_ID_INVALID');
  t.equal((await send('a', { text: '\ud800' })).code, 'GZ_COMMAND_UNREADABLE');
  t.equal((await send('a', { n: Number.NaN })).code, 'GZ_COMMAND_UNREADABLE');
  t.match(await refusalOf(world.event('nowhere', 'check')), { code: 'GZ_CASE_UNKNOWN', status: 404 });
  const unknown = world.runtime.dispatch({ ...opening(world, id()), definition: { id: 'nothing' } });
  t.match(await refusalOf(unknown), { code: 'GZ_DEFINITION_UNKNOWN', status: 404 });
  await world.close();
});

t.test('a stale revision is refused with the current one', async (t) => {
  const world = await openWorld();
  const caseId = await world.open();
  const body = { kind: 'event.send', event: 'tell', payload: {} } as const;
  await world.send(caseId, body, { expectedRevision: 1 });
  const refusal = await refusalOf(world.send(caseId, body, { expectedRevision: 1 }));
  t.match(refusal, { code: 'GZ_REVISION_STALE', status: 412, args: { expected: 1, current: 2 } });
  await world.close();
});

t.test('texts that a database dislikes are kept as they are', async (t) => {
  const world = await openWorld();
  const fail = 'nul \u0000, emoji 🏮, \\u0000, "quotes", 中文';
  const caseId = await world.open({ title: 'emoji 🏮 "quotes" \\u0000 中文', fail });
  const { state } = await world.runtime.query.case(caseId);
  t.equal(state.data['fail'], fail);
  const [entry] = await world.runtime.feed.read(0, 1);
  t.match(entry, { body: { payload: { fail } } });
  t.match(await world.verdicts(), [{ ok: true }]);
  await world.close();
});

function opening({ resident }: Awaited<ReturnType<typeof openWorld>>, commandId: string) {
  return {
    commandId,
    definition: { id: 'work-order' },
    actor: resident,
    body: { kind: 'case.open' as const, role: 'resident', payload: { title: 'Lamp' } },
  };
}
