import t from 'tap';
import { DAY_MS, openWorld, refusalOf, type World } from './world.ts';

const reply = (messageId: string, text: unknown = 'yes', correlation = 'Lamp') => ({
  messageId,
  name: 'reply',
  correlation,
  payload: { text } as never,
});
const answerOf = async (world: World, caseId: string) =>
  (await world.runtime.query.case(caseId)).state.data['answer'];

t.test('a message reaches the case that awaits it', async (t) => {
  const world = await openWorld();
  const caseId = await world.open();
  await world.event(caseId, 'ask');
  t.same(await world.runtime.messages.receive(reply('m1')), { messageId: 'm1', caseId });
  await world.runtime.settle();
  t.equal(await answerOf(world, caseId), 'yes');
  await world.close();
});

t.test('a message that comes early is kept, and taken when it is awaited', async (t) => {
  const world = await openWorld();
  const caseId = await world.open();
  t.same(await world.runtime.messages.receive(reply('m1')), { messageId: 'm1', caseId: null });
  await world.runtime.messages.receive(reply('m2', 'no', 'Other'));
  await world.runtime.settle();
  await world.event(caseId, 'ask');
  await world.runtime.settle();
  t.equal(await answerOf(world, caseId), 'yes');
  await world.close();
});

t.test('the same message again changes nothing', async (t) => {
  const world = await openWorld();
  const caseId = await world.open();
  await world.event(caseId, 'ask');
  await world.runtime.messages.receive(reply('m1'));
  await world.runtime.settle();
  await world.event(caseId, 'ask');
  t.same(await world.runtime.messages.receive(reply('m1')), { messageId: 'm1', caseId });
  await world.runtime.settle();
  t.match((await world.runtime.query.case(caseId)).state.machine, { value: 'asking' });
  await world.close();
});

t.test('a message that nobody awaits expires', async (t) => {
  const world = await openWorld();
  const caseId = await world.open();
  await world.runtime.messages.receive({ ...reply('m1'), keepUntil: world.now + DAY_MS });
  world.now += DAY_MS;
  await world.runtime.settle();
  await world.event(caseId, 'ask');
  await world.runtime.settle();
  t.match((await world.runtime.query.case(caseId)).state.machine, { value: 'asking' });
  await world.close();
});

t.test('a message whose await is gone waits for the next', async (t) => {
  const world = await openWorld();
  const [first, second] = [await world.open(), await world.open()];
  await world.event(first, 'ask');
  await world.runtime.messages.receive(reply('m1'));
  await world.event(first, 'finish');
  await world.runtime.settle();
  await world.event(second, 'ask');
  await world.runtime.settle();
  t.equal(await answerOf(world, second), 'yes');
  await world.close();
});

t.test('a message whose content does not fit becomes an incident, and a better one is taken', async (t) => {
  const world = await openWorld();
  const caseId = await world.open();
  await world.event(caseId, 'ask');
  await world.runtime.messages.receive(reply('m1', 7));
  await world.runtime.settle();
  t.match((await world.runtime.incidents.list({})).items, [
    { what: 'message.receive', error: /GZ_PAYLOAD_INVALID/ },
  ]);
  await world.runtime.messages.receive(reply('m2', 'better'));
  await world.runtime.settle();
  t.equal(await answerOf(world, caseId), 'better');
  await world.close();
});

t.test('a message without a name or correlation is refused', async (t) => {
  const world = await openWorld();
  const refusal = await refusalOf(world.runtime.messages.receive({ ...reply('m1'), correlation: '' }));
  t.match(refusal, { code: 'GZ_MESSAGE_INVALID', args: { field: 'correlation' } });
  await world.close();
});
