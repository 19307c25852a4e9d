import t from 'tap';
import type { Store } from '../src/store/open.ts';
import { id, isPostgres, openStore, openWorld, refusalOf, tamper } from './world.ts';

const sqliteOnly = isPostgres ? { skip: 'SQLite only' } : {};
const postgresOnly = isPostgres ? {} : { skip: 'PostgreSQL only' };

t.test('with a full disk nothing is acknowledged, and later everything works', sqliteOnly, async (t) => {
  let store: Store | undefined;
  const world = await openWorld({ file: true, onStore: (opened) => (store = opened) });
  const caseId = await world.open();
  // A database that may not grow is what a full disk is to SQLite.
  const handle = store!.sqlite!;
  const pages = Number(handle.pragma('page_count', { simple: true }));
  handle.pragma(`max_page_count = ${pages + 2}`);
  const outcomes = [];
  for (let turn = 0; turn < 60; turn += 1)
    outcomes.push(...(await Promise.allSettled([world.open(), world.event(caseId, 'tell')])));
  const refused = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason.refusal] : []));
  t.ok(refused.length > 0);
  t.match(refused[0], {
    code: 'GZ_STORE_UNAVAILABLE',
    status: 503,
    args: { cause: 'SQLITE_FULL' },
    details: { retryAfterSeconds: Number },
  });
  handle.pragma('max_page_count = 1000000');
  t.ok(await world.open());
  await world.event(caseId, 'tell');
  const acknowledged = outcomes.filter(({ status }) => status === 'fulfilled').length;
  const [{ count }] = (await tamper(world, 'select count(*) as count from journal')) as [{ count: number }];
  t.equal(count, acknowledged + 3, 'the acknowledged, the first opening and the two at the end');
  t.ok((await world.verdicts()).every((verdict) => (verdict as { ok: boolean }).ok));
  await world.close();
});

t.test('a database that somebody holds locked refuses, and works when it is free', sqliteOnly, async (t) => {
  const world = await openWorld({ file: true, store: { busyTimeoutMs: 20 } });
  const caseId = await world.open();
  const holder = await openStore(world.databaseUrl);
  holder.sqlite!.exec('begin immediate');
  const refusal = await refusalOf(world.event(caseId, 'tell', 'tell-1'));
  t.match(refusal, { code: 'GZ_STORE_UNAVAILABLE', args: { cause: 'SQLITE_BUSY' } });
  t.equal(await world.runtime.ready(), true, 'reading goes on');
  holder.sqlite!.exec('rollback');
  const receipt = await world.event(caseId, 'tell', 'tell-1');
  t.match(receipt, { revision: 2, repeated: false });
  await holder.close();
  await world.close();
});

t.test('lost connections refuse, and the next command finds a new one', postgresOnly, async (t) => {
  const world = await openWorld();
  const caseId = await world.open();
  for (let turn = 0; turn < 5; turn += 1) {
    await tamper(
      world,
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    ).catch(() => {});
    const outcome = await world.event(caseId, 'tell', `tell-${turn}`).catch((error) => error);
    if (outcome instanceof Error) {
      t.match(outcome, { refusal: { code: 'GZ_STORE_UNAVAILABLE' } });
      await world.event(caseId, 'tell', `tell-${turn}`);
    }
  }
  t.match(await world.verdicts(), [{ ok: true, entries: 6 }]);
  await world.close();
});

t.test('a transaction of MikroORM that is open delays a commit, and neither spoils the other', async (t) => {
  const world = await openWorld();
  const { directory } = world.runtime;
  const party = (partyId: string) => ({ partyId, kind: 'resident', name: { 'zh-CN': '某', en: 'Somebody' } });
  await Promise.all(
    Array.from({ length: 30 }, (_, number) => [
      directory.saveParty(party(`p${number}`)),
      world.open({ title: 'Lamp' }, id()),
    ]).flat(),
  );
  t.equal((await directory.parties({ limit: 100 })).items.length, 32);
  t.equal((await world.verdicts()).length, 30);
  await world.close();
});
