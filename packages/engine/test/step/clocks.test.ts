import { readFileSync } from 'node:fs';
import t from 'tap';
import { compile, explainClock, findCalendar, replay, type Calendar } from '@gongzhi/engine';
import { compiled, plugins, review, Trial } from './bench.ts';

const at = (text: string) => Date.parse(text);
/** The first instant after the last day, Shanghai time. */
const after = (day: string) => at(`${day}T00:00:00+08:00`) + 86_400_000;

t.test('a clock starts with its state and explains its due time', async (t) => {
  const trial = Trial.open();
  const clock = trial.case.clocks['reply'];
  t.match(clock, { status: 'running', dueAt: after('2026-03-13'), unknownYear: null });
  const due = explainClock(review, trial.case, 'reply', trial.now);
  t.equal(due.dueAt, after('2026-03-13'));
  const counted = due.intervals.reduce((sum, { days = 0, kind }) => sum + (kind === 'counted' ? days : 0), 0);
  t.equal(counted, 20);
});

t.test('a clock stands still in a state that stops it', async (t) => {
  const trial = Trial.open();
  trial.now = at('2026-02-11T10:00:00+08:00');
  trial.send('chen', 'pause');
  t.match(trial.case.clocks['reply'], { status: 'stopped' });
  trial.now = at('2026-03-03T10:00:00+08:00');
  t.equal(
    trial.code('system', { kind: 'clock.lapse', clockId: trial.case.clocks['reply']?.clockId ?? '' }),
    'GZ_CLOCK_NOT_RUNNING',
  );
  trial.send('chen', 'go-on');
  t.match(trial.case.clocks['reply'], { status: 'running', dueAt: after('2026-03-27') });
});

t.test('a clock warns once when the time has come', async (t) => {
  const trial = Trial.open();
  const clock = trial.case.clocks['reply'];
  const clockId = clock?.clockId ?? '';
  const [warnsAt = 0] = clock?.warnsAt ?? [];
  t.equal(trial.code('system', { kind: 'clock.warn', clockId }), 'GZ_CLOCK_NOT_DUE');
  trial.now = warnsAt;
  trial.do('system', { kind: 'clock.warn', clockId });
  t.same(trial.case.clocks['reply']?.warnsAt, []);
  t.equal(trial.code('system', { kind: 'clock.warn', clockId }), 'GZ_CLOCK_NOT_DUE');
});

t.test('a lapsed clock takes its modelled way and opens accountability against the custodian', async (t) => {
  const trial = Trial.open();
  const clockId = trial.case.clocks['reply']?.clockId ?? '';
  t.equal(trial.code('system', { kind: 'clock.lapse', clockId }), 'GZ_CLOCK_NOT_DUE');
  trial.now = after('2026-03-13');
  t.equal(trial.code('chen', { kind: 'clock.lapse', clockId }), 'GZ_SYSTEM_ONLY');
  trial.do('system', { kind: 'clock.lapse', clockId });
  t.match(trial.last?.openings, [
    {
      definition: 'accountability',
      payload: { subject: 'bureau' },
      holders: { complainant: [{ partyId: 'household-li' }], '@opener': [{ partyId: 'bureau' }] },
    },
  ]);
  t.match(trial.case, { status: 'closed', outcome: 'done' });
  t.match(trial.case.clocks['reply'], { status: 'lapsed' });
});

t.test('a clock is extended by those who may, with a reason, as often as the law allows', async (t) => {
  const trial = Trial.open();
  const extend = { kind: 'clock.extend', clock: 'reply' } as const;
  t.equal(trial.code('li', extend, 'more'), 'GZ_ROLE_NOT_QUALIFIED');
  t.equal(trial.code('qian', extend), 'GZ_REASON_REQUIRED');
  trial.do('qian', extend, 'many files');
  t.equal(trial.case.clocks['reply']?.dueAt, after('2026-04-13'));
  t.equal(trial.code('qian', extend, 'still more'), 'GZ_CLOCK_NOT_EXTENDABLE');
  t.equal(trial.code('qian', { kind: 'clock.extend', clock: 'nothing' }, 'x'), 'GZ_CLOCK_NOT_RUNNING');
});

t.test('a limit that reaches into a year without a notice is provisional, never a guess', async (t) => {
  const trial = new Trial();
  trial.now = at('2026-12-10T09:00:00+08:00');
  trial.do('li', { kind: 'case.open', role: 'applicant', payload: { what: 'late' }, cellId: 'cell-1' });
  t.match(trial.case.clocks['reply'], { status: 'running', dueAt: null, unknownYear: 2027, warnsAt: [] });
  const clockId = trial.case.clocks['reply']?.clockId ?? '';
  t.equal(trial.code('system', { kind: 'clock.lapse', clockId }), 'GZ_CLOCK_NOT_DUE');
  trial.do('system', { kind: 'clock.recompute', clockId });
  t.match(trial.case.clocks['reply'], { dueAt: null, unknownYear: 2027 }, 'as long as the notice is missing');
});

t.test('a clock ends when its state is left', async (t) => {
  const trial = Trial.open().send('li', 'withdraw', {}, 'solved');
  t.match(trial.case.clocks['reply'], { status: 'ended', endedAt: trial.now });
});

t.test('an extension is an event that the definition may answer', async (t) => {
  const source = readFileSync(new URL('review.yaml', import.meta.url), 'utf8');
  const told = compiled(
    source.replace(
      '      reply.lapsed:',
      '      reply.extended:\n        actions: [{ issue: { document: receipt } }]\n      reply.lapsed:',
    ),
  );
  const trial = new Trial(told);
  trial.do('li', { kind: 'case.open', role: 'applicant', payload: { what: 'noise' }, cellId: 'cell-1' });
  trial.do('qian', { kind: 'clock.extend', clock: 'reply' }, 'many files');
  t.equal(trial.case.documents.length, 2);
});

t.test('a journal replays by the calendar version that its entries name', async (t) => {
  const source = readFileSync(new URL('review.yaml', import.meta.url), 'utf8');
  const newest = findCalendar('china-mainland');
  if (newest === undefined || newest.years === 'every') throw new Error('no calendar');
  // A year later the notice of 2027 has come, with New Year's Day off.
  const later: Calendar = {
    ...newest,
    version: 'later',
    years: { ...newest.years, 2027: { off: ['2027-01-01'], worked: [] } },
  };
  const trial = new Trial();
  trial.now = at('2026-12-10T09:00:00+08:00');
  trial.do('li', { kind: 'case.open', role: 'applicant', payload: { what: 'late' }, cellId: 'cell-1' });
  const replayed = (calendarVersion?: string) => {
    const result = compile(source, {
      plugins,
      calendars: [later, newest],
      ...(calendarVersion === undefined ? {} : { calendarVersion }),
    });
    if (!result.ok) throw new Error('not compiled');
    return JSON.parse(JSON.stringify(replay(() => result.compiled, trial.entries))) as unknown;
  };
  t.same(replayed(newest.version), trial.state, 'as it was, with the due time still open');
  t.match(replayed(), { clocks: { reply: { dueAt: after('2027-01-08'), unknownYear: null } } });
});
