/** Two members race for the organising task; both sides consent and choose; what is told apart stays apart; it fails. */
import type { Stage } from '../stage.ts';

export async function mediate(stage: Stage): Promise<void> {
  const { show, at, complete, send, race } = stage;
  show.chapter('mediationChapter');
  show.tell('mediationAbout');

  await at('2026-03-09T10:15');
  const taskId = await stage.task('ma', 'mediation', 'organise');
  const { winner } = await race(['ma', 'ding'], 'mediation', 'claimsOrganising', (client) =>
    client.claimTask({ taskId }),
  );
  await complete(winner, 'mediation', 'organises', 'organise', { payload: { suited: true } });

  await at('2026-03-10T19:00');
  await complete('li', 'mediation', 'liConsents', 'applicant-consent', { payload: { agrees: true } });
  await complete('bo', 'mediation', 'boConsents', 'respondent-consent', { payload: { agrees: true } });

  await at('2026-03-11T18:30');
  await complete('li', 'mediation', 'liChooses', 'applicant-choice', { payload: { mediator: 'm-ma' } });
  await complete('bo', 'mediation', 'boChooses', 'respondent-choice', { payload: { mediator: 'm-ma' } });

  await at('2026-03-13T19:00');
  await send('ma', 'mediation', 'maNotes', 'note-apart', { payload: { text: show.words('secret') } });
}

/** After everybody has looked. */
export async function mediationFails(stage: Stage): Promise<void> {
  const { show, at, complete } = stage;
  await at('2026-03-13T20:45');
  await complete('ma', 'mediation', 'maEnds', 'hold-sitting', {
    payload: { how: 'together', summary: show.words('sittingRecord'), result: 'failed' },
  });
  await at('2026-03-16T09:00');
  await complete('hua', 'mediation', 'huaExplains', 'explain', {
    payload: { remediesTold: true, next: 'hearing' },
  });
  await complete('hua', 'incident', 'huaAsksHearing', 'choose-next', {
    payload: { next: 'hearing' },
    reason: show.words('huaReason'),
  });
}
