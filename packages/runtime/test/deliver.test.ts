import { RetryableError, TerminalError } from '@gongzhi/engine';
import t from 'tap';
import { openWorld, refusalOf, tamper, type World } from './world.ts';

const incidentsOf = async (world: World) => (await world.runtime.incidents.list({})).items;
const effects = (world: World) =>
  tamper(world, 'select status, attempts, next_at, last_error from effects order by effect_id');

t.test('an effect runs after the commit, and its reply moves the case', async (t) => {
  const world = await openWorld({ file: true });
  const caseId = await world.open();
  const seen: unknown[] = [];
  world.probe = async (input, { effectId, attempt, caseId: of, services, signal }) => {
    seen.push({ input, effectId, attempt, of, holders: await services.holdersOf(of, 'resident') });
    t.equal(signal.aborted, false);
    return { fine: true };
  };
  await world.event(caseId, 'check');
  await world.runtime.settle();
  t.match(seen, [
    {
      input: { mode: '' },
      effectId: `${caseId}.2.1`,
      attempt: 1,
      of: caseId,
      holders: [{ partyId: 'anna' }],
    },
  ]);
  const { state } = await world.runtime.query.case(caseId);
  t.match(state, { revision: 3, machine: { value: 'ready' } });
  t.match(await effects(world), [{ status: 'done', attempts: 1 }]);
  await world.close();
});

t.test('where work runs by itself it runs without a sweep', async (t) => {
  const world = await openWorld({ deliver: true, now: Date.now });
  const caseId = await world.open();
  const done = new Promise<void>((resolve) => {
    world.runtime.feed.subscribe((entries) => {
      if (entries.some(({ body }) => body.kind === 'effect.reply')) resolve();
    });
  });
  await world.event(caseId, 'check');
  await done;
  await world.close();
  t.pass();
});

t.test('a failed effect is tried again later and later, and then the case is told', async (t) => {
  const world = await openWorld({ file: true });
  const caseId = await world.open();
  const at: number[] = [];
  world.probe = async () => {
    at.push(world.now);
    throw new Error('no connection');
  };
  await world.event(caseId, 'check');
  const start = world.now;
  for (let second = 0; second < 60; second += 1) {
    await world.runtime.settle();
    world.now += 1_000;
  }
  t.same(
    at.map((when) => when - start),
    [0, 10_000, 30_000],
    'PT10S, doubled, three times in all',
  );
  const { state } = await world.runtime.query.case(caseId);
  t.match(state, { status: 'closed', outcome: 'late' });
  t.match(await effects(world), [{ status: 'failed', attempts: 3, last_error: /no connection/ }]);
  t.same(await incidentsOf(world), [], 'the definition handles the failure');
  await world.close();
});

t.test('an effect that says how long to wait, or not to try again, is heeded', async (t) => {
  const world = await openWorld();
  const caseId = await world.open();
  let tries = 0;
  world.probe = async () => {
    tries += 1;
    if (tries === 1) throw new RetryableError('busy', { afterMs: 120_000 });
    throw new TerminalError('never');
  };
  await world.event(caseId, 'check');
  await world.runtime.settle();
  world.now += 119_000;
  await world.runtime.settle();
  t.equal(tries, 1);
  world.now += 1_000;
  await world.runtime.settle();
  t.equal(tries, 2);
  t.match((await world.runtime.query.case(caseId)).state, { outcome: 'late' });
  await world.close();
});

t.test('an effect that takes too long is aborted and tried again', async (t) => {
  const world = await openWorld();
  const caseId = await world.open();
  let aborted: unknown;
  let tries = 0;
  world.probe = (_input, { signal }) => {
    tries += 1;
    if (tries > 1) return Promise.resolve({ fine: true });
    signal.addEventListener('abort', () => (aborted = signal.reason));
    return new Promise(() => {});
  };
  await world.event(caseId, 'check');
  await world.runtime.settle();
  t.match(aborted, { message: /took longer than 1000 ms/ });
  world.now += 10_000;
  await world.runtime.settle();
  t.match((await world.runtime.query.case(caseId)).state, { machine: { value: 'ready' } });
  await world.close();
});

t.test('an effect that nobody awaits and that keeps failing becomes an incident', async (t) => {
  const world = await openWorld();
  const caseId = await world.open();
  world.tell = async () => {
    throw new Error('mailbox full');
  };
  await world.event(caseId, 'tell');
  await world.runtime.settle();
  t.same(await incidentsOf(world), [], 'it has a second try');
  world.now += 1_000;
  await world.runtime.settle();
  const [incident] = await incidentsOf(world);
  t.match(incident, {
    caseId,
    kind: 'effect',
    what: 'test.tell',
    error: /mailbox full/,
    attempts: 2,
    status: 'open',
  });
  world.tell = async () => {};
  await world.runtime.incidents.retry(incident!.incidentId, world.operator);
  await world.runtime.settle();
  t.match(await incidentsOf(world), [{ status: 'retried', resolvedBy: 'olga' }]);
  t.equal(world.runtime.metrics.read()['gongzhi_effects_succeeded_total'], 1);
  await world.close();
});

t.test('an effect requested before a crash runs after the restart', async (t) => {
  const world = await openWorld({ file: true });
  const caseId = await world.open();
  await world.event(caseId, 'check');
  await world.runtime.close();
  const again = await world.again();
  await again.settle();
  t.match((await again.query.case(caseId)).state, { revision: 3, machine: { value: 'ready' } });
  await world.close();
});

t.test('an effect whose process died while it ran is tried by another when the lease is over', async (t) => {
  const world = await openWorld({ file: true });
  const caseId = await world.open();
  await world.event(caseId, 'check');
  // As the process that died has left it: begun, leased for its time limit and half a minute.
  await tamper(world, `update effects set attempts = 1, next_at = ${world.now + 31_000}`);
  const other = await world.again();
  await other.settle();
  t.equal((await other.query.case(caseId)).state.revision, 2, 'not while the lease lasts');
  world.now += 31_000;
  await other.settle();
  t.equal((await other.query.case(caseId)).state.revision, 3);
  t.match(await effects(world), [{ status: 'done', attempts: 2 }]);
  await world.close();
});

t.test('an effect delivered twice acts once on the case', async (t) => {
  const world = await openWorld({ file: true });
  const caseId = await world.open();
  let tries = 0;
  world.probe = async () => ({ fine: true, tries: (tries += 1) });
  await world.event(caseId, 'check');
  await world.runtime.settle();
  await tamper(world, `update effects set status = 'pending', next_at = ${world.now}`);
  await world.runtime.settle();
  t.equal(tries, 2);
  t.match(await world.verdicts(), [{ ok: true, entries: 3 }]);
  t.match(await effects(world), [{ status: 'done' }], 'and it is not tried a third time');
  await world.close();
});

t.test('of two processes one takes an effect', async (t) => {
  const world = await openWorld({ file: true });
  const other = await world.again();
  let tries = 0;
  world.probe = async () => {
    tries += 1;
    return { fine: true };
  };
  const caseIds = await Promise.all(Array.from({ length: 20 }, () => world.open()));
  for (const caseId of caseIds) await world.event(caseId, 'check');
  await Promise.all([world.runtime.settle(), other.settle()]);
  t.equal(tries, 20);
  await world.close();
});

t.test('a state that is left cancels its effect', async (t) => {
  const world = await openWorld({ file: true });
  const caseId = await world.open();
  await world.event(caseId, 'check');
  await world.event(caseId, 'finish');
  world.probe = async () => t.fail('it was cancelled') as never;
  await world.runtime.settle();
  t.match(await effects(world), [{ status: 'cancelled' }]);
  t.equal((await refusalOf(world.event(caseId, 'check'))).code, 'GZ_CASE_CLOSED');
  await world.close();
});

t.test('an effect cancelled in the commit that requests it is not begun', async (t) => {
  const world = await openWorld({ deliver: true, now: Date.now });
  const caseId = await world.open();
  world.probe = async () => t.fail('it was cancelled') as never;
  await Promise.all([world.event(caseId, 'check'), world.event(caseId, 'finish')]);
  await world.runtime.settle();
  t.equal(world.runtime.metrics.read()['gongzhi_effects_running'], 0);
  await world.close();
});

t.test('an effect that runs when its state is left is told, and is over', async (t) => {
  const world = await openWorld({ file: true, deliver: true, now: Date.now });
  const caseId = await world.open();
  let reason: unknown;
  const began = new Promise<void>((resolve) => {
    world.probe = (_input, { signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          reason = signal.reason;
          reject(signal.reason as Error);
        });
        resolve();
      });
  });
  await world.event(caseId, 'check');
  await began;
  await world.event(caseId, 'finish');
  await world.runtime.settle();
  t.match(reason, { message: /was left/ });
  t.match(await effects(world), [{ status: 'cancelled', next_at: null }], 'and not tried again');
  await world.close();
});
