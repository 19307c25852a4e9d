import t from 'tap';
import { cast, compiled, Trial } from './bench.ts';

const HOUR = 3_600_000;

t.test('a task is opened when its state is entered and withdrawn when it is left', async (t) => {
  const trial = Trial.open();
  t.match(trial.case.tasks, [{ name: 'search', status: 'offered', state: 'working.searching' }]);
  trial.send('chen', 'pause');
  t.same(trial.case.tasks, []);
  t.ok(trial.changes().includes('task.withdrawn search'));
});

t.test('an offered task is claimed by the first who may, and the others are told who', async (t) => {
  const trial = Trial.open();
  const taskId = trial.task('search');
  trial.do('zhao', { kind: 'task.claim', taskId });
  t.match(trial.case.tasks[0], { status: 'claimed', holder: { memberId: 'zhao', partyId: 'bureau' } });
  const refusal = trial.try('wang', { kind: 'task.claim', taskId });
  t.match(refusal, { code: 'GZ_TASK_ALREADY_CLAIMED', args: { member: 'zhao', party: 'bureau' } });
});

t.test('a claim is refused to whom the role is not open', async (t) => {
  const trial = Trial.open();
  const taskId = trial.task('search');
  t.equal(trial.code('li', { kind: 'task.claim', taskId }), 'GZ_ROLE_NOT_QUALIFIED', 'another kind of party');
  t.equal(trial.code('qian', { kind: 'task.claim', taskId }), 'GZ_ROLE_NOT_QUALIFIED', 'no qualification');
  t.equal(
    trial.code('far', { kind: 'task.claim', taskId }),
    'GZ_NOT_A_PARTICIPANT',
    'a colleague of another office',
  );
});

t.test('a claimed task is completed by its holder only, and its payload must fit', async (t) => {
  const trial = Trial.open();
  const taskId = trial.task('search');
  trial.do('zhao', { kind: 'task.claim', taskId });
  t.equal(
    trial.code('wang', { kind: 'task.complete', taskId, payload: { found: 'x' } }),
    'GZ_TASK_NOT_YOURS',
  );
  const refusal = trial.try('zhao', { kind: 'task.complete', taskId, payload: { found: 7, more: true } });
  t.match(refusal, { code: 'GZ_PAYLOAD_INVALID', args: { form: 'finding', count: 2 } });
  trial.do('zhao', { kind: 'task.complete', taskId, payload: { found: 'files' } });
  t.equal(trial.case.data['found'], 'files');
  t.equal(trial.code('zhao', { kind: 'task.complete', taskId, payload: { found: 'x' } }), 'GZ_TASK_NOT_OPEN');
});

t.test('completing an offered task claims it on the way', async (t) => {
  const trial = Trial.open();
  trial.do('zhao', { kind: 'task.complete', taskId: trial.task('search'), payload: { found: 'files' } });
  t.ok(trial.changes().includes('task.claimed search'));
  t.ok(trial.changes().includes('task.completed search'));
});

t.test('a release needs a reason and offers the task again', async (t) => {
  const trial = Trial.open();
  const taskId = trial.task('search');
  t.equal(trial.code('zhao', { kind: 'task.release', taskId }, 'ill'), 'GZ_TASK_NOT_CLAIMED');
  trial.do('zhao', { kind: 'task.claim', taskId });
  t.equal(trial.code('zhao', { kind: 'task.release', taskId }), 'GZ_REASON_REQUIRED');
  t.equal(trial.code('zhao', { kind: 'task.release', taskId }, 'x'.repeat(2001)), 'GZ_REASON_REQUIRED');
  trial.do('zhao', { kind: 'task.release', taskId }, 'ill');
  t.match(trial.case.tasks, [{ status: 'offered', holder: null }]);
  trial.do('wang', { kind: 'task.claim', taskId });
});

t.test('an unfinished claim falls back when its limit has passed, and not before', async (t) => {
  const trial = Trial.open();
  const taskId = trial.task('search');
  trial.do('zhao', { kind: 'task.claim', taskId });
  t.equal(trial.code('system', { kind: 'claim.lapse', taskId }), 'GZ_CLOCK_NOT_DUE');
  trial.now += 2 * HOUR;
  t.equal(trial.code('zhao', { kind: 'claim.lapse', taskId }), 'GZ_SYSTEM_ONLY');
  trial.do('system', { kind: 'claim.lapse', taskId });
  t.match(trial.case.tasks, [{ status: 'offered', holder: null, claimLapsesAt: null }]);
});

t.test('a delegated task stays with the giver until the receiver accepts', async (t) => {
  const trial = Trial.open();
  const taskId = trial.task('search');
  const to = { partyId: 'bureau', partyKind: 'government', memberId: 'wang' };
  trial.do('zhao', { kind: 'task.claim', taskId });
  t.equal(trial.code('zhao', { kind: 'task.delegate', taskId, to }), 'GZ_REASON_REQUIRED');
  trial.do('zhao', { kind: 'task.delegate', taskId, to }, 'leave');
  t.equal(trial.case.tasks[0]?.holder?.memberId, 'zhao');
  t.equal(trial.code('zhao', { kind: 'task.delegate', taskId, to }, 'leave'), 'GZ_HANDOFF_PENDING');
  t.equal(
    trial.code('qian', { kind: 'handoff.accept', handoffId: trial.handoff() }),
    'GZ_HANDOFF_NOT_FOR_YOU',
  );
  trial.do('wang', { kind: 'handoff.accept', handoffId: trial.handoff() });
  t.match(trial.case.tasks, [{ taskId, holder: { memberId: 'wang' } }]);
  t.equal(trial.case.custodian.partyId, 'bureau', 'custody of the case is another thing');
  t.same(trial.case.handoffs, []);
});

t.test('a delegated task is declined, recalled or lapses, and then it is as before', async (t) => {
  const to = { partyId: 'bureau', partyKind: 'government', memberId: 'wang' };
  const offered = () => {
    const trial = Trial.open();
    trial.do('zhao', { kind: 'task.claim', taskId: trial.task('search') });
    return trial.do('zhao', { kind: 'task.delegate', taskId: trial.task('search'), to }, 'leave');
  };
  const declined = offered();
  t.equal(
    declined.code('wang', { kind: 'handoff.decline', handoffId: declined.handoff() }),
    'GZ_REASON_REQUIRED',
  );
  declined.do('wang', { kind: 'handoff.decline', handoffId: declined.handoff() }, 'busy');
  const recalled = offered();
  t.equal(
    recalled.code('qian', { kind: 'handoff.recall', handoffId: recalled.handoff() }),
    'GZ_HANDOFF_NOT_YOURS',
  );
  recalled.do('zhao', { kind: 'handoff.recall', handoffId: recalled.handoff() });
  const lapsed = offered();
  t.equal(lapsed.code('system', { kind: 'handoff.lapse', handoffId: lapsed.handoff() }), 'GZ_CLOCK_NOT_DUE');
  lapsed.now += 24 * HOUR;
  lapsed.do('system', { kind: 'handoff.lapse', handoffId: lapsed.handoff() });
  for (const trial of [declined, recalled, lapsed]) {
    t.same(trial.case.handoffs, []);
    t.equal(trial.case.tasks[0]?.holder?.memberId, 'zhao');
  }
});

t.test('a task kept for who did an earlier one is refused to others', async (t) => {
  const trial = Trial.open();
  trial.do('zhao', { kind: 'task.complete', taskId: trial.task('search'), payload: { found: 'x' } });
  t.equal(trial.code('wang', { kind: 'task.claim', taskId: trial.task('look') }), 'GZ_TASK_RESERVED');
  trial.do('zhao', { kind: 'task.claim', taskId: trial.task('look') });
});

t.test('separation of duties holds over claim, completion, delegation and event', async (t) => {
  const trial = Trial.open();
  trial.do('wang', { kind: 'task.complete', taskId: trial.task('search'), payload: { found: 'x' } });
  const taskId = trial.task('approve');
  t.equal(trial.code('wang', { kind: 'task.claim', taskId }), 'GZ_DUTIES_SEPARATE');
  t.equal(trial.code('wang', { kind: 'task.complete', taskId, payload: {} }, 'yes'), 'GZ_DUTIES_SEPARATE');
  t.equal(trial.code('wang', { kind: 'clock.extend', clock: 'reply' }, 'more'), 'GZ_DUTIES_SEPARATE');
  trial.do('qian', { kind: 'task.claim', taskId });
  trial.do(
    'qian',
    { kind: 'task.delegate', taskId, to: { partyId: 'bureau', partyKind: 'government' } },
    'leave',
  );
  t.equal(trial.code('wang', { kind: 'handoff.accept', handoffId: trial.handoff() }), 'GZ_DUTIES_SEPARATE');
  t.equal(
    trial.code('wang', { kind: 'task.complete', taskId: trial.task('look'), payload: {} }),
    'accepted',
    'the searcher goes on as searcher',
  );
  t.equal(trial.code('qian', { kind: 'task.claim', taskId: trial.task('search') }), 'GZ_ROLE_NOT_QUALIFIED');
  t.ok(cast.wang.qualifications.includes('approving'), 'it was not for want of a qualification');
});

t.test(
  'a delegated task of a full role is shared with a colleague, and passes to another party whole',
  async (t) => {
    const offered = (to: { partyId: string; partyKind: string }) => {
      const trial = new Trial(deskwork);
      trial.do('li', { kind: 'case.open', role: 'applicant', payload: {}, cellId: 'cell-2' });
      const taskId = trial.task('look');
      trial.do('chen', { kind: 'task.claim', taskId });
      return trial.do('chen', { kind: 'task.delegate', taskId, to }, 'leave');
    };
    const shared = offered({ partyId: 'bureau', partyKind: 'government' });
    shared.do('wang', { kind: 'handoff.accept', handoffId: shared.handoff() });
    t.same(
      shared.case.participants
        .filter(({ role }) => role === 'desk')
        .map(({ partyId, memberId }) => [partyId, memberId]),
      [['bureau', undefined]],
    );
    t.equal(
      shared.code('chen', { kind: 'event.send', event: 'note', payload: {} }),
      'accepted',
      'the giver keeps the role',
    );
    const passed = offered({ partyId: 'other-bureau', partyKind: 'government' });
    passed.do('far', { kind: 'handoff.accept', handoffId: passed.handoff() });
    t.match(passed.case.tasks, [{ holder: { memberId: 'far' } }]);
    t.equal(passed.code('chen', { kind: 'event.send', event: 'note', payload: {} }), 'GZ_NOT_A_PARTICIPANT');
  },
);

const deskwork = compiled(`
id: deskwork
version: 1
procedure: service
title: { zh-CN: 窗口, en: Desk }
calendar: monday-friday
timeZone: Asia/Shanghai
open: { by: [applicant], title: "'x'" }
custody: { first: desk }
roles:
  applicant: { title: { zh-CN: 申请人, en: Applicant }, party: [resident] }
  desk: { title: { zh-CN: 窗口, en: Desk }, party: [government], appoint: grid }
data: { type: object }
events:
  note: { title: { zh-CN: 备注, en: Note }, by: [desk] }
initial: working
states:
  working:
    title: { zh-CN: 办理, en: Working }
    task: { look: { title: { zh-CN: 查看, en: Look }, role: desk } }
    on:
      look.completed: done
      note: { actions: [] }
  done: { type: final, title: { zh-CN: 完成, en: Done } }
`);
