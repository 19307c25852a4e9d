/** The decision is made public, without anybody's personal data: three people, three duties. */
import type { Stage } from '../stage.ts';

export async function disclose(stage: Stage): Promise<void> {
  const { show, at, complete, refused } = stage;
  show.chapter('disclosureChapter');
  show.tell('disclosureAbout');

  await at('2026-05-08T09:00');
  await complete('tao', 'disclosure', 'taoDrafts', 'draft', { payload: { text: show.words('draftFirst') } });
  await complete('yan', 'disclosure', 'yanRedacts', 'review', {
    payload: { verdict: 'redact', basis: show.words('redactBasis') },
  });
  await complete('tao', 'disclosure', 'taoRedrafts', 'draft', {
    payload: { text: show.words('draftSecond') },
  });
  await complete('yan', 'disclosure', 'yanClears', 'review', { payload: { verdict: 'clear' } });
  const taskId = await stage.task('yan', 'disclosure', 'approve');
  await refused('yan', 'disclosure', 'yanApproves', { status: 403, code: 'GZ_ROLE_NOT_QUALIFIED' }, (yan) =>
    yan.completeTask({ taskId, payload: { decision: 'publish' }, reason: show.words('approveReason') }),
  );
  await complete('guo', 'disclosure', 'guoApproves', 'approve', {
    payload: { decision: 'publish' },
    reason: show.words('approveReason'),
  });
}
