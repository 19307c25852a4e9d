/** The whole story, chapter by chapter, and what came of it for a test to look at. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { CaseView } from '@gongzhi/api';
import type { Language } from '@gongzhi/engine';
import { checkHead, saveHeads, type Head, type HeadVerdict } from './heads.ts';
import { people } from './people.ts';
import { createShow, localTime, type Show } from './show.ts';
import { createStage, type CaseName, type Refusal, type Stage } from './stage.ts';
import { answer, putRight } from './story/accountability.ts';
import { disclose } from './story/disclosure.ts';
import { hear } from './story/hearing.ts';
import { mediate, mediationFails } from './story/mediation.ts';
import { repair, takeOrder } from './story/repair.ts';
import { report } from './story/report.ts';
import { changeOneByte, copyDatabase, runVerify, type Verified } from './verify.ts';
import { lookAround, VIEWERS, type Sight, type Viewer } from './views.ts';
import { openWorld } from './world.ts';

export interface Played {
  cases: Partial<Record<CaseName, CaseView>>;
  refusals: Refusal[];
  views: Record<'confidential' | 'disclosed' | 'closed', Map<Viewer, Sight>>;
  /** What Li Wei's heads say of the record, and of the copy that was put back in its place. */
  heads: { kept: Partial<Record<CaseName, Head>>; record: HeadVerdict; shortened: HeadVerdict };
  verified: Record<'record' | 'shortened' | 'changed', Verified>;
}

export async function play(options: {
  /** A folder of its own, empty or absent. */
  folder: string;
  language: Language;
  write: (text: string) => void;
}): Promise<Played> {
  const { folder, language } = options;
  const show = createShow(language, options.write);
  show.tell('welcome', { folder });
  const world = await openWorld({ folder, language, at: Date.parse('2026-03-06T08:00:00+08:00') });
  const earlier = join(folder, 'earlier.sqlite');
  try {
    const stage = await createStage(world, show, language);
    await report(stage);
    await mediate(stage);
    const confidential = await lookAround(stage);
    await mediationFails(stage);
    await hear(stage);
    await disclose(stage);
    const disclosed = await lookAround(stage);
    await takeOrder(stage);
    await copyDatabase(world.databaseFile, earlier);
    await answer(stage);
    await repair(stage);
    await putRight(stage);
    const cases = await tellEnd(stage);
    const closed = await lookAround(stage);

    show.chapter('proofChapter');
    const heads = await keepHeads(stage, earlier);
    await world.close();
    const verified = await prove(show, {
      folder,
      language,
      record: world.databaseFile,
      earlier,
      caseId: stage.caseId('hearing'),
    });
    return { cases, refusals: stage.refusals, views: { confidential, disclosed, closed }, heads, verified };
  } finally {
    await world.close();
  }
}

/** How each case ended, as a supervisor sees it, or somebody who took part. */
async function tellEnd(stage: Stage): Promise<Played['cases']> {
  const { show, names } = stage;
  const cases: Played['cases'] = {};
  const witness = {
    incident: 'li',
    mediation: 'li',
    hearing: 'li',
    disclosure: 'tao',
    order: 'li',
    accountability: 'li',
  } as const;
  for (const name of stage.opened()) cases[name] = await stage.read(witness[name], name);
  show.tell('endAbout');
  show.table(
    [
      show.words('endCase'),
      show.words('endId'),
      show.words('endOutcome'),
      show.words('endEntries'),
      show.words('endClosed'),
    ],
    Object.entries(cases).map(([name, view]) => [
      show.words(`case_${name as CaseName}`),
      view.caseId,
      view.outcome === null ? show.words('stillOpen') : names.outcome(view.definition.id, view.outcome),
      String(view.revision),
      view.closedAt === null ? '' : localTime(Date.parse(view.closedAt)),
    ]),
  );
  return cases;
}

/** Every party takes its heads home; then the operator quietly puts an older copy of the database in its place. */
async function keepHeads(stage: Stage, earlier: string): Promise<Played['heads']> {
  const { show, world } = stage;
  const kept = await saveHeads(stage, 'li');
  for (const who of Object.values(VIEWERS)) if (who !== null && who !== 'li') await saveHeads(stage, who);
  const head = kept.accountability;
  assert.ok(head, 'expected the resident to have a head of the accountability case');
  const record = await checkHead(world.as('li'), head);
  show.tell('headsKept', {
    who: stage.names.member(people.li.memberId),
    seq: head.seq,
    hash: head.hash.slice(0, 16),
    verdict: show.words(`head_${record}`),
  });
  const copy = await world.before(earlier);
  try {
    const shortened = await checkHead(copy.as('li'), head);
    show.tell('headsShortened', { seq: head.seq, verdict: show.words(`head_${shortened}`) });
    return { kept, record, shortened };
  } finally {
    await copy.close();
  }
}

async function prove(
  show: Show,
  {
    folder,
    language,
    record,
    earlier,
    caseId,
  }: { folder: string; language: Language; record: string; earlier: string; caseId: string },
): Promise<Played['verified']> {
  const shortened = await runVerify(earlier, folder, language);
  tellVerified('verifyShortened', shortened);
  const whole = await runVerify(record, folder, language);
  tellVerified('verifyRecord', whole);
  const changed = join(folder, 'changed.sqlite');
  await copyDatabase(record, changed);
  await changeOneByte(changed, show.words('measured'), '6', '5');
  show.tell('byteChanged', { case: caseId });
  const found = await runVerify(changed, folder, language);
  tellVerified('verifyChanged', found);
  show.tell('goodbye', { folder });
  return { record: whole, shortened, changed: found };

  function tellVerified(
    key: 'verifyShortened' | 'verifyRecord' | 'verifyChanged',
    { exitCode, output }: Verified,
  ): void {
    show.tell(key);
    show.quote(`$ gongzhi verify\n${output.trimEnd()}\nexit ${exitCode}\n`);
  }
}
