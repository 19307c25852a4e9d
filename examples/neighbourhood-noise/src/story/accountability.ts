/** The hearing office was late. Nobody had to complain: the lapse of the clock opened this case by itself. */
import type { Stage } from '../stage.ts';

export async function answer(stage: Stage): Promise<void> {
  const { show, at, complete, refused } = stage;
  show.chapter('accountabilityChapter');
  show.tell('accountabilityAbout');

  await at('2026-05-11T09:00');
  const screening = await stage.task('shen', 'accountability', 'screen');
  await refused('mei', 'accountability', 'meiScreens', { status: 403, code: 'GZ_NOT_A_PARTICIPANT' }, (mei) =>
    mei.completeTask({
      taskId: screening,
      payload: { decision: 'reject', subjectKind: 'agency' },
      reason: show.words('screenReason'),
    }),
  );
  await complete('shen', 'accountability', 'shenScreens', 'screen', {
    payload: { decision: 'accept', subjectKind: 'agency' },
    reason: show.words('screenReason'),
  });

  await at('2026-05-12T10:00');
  const finding = (facts: string) => ({ finding: 'substantiated', facts });
  await complete('shen', 'accountability', 'shenVerifies', 'verify-first', {
    payload: finding(show.words('factsFirst')),
  });
  const second = await stage.task('shen', 'accountability', 'verify-second');
  await refused(
    'shen',
    'accountability',
    'shenVerifiesTwice',
    { status: 403, code: 'GZ_DUTIES_SEPARATE' },
    (shen) => shen.completeTask({ taskId: second, payload: finding(show.words('factsFirst')) }),
  );
  await complete('jiang', 'accountability', 'jiangVerifies', 'verify-second', {
    payload: finding(show.words('factsSecond')),
  });

  await at('2026-05-14T10:00');
  await complete('feng', 'accountability', 'fengDefends', 'state-defence', {
    payload: { text: show.words('defence') },
  });

  await at('2026-05-18T10:00');
  const decision = { payload: { measure: 'correct', rectify: true }, reason: show.words('measureReason') };
  await complete('cao', 'accountability', 'caoDecides', 'decide', decision);
  await complete('shen', 'accountability', 'shenServes', 'serve');
  await at('2026-05-20T10:00');
  await complete('feng', 'accountability', 'fengPlans', 'make-plan', {
    payload: { plan: show.words('plan'), how: 'own' },
  });
}

export async function putRight(stage: Stage): Promise<void> {
  const { show, at, complete } = stage;
  show.chapter('closingChapter');
  await at('2026-06-05T10:00');
  await complete('feng', 'accountability', 'fengProves', 'prove', { payload: { text: show.words('proof') } });
  await at('2026-06-08T10:00');
  await complete('shen', 'accountability', 'shenAccepts', 'accept-proof', {
    payload: { accepted: true },
    reason: show.words('proofReason'),
  });
  show.tell('reviewAbout');
  await at('2026-06-22T09:00');
  await complete('shen', 'accountability', 'shenCloses', 'publish', { payload: { publish: false } });
}
