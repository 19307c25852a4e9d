import t from 'tap';
import { id, openWorld, refusalOf, taskOf } from './world.ts';

t.test('of simultaneous claims exactly one wins, and the others are told who did', async (t) => {
  const world = await openWorld();
  const caseId = await world.open();
  const taskId = await taskOf(world.runtime, caseId);
  const claims = await Promise.allSettled(
    Array.from({ length: 50 }, (_, number) =>
      world.send(caseId, { kind: 'task.claim', taskId }, { actor: world.worker(number) }),
    ),
  );
  t.equal(claims.filter(({ status }) => status === 'fulfilled').length, 1);
  const { state } = await world.runtime.query.case(caseId);
  const winner = state.tasks[0]!.holder!.memberId;
  const told = claims.flatMap((claim) => (claim.status === 'rejected' ? [claim.reason.refusal] : []));
  t.match(
    told,
    told.map(() => ({ code: 'GZ_TASK_ALREADY_CLAIMED', args: { member: winner } })),
  );
  await world.close();
});

t.test('commands that wait share a commit', async (t) => {
  const world = await openWorld();
  const before = world.runtime.metrics.read();
  await Promise.all(Array.from({ length: 100 }, () => world.open()));
  const after = world.runtime.metrics.read();
  t.equal(after['gongzhi_steps_total']! - before['gongzhi_steps_total']!, 100);
  t.ok(after['gongzhi_commits_total']! - before['gongzhi_commits_total']! <= 10);
  await world.close();
});

t.test('commands of one case follow each other within one commit', async (t) => {
  const world = await openWorld();
  const caseId = await world.open();
  const receipts = await Promise.all(Array.from({ length: 20 }, () => world.event(caseId, 'tell')));
  t.same(
    receipts.map(({ revision }) => revision),
    Array.from({ length: 20 }, (_, index) => index + 2),
  );
  t.match(await world.verdicts(), [{ ok: true, entries: 21 }]);
  await world.close();
});

t.test('a step needs at most eight statements', async (t) => {
  const world = await openWorld();
  const statements = () => world.runtime.metrics.read()['gongzhi_statements_total']!;
  const steps = () => world.runtime.metrics.read()['gongzhi_steps_total']!;
  // The heaviest ones, each alone: BEGIN and COMMIT are counted too.
  const caseId = await world.open();
  for (const event of ['tell', 'wait', 'tell', 'finish']) {
    const before = statements();
    await world.event(caseId, event);
    t.ok(statements() - before <= 8, `${event}: ${statements() - before} statements`);
  }
  const [statementsBefore, stepsBefore] = [statements(), steps()];
  await Promise.all(Array.from({ length: 100 }, () => world.open()));
  t.ok((statements() - statementsBefore) / (steps() - stepsBefore) <= 8, 'openings, grouped');
  await world.close();
});

t.test('two processes on one database change one case in turn', async (t) => {
  const world = await openWorld({ file: true });
  const other = await world.again();
  const caseId = await world.open();
  const tell = (runtime: typeof other, commandId = id()) =>
    runtime.dispatch({
      commandId,
      caseId,
      actor: world.resident,
      body: { kind: 'event.send', event: 'tell', payload: {} },
    });
  for (let turn = 0; turn < 10; turn += 1) await Promise.all([tell(world.runtime), tell(other)]);
  t.match(await world.verdicts(), [{ ok: true, entries: 21 }]);
  const here = await tell(world.runtime, 'same');
  t.same(await tell(other, 'same'), { ...here, repeated: true }, 'a receipt is known to both');
  await world.close();
});

t.test('a conflict on one case does not keep others from committing', async (t) => {
  const world = await openWorld({ file: true });
  const other = await world.again();
  const [contended, free] = [await world.open(), await world.open()];
  await other.dispatch({
    commandId: id(),
    caseId: contended,
    actor: world.resident,
    body: { kind: 'event.send', event: 'tell', payload: {} },
  });
  // This process still has the revision before in memory.
  const [first, second] = await Promise.all([world.event(contended, 'tell'), world.event(free, 'tell')]);
  t.equal(first.revision, 3);
  t.equal(second.revision, 2);
  t.equal(world.runtime.metrics.read()['gongzhi_commit_conflicts_total'], 1);
  await world.close();
});

t.test('one Idempotency-Key on two processes opens one case', async (t) => {
  const world = await openWorld({ file: true });
  const other = await world.again();
  const request = {
    commandId: 'open-1',
    definition: { id: 'work-order' },
    actor: world.resident,
    body: { kind: 'case.open' as const, role: 'resident', payload: { title: 'Lamp' } },
  };
  const receipts = await Promise.all([world.runtime.dispatch(request), other.dispatch(request)]);
  t.equal(receipts[0].caseId, receipts[1].caseId);
  t.equal((await world.verdicts()).length, 1);
  await world.close();
});

t.test('a refusal is given by what is stored, not by what was in memory', async (t) => {
  const world = await openWorld({ file: true });
  const other = await world.again();
  const caseId = await world.open();
  const taskId = await taskOf(world.runtime, caseId);
  await world.send(caseId, { kind: 'task.claim', taskId }, { actor: world.worker(1) });
  await other.dispatch({
    commandId: id(),
    caseId,
    actor: world.worker(1),
    reason: 'ill',
    body: { kind: 'task.release', taskId },
  });
  const receipt = await world.send(caseId, { kind: 'task.claim', taskId }, { actor: world.worker(2) });
  t.equal(receipt.revision, 4);
  await world.close();
});

t.test('with one case in memory everything works the same', async (t) => {
  const world = await openWorld({ limits: { cases: 1 } });
  const caseIds = await Promise.all(Array.from({ length: 5 }, () => world.open()));
  for (const caseId of caseIds) await world.event(caseId, 'check');
  await world.runtime.settle();
  await Promise.all(caseIds.map((caseId) => world.event(caseId, 'finish')));
  t.ok((await world.verdicts()).every((verdict) => (verdict as { ok: boolean }).ok));
  await world.close();
});

t.test('more commands than may wait are refused at once', async (t) => {
  const world = await openWorld({ limits: { queue: 10 } });
  const all = await Promise.allSettled(Array.from({ length: 30 }, () => world.open()));
  t.equal(all.filter(({ status }) => status === 'fulfilled').length, 10);
  const [refused] = all.filter((one) => one.status === 'rejected');
  t.match(refused!.reason.refusal, { code: 'GZ_BUSY', status: 503 });
  t.ok(await world.open());
  t.equal((await refusalOf(world.event('x', 'y'))).code, 'GZ_CASE_UNKNOWN');
  await world.close();
});
