/** Noticed seven working days ahead as the law wants, held, minuted; the decision comes late. */
import type { Stage } from '../stage.ts';

export async function hear(stage: Stage): Promise<void> {
  stage.show.chapter('hearingChapter');
  stage.show.tell('hearingAbout');
  await notice(stage);
  await sit(stage);
  await decideLate(stage);
}

async function notice(stage: Stage): Promise<void> {
  const { show, at, complete, refused } = stage;
  const noticeFor = (sitting: string) => ({
    matter: show.words('noticeMatter'),
    at: `${sitting}:00+08:00`,
    place: show.words('hearingPlace'),
    open: true,
    chair: show.words('chairName'),
  });

  await at('2026-03-17T09:00');
  await complete('mei', 'hearing', 'meiSchedules', 'schedule', {
    payload: { chair: 'm-zhou', recorder: 'm-qian' },
  });
  const taskId = await stage.task('mei', 'hearing', 'serve-notice');
  const tooShort = { status: 409, code: 'GZ_GUARD_REFUSED' };
  await refused('mei', 'hearing', 'meiTooShort', tooShort, (mei) =>
    mei.completeTask({ taskId, payload: noticeFor('2026-03-20T14:00') }),
  );
  await refused('mei', 'hearing', 'meiStillTooShort', tooShort, (mei) =>
    mei.completeTask({ taskId, payload: noticeFor('2026-03-25T14:00') }),
  );
  await complete('mei', 'hearing', 'meiNotices', 'serve-notice', { payload: noticeFor('2026-04-09T14:00') });
}

async function sit(stage: Stage): Promise<void> {
  const { show, at, complete } = stage;
  await at('2026-04-09T14:00');
  await complete('zhou', 'hearing', 'zhouOpens', 'open-sitting', {
    payload: { presence: 'party', rightsTold: true },
  });
  await complete('wu', 'hearing', 'wuStates', 'state-case', { payload: { text: show.words('measured') } });
  await complete('bo', 'hearing', 'boAnswers', 'answer-case', { payload: { text: show.words('barAnswer') } });
  await complete('zhou', 'hearing', 'zhouCloses', 'close-sitting', {
    payload: { text: show.words('finalWords') },
  });
  await complete('qian', 'hearing', 'qianWrites', 'write-minutes', minutes(show.words('minutesFirst')));
  await complete('bo', 'hearing', 'boCorrects', 'sign-minutes', {
    payload: { signs: false, corrections: show.words('correction') },
  });
  await complete('qian', 'hearing', 'qianCorrects', 'write-minutes', minutes(show.words('minutesSecond')));
  await complete('bo', 'hearing', 'boSigns', 'sign-minutes', { payload: { signs: true } });
  await complete('zhou', 'hearing', 'zhouReports', 'report', {
    payload: { report: show.words('chairReport') },
  });

  function minutes(summary: string) {
    return { payload: { summary, signatures: [{ name: show.words('barName'), how: 'signed' }] } };
  }
}

async function decideLate(stage: Stage): Promise<void> {
  const { show, at, complete, refused } = stage;
  const payload = {
    facts: show.words('decisionFacts'),
    reasons: show.words('decisionReasons'),
    basis: show.words('decisionBasis'),
    decision: show.words('decision'),
    remedies: show.words('decisionRemedies'),
  };
  await at('2026-04-10T09:00');
  const taskId = await stage.task('zhou', 'hearing', 'decide');
  await refused('zhou', 'hearing', 'zhouDecides', { status: 403, code: 'GZ_DUTIES_SEPARATE' }, (zhou) =>
    zhou.completeTask({ taskId, payload }),
  );
  show.tell('lateAbout');
  await at('2026-05-06T09:30');
  await complete('feng', 'hearing', 'fengDecides', 'decide', { payload });
  await at('2026-05-07T09:00');
  await complete('mei', 'hearing', 'meiServes', 'serve', {
    payload: { disclose: true, repair: true, repairNeed: show.words('repairNeed') },
  });
}
