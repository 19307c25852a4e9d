import t from 'tap';
import { openWorld, refusalOf } from './world.ts';

t.test('closing finishes what was taken and takes nothing new', async (t) => {
  const world = await openWorld({ file: true, deliver: true, now: Date.now });
  const caseId = await world.open();
  let release: (() => void) | undefined;
  world.probe = () =>
    new Promise((resolve) => {
      release = () => resolve({ fine: true });
    });
  await world.event(caseId, 'check');
  const taken = Array.from({ length: 20 }, () => world.open());
  const closing = world.runtime.close();
  t.match(await refusalOf(world.open()), { code: 'GZ_CLOSING', status: 503 });
  t.equal(await world.runtime.ready(), false);
  release!();
  await closing;
  await Promise.all(taken);
  const again = await world.again();
  t.match((await again.query.case(caseId)).state, { revision: 3 }, 'the effect’s reply is in');
  t.equal((await again.feed.read(0, 100)).length, 23);
  await world.close();
});

t.test('closing does not wait for an effect for ever', async (t) => {
  const world = await openWorld({ file: true, deliver: true, now: Date.now, closeWaitMs: 50 });
  const caseId = await world.open();
  let aborted = false;
  world.probe = (_input, { signal }) => {
    signal.addEventListener('abort', () => (aborted = true));
    return new Promise(() => {});
  };
  await world.event(caseId, 'check');
  await world.runtime.close();
  t.equal(aborted, true);
  world.now = Date.now() + 60_000;
  world.probe = async () => ({ fine: true });
  const again = await world.again();
  await again.settle();
  t.match((await again.query.case(caseId)).state, { revision: 3 }, 'it is tried again later');
  await world.close();
});

t.test('closing twice is closing once', async (t) => {
  const world = await openWorld();
  await Promise.all([world.runtime.close(), world.runtime.close()]);
  await world.close();
  t.pass();
});
