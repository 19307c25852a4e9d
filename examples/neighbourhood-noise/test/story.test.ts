/** The whole story in this process, in English: outcomes, refusals, who sees what, and what can be proved afterwards. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { isSigned } from '../src/heads.ts';
import { play, type Played } from '../src/play.ts';
import type { CaseName } from '../src/stage.ts';
import type { Seen, Viewer } from '../src/views.ts';

t.setTimeout(110_000);

const folder = t.testdir();
let printed = '';
const played = await play({ folder, language: 'en', write: (text) => (printed += text) });
const { cases, refusals, views, heads, verified } = played;

t.test('every case closes, with the outcome that the story tells', async (t) => {
  const outcomes = Object.fromEntries(
    Object.entries(cases).map(([name, { status, outcome }]) => [name, `${status}: ${outcome}`]),
  );
  t.same(outcomes, {
    incident: 'closed: closed',
    mediation: 'closed: failed',
    hearing: 'closed: decided',
    accountability: 'closed: decided',
    disclosure: 'closed: published',
    order: 'closed: completed',
  });
  t.match(cases.incident?.data, { mediation: 'failed', hearing: 'decided', solved: 'yes', satisfied: 'yes' });
  t.match(cases.hearing?.data, { heard: true, minutesSigned: 'signed', late: true, repair: true });
  t.match(cases.order?.data, { reworks: 1, accepted: true, paidFen: 2_600_000, satisfied: 'yes' });
  t.match(cases.accountability?.data, { measure: 'correct', rectified: true, source: 'lapse' });
});

t.test('custody passes from the steward to the committee and to nobody else', async (t) => {
  const custody = cases.incident?.custody.map(({ partyId, handoffId }) => [partyId, handoffId !== null]);
  t.same(custody, [
    ['p-street-centre', false],
    ['p-mediation', true],
  ]);
  t.equal(cases.accountability?.custodian.partyId, 'p-supervision');
});

t.test('each case knows from which it came', async (t) => {
  const from = (name: CaseName) => cases[name]?.origin?.definition;
  t.same(
    { mediation: from('mediation'), hearing: from('hearing'), accountability: from('accountability') },
    { mediation: 'grid-incident', hearing: 'grid-incident', accountability: 'hearing' },
  );
  t.same(
    { disclosure: from('disclosure'), order: from('order') },
    { disclosure: 'hearing', order: 'hearing' },
  );
});

t.test('what somebody may not do is refused, and says why', async (t) => {
  const told = refusals.map(({ who, status, code }) => `${who} ${status} ${code}`);
  t.same(told, [
    'zhao 404 GZ_CASE_UNKNOWN',
    'chen 409 GZ_GUARD_REFUSED',
    'ruan 404 GZ_CASE_UNKNOWN',
    `${loser()} 409 GZ_TASK_ALREADY_CLAIMED`,
    'mei 409 GZ_GUARD_REFUSED',
    'mei 409 GZ_GUARD_REFUSED',
    'zhou 403 GZ_DUTIES_SEPARATE',
    'yan 403 GZ_ROLE_NOT_QUALIFIED',
    'jin 409 GZ_TASK_ALREADY_CLAIMED',
    'mei 403 GZ_NOT_A_PARTICIPANT',
    'shen 403 GZ_DUTIES_SEPARATE',
  ]);
  const tooShort = refusals.find(({ who, code }) => who === 'mei' && code === 'GZ_GUARD_REFUSED');
  t.match(tooShort?.detail, /seven working days/);
});

t.test('of two who claim at the same moment one wins, and the other is told who', async (t) => {
  const lost = refusals.find(({ code }) => code === 'GZ_TASK_ALREADY_CLAIMED');
  t.match(lost?.detail, loser() === 'ma' ? /m-ding/ : /m-ma/);
});

t.test('what is told to the mediator apart nobody else ever sees', async (t) => {
  const secret = 'fears that everybody else would ask too';
  for (const [moment, sights] of Object.entries(views))
    for (const [viewer, { cases: seen }] of sights) {
      const isTold = JSON.stringify(seen).includes(secret);
      t.equal(isTold, viewer === 'mediator', `${viewer}, ${moment}`);
    }
});

t.test('each side of the mediation sees its own choice only, the committee both', async (t) => {
  const fields = (viewer: Viewer) => fieldsOf(see(played, 'closed', viewer, 'mediation'));
  const sees = (viewer: Viewer, field: string) => fields(viewer).includes(field);
  t.same(
    [sees('resident', 'applicantChoice'), sees('resident', 'respondentChoice')],
    [true, false],
    'the resident',
  );
  t.same([sees('bar', 'applicantChoice'), sees('bar', 'respondentChoice')], [false, true], 'the bar');
  t.same([sees('committee', 'applicantChoice'), sees('committee', 'respondentChoice')], [true, true]);
});

t.test('the photo is for the grid and the committee, not for the bar', async (t) => {
  const withPhoto = (['resident', 'steward', 'committee', 'bar', 'supervisor'] as const).filter((viewer) =>
    documentsOf(see(played, 'confidential', viewer, 'incident')).includes('bar.png'),
  );
  t.same(withPhoto, ['resident', 'steward', 'committee']);
});

t.test('the report of the chair and the undisclosed material stay in the office', async (t) => {
  const readers = (name: CaseName, field: string) =>
    [...views.closed].flatMap(([viewer, { cases: seen }]) =>
      fieldsOf(seen[name]).includes(field) ? [viewer] : [],
    );
  t.same(readers('hearing', 'report'), ['hearingOffice']);
  t.same(readers('disclosure', 'source'), ['hearingOffice']);
  t.same(readers('accountability', 'firstFacts'), ['supervisor']);
});

t.test('a stranger sees what is public and for the rest there is nothing', async (t) => {
  const seen = views.closed.get('stranger');
  for (const name of ['incident', 'mediation', 'accountability', 'order'] as const)
    t.same(seen?.cases[name], { status: 404, access: null }, name);
  t.same(seen?.listed.toSorted(), ['disclosure', 'hearing']);
  t.match(seen?.cases.hearing, { access: 'public', documents: ['government.notice'] });
  t.same(fieldsOf(seen?.cases.hearing).toSorted(), [
    'heard',
    'hearingKind',
    'place',
    'publicMatter',
    'sittingAt',
  ]);
  const disclosed = seen?.cases.disclosure;
  t.match(disclosed, { access: 'public', documents: ['public-text'] });
  t.notMatch(JSON.stringify(disclosed), /Li Wei/, 'no personal data');
  t.match(JSON.stringify(disclosed), /stops its music at 22:00/);
});

t.test('a provider is shown an order that it could take, and nothing more once another has it', async (t) => {
  t.match(see(played, 'disclosed', 'provider', 'order'), { access: 'candidate', fields: ['mode', 'need'] });
  t.match(see(played, 'closed', 'provider', 'order'), { access: 'participant' });
  t.match(see(played, 'closed', 'bar', 'order'), { status: 404 });
});

t.test('without a sign-in the public part is read, and nothing else is there', async (t) => {
  const seen = views.closed.get('public');
  t.same(seen?.listed.toSorted(), ['disclosure', 'hearing']);
  for (const name of ['incident', 'mediation', 'accountability', 'order'] as const)
    t.same(seen?.cases[name], { status: 404, access: null }, name);
  t.same(fieldsOf(seen?.cases.hearing), fieldsOf(views.closed.get('stranger')?.cases.hearing));
  t.match(seen?.cases.disclosure, { access: 'public', documents: ['public-text'] });
});

t.test('the parties’ signed heads fit the record, and show that a copy was cut short', async (t) => {
  t.equal(heads.record, 'fits');
  t.equal(heads.shortened, 'shortened');
  const head = heads.kept.accountability!;
  t.ok(isSigned(head));
  t.notOk(isSigned({ ...head, seq: head.seq - 1 }), 'a head that somebody made up');
  const kept = JSON.parse(readFileSync(join(folder, 'heads/p-bar.json'), 'utf8')) as object;
  t.match(kept, { mediation: { seq: Number, hash: String }, hearing: { seq: Number } });
  t.notMatch(Object.keys(kept), ['accountability']);
});

t.test('verify proves the whole record, and finds one changed byte', async (t) => {
  t.match(verified.record, { exitCode: 0, output: /6 cases/ });
  t.equal(verified.shortened.exitCode, 0, 'a shorter record is consistent in itself');
  t.equal(verified.changed.exitCode, 1);
  t.match(verified.changed.output, `${cases.hearing!.caseId}  #`);
  t.match(verified.changed.output, /chain: the entry does not fit its hash/);
});

t.test('the story is told in order, with who did it and when', async (t) => {
  t.match(printed, /2026-03-06 08:31 {2}Li Wei \(The Li household\): reports the noise {2}\[incident\]/);
  t.match(printed, /2026-05-01 00:00 {2}the engine: a clock has run out {2}\[hearing\]/);
  t.equal(printed.match(/■ closed: /g)?.length, 6);
  t.notMatch(printed, /\{\w+\}|undefined|\[object/);
});

function loser(): 'ma' | 'ding' {
  return refusals.some(({ who }) => who === 'ma') ? 'ma' : 'ding';
}

function see({ views: all }: Played, moment: keyof Played['views'], viewer: Viewer, name: CaseName) {
  return all[moment].get(viewer)?.cases[name];
}

const fieldsOf = (seen: Seen | undefined): string[] =>
  seen !== undefined && seen.access !== null ? seen.fields : [];
const documentsOf = (seen: Seen | undefined): string[] =>
  seen !== undefined && seen.access !== null ? seen.documents : [];
