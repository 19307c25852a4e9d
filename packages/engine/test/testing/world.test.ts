import t from 'tap';
import { assertReplays, InvariantError, nextDue } from '@gongzhi/engine/testing';
import { openWorld, START } from './order.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

t.test('a refusal leaves the case and its journal as they were', (t) => {
  const world = openWorld();
  const before = JSON.stringify(world.state);
  const refusal = world.send('tan', { kind: 'task.claim', taskId: world.state!.tasks[0]!.taskId });
  t.ok(refusal);
  t.equal(JSON.stringify(world.state), before);
  t.equal(world.journal.length, 1);
  t.end();
});

t.test('time that passes lets a clock warn and then lapse, each at its own instant', (t) => {
  const world = openWorld();
  world.advanceTo(START + 30 * DAY_MS);
  const [, warned, lapsed] = world.journal;
  t.match([warned, lapsed], [{ body: { kind: 'clock.warn' } }, { body: { kind: 'clock.lapse' } }]);
  t.ok(START < warned!.at && warned!.at < lapsed!.at && lapsed!.at < world.now);
  t.equal(world.now, START + 30 * DAY_MS);
  t.equal(world.state?.outcome, 'late');
  assertReplays(world);
  t.end();
});

t.test('an unfinished claim falls back after its limit', (t) => {
  const world = openWorld();
  world.send('chen', { kind: 'task.claim', taskId: world.state!.tasks[0]!.taskId });
  t.equal(nextDue(world.state!)?.at, START + 2 * HOUR_MS);
  world.advanceTo(START + 3 * HOUR_MS);
  t.match(world.state!.tasks, [{ name: 'look', status: 'offered' }]);
  t.end();
});

t.test('time does not run backwards', (t) => {
  const world = openWorld();
  t.throws(() => world.advanceTo(START - 1), RangeError);
  t.end();
});

t.test('a journal that replays to another case is a broken invariant', (t) => {
  const world = openWorld();
  t.doesNotThrow(() => assertReplays(world));
  const forged = { ...world.state!, title: 'other' };
  t.throws(() => assertReplays({ ...world, state: forged, journal: world.journal }), InvariantError);
  t.end();
});

t.test('nothing falls due in a closed case', (t) => {
  const world = openWorld();
  world.send('li', { kind: 'event.send', event: 'withdraw', payload: {} }, 'mended');
  t.equal(world.state?.status, 'closed');
  t.equal(nextDue(world.state!), null);
  t.end();
});
