/**
 * The repair that the decision orders: offered to the market, taken, done, accepted by those concerned,
 * paid, rated; then the incident itself is verified and closed.
 */
import type { Stage } from '../stage.ts';

export async function takeOrder(stage: Stage): Promise<void> {
  const { show, at, act, refused, complete } = stage;
  show.chapter('orderChapter');
  show.tell('orderAbout');
  await at('2026-05-09T09:00');
  const taskId = await stage.task('tan', 'order', 'take-order');
  await act('tan', 'order', 'tanClaims', (tan) => tan.claimTask({ taskId }));
  await refused('jin', 'order', 'jinClaims', { status: 409, code: 'GZ_TASK_ALREADY_CLAIMED' }, (jin) =>
    jin.claimTask({ taskId }),
  );
  await complete('tan', 'order', 'tanTakes', 'take-order', {
    payload: { priceFen: 2_600_000, plan: show.words('workPlan') },
  });
}

export async function repair(stage: Stage): Promise<void> {
  const { show, at, send, complete } = stage;
  show.chapter('repairChapter');
  await at('2026-05-22T17:00');
  await send('tan', 'order', 'tanReports', 'report-milestone', {
    payload: { done: show.words('workHalf'), finished: false, startedOn: '2026-05-18' },
  });
  await at('2026-05-28T17:00');
  await complete('tan', 'order', 'tanFinishes', 'report-done', {
    payload: done('workDone', '2026-05-28', 52),
  });
  await at('2026-05-29T20:00');
  await complete('li', 'order', 'liRefusesWork', 'accept-work', {
    payload: { accepted: false, text: show.words('stillHeard') },
  });
  await at('2026-06-02T17:00');
  await complete('tan', 'order', 'tanFinishesAgain', 'report-done', {
    payload: done('workDoneAgain', '2026-06-02', 41),
  });
  await at('2026-06-03T20:00');
  await complete('li', 'order', 'liAcceptsWork', 'accept-work', { payload: { accepted: true } });
  await at('2026-06-04T10:00');
  await complete('mei', 'order', 'meiPays', 'record-payment', {
    payload: { paidFen: 2_600_000, voucher: 'HK-2026-0604' },
  });
  await send('li', 'order', 'liRatesWork', 'rate', {
    payload: { contacted: true, solved: 'yes', satisfied: 'yes' },
  });

  show.tell('repairedAbout');
  await complete('hua', 'incident', 'huaConfirms', 'confirm-repair', {
    payload: { done: show.words('repaired') },
  });
  await at('2026-06-04T16:00');
  await complete('he', 'incident', 'heVerifies', 'verify', {
    payload: { solved: true, found: show.words('foundQuiet'), place: show.words('place') },
  });
  await send('li', 'incident', 'liRates', 'rate', {
    payload: { contacted: true, solved: 'yes', satisfied: 'yes' },
  });

  function done(key: 'workDone' | 'workDoneAgain', finishedOn: string, afterDecibel: number) {
    return {
      done: show.words(key),
      finished: true,
      startedOn: '2026-05-18',
      finishedOn,
      measurement: { place: show.words('bedroom'), beforeDecibel: 62, afterDecibel },
    };
  }
}
