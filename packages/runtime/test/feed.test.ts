import t from 'tap';
import type { StoredEntry } from '@gongzhi/runtime';
import { isPostgres, openWorld } from './world.ts';

const postgresOnly = isPostgres ? {} : { skip: 'PostgreSQL only' };

t.test('a listener hears every committed entry, in order', async (t) => {
  const world = await openWorld({ file: true });
  const heard: StoredEntry[] = [];
  const stop = world.runtime.feed.subscribe((entries) => heard.push(...entries));
  // On PostgreSQL the place to begin is asked for first.
  await world.runtime.feed.head();
  const caseIds = await Promise.all(Array.from({ length: 20 }, () => world.open()));
  await Promise.all(caseIds.map((caseId) => world.event(caseId, 'tell')));
  while (heard.length < 40) await new Promise((done) => setTimeout(done, 20));
  t.same(heard, await world.runtime.feed.read(0, 100));
  t.equal(await world.runtime.feed.head(), heard.at(-1)!.position);
  stop();
  await world.open();
  t.equal(heard.length, 40);
  await world.close();
});

t.test('a listener hears what another process commits', postgresOnly, async (t) => {
  const world = await openWorld();
  const other = await world.again();
  const heard: StoredEntry[] = [];
  other.feed.subscribe((entries) => heard.push(...entries));
  await other.feed.head();
  await new Promise((done) => setTimeout(done, 100));
  const caseId = await world.open();
  while (heard.length < 1) await new Promise((done) => setTimeout(done, 20));
  t.match(heard, [{ caseId }]);
  await world.close();
});

t.test('a listener that throws harms nobody', async (t) => {
  const world = await openWorld();
  world.runtime.feed.subscribe(() => {
    throw new Error('listener');
  });
  t.ok(await world.open());
  await world.close();
});
