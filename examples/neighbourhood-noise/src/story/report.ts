/** A resident reports; the steward of the cell takes it as a dispute; a mediation committee takes it over. */
import type { Stage } from '../stage.ts';

/** One grey pixel: enough to be a photo, and to have a hash. */
const PHOTO = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
);

export async function report(stage: Stage): Promise<void> {
  const { show, world, at, act, refused, complete } = stage;
  show.chapter('reportChapter');
  show.tell('reportAbout');

  await at('2026-03-06T08:30');
  const photo = await world
    .as('li')
    .uploadDocument({ file: new Blob([PHOTO], { type: 'image/png' }), name: 'bar.png' });
  const { caseId } = await act('li', 'incident', 'liReports', (li) =>
    li.openCase({
      definition: 'grid-incident',
      role: 'reporter',
      cellId: 'c-xingfu-1',
      payload: {
        what: show.words('noise'),
        where: show.words('place'),
        when: '2026-03-05T23:40:00+08:00',
        kind: 'noise',
        photos: [photo.sha256],
        callBack: true,
      },
    }),
  );
  await act('li', 'incident', 'liAttaches', (li) =>
    li.attachDocument({
      caseId,
      sha256: photo.sha256,
      name: 'bar.png',
      title: show.words('photoTitle'),
      visibleTo: ['reporter', 'steward', 'centre', 'organization'],
    }),
  );
  await refused('zhao', 'incident', 'zhaoLooks', { status: 404, code: 'GZ_CASE_UNKNOWN' }, (zhao) =>
    zhao.readCase({ caseId }),
  );
  const taskId = await stage.task('chen', 'incident', 'accept');
  await refused('chen', 'incident', 'chenForgets', { status: 409, code: 'GZ_GUARD_REFUSED' }, (chen) =>
    chen.completeTask({ taskId, payload: { decision: 'dispute' } }),
  );
  await complete('chen', 'incident', 'chenAccepts', 'accept', {
    payload: { decision: 'dispute', respondentPartyId: 'p-bar' },
  });

  await at('2026-03-09T09:30');
  show.tell('handoffAbout');
  const offered = async (who: 'ruan' | 'hua') => {
    const { items } = await world.as(who).listHandoffs({ direction: 'incoming', caseId });
    return items[0]!.handoffId;
  };
  const handoffId = await offered('ruan');
  await act('ruan', 'incident', 'ruanDeclines', (ruan) =>
    ruan.declineHandoff({ handoffId, reason: show.words('ruanReason') }),
  );
  await act('hua', 'incident', 'huaAccepts', async (hua) =>
    hua.acceptHandoff({ handoffId: await offered('hua') }),
  );
  await refused('ruan', 'incident', 'ruanRegrets', { status: 404, code: 'GZ_CASE_UNKNOWN' }, (ruan) =>
    ruan.acceptHandoff({ handoffId }),
  );
}
