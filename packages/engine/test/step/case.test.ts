import t from 'tap';
import type { cast } from './bench.ts';
import { MONDAY, Trial } from './bench.ts';

t.test('a case opens with its holders, its data and its documents', async (t) => {
  const trial = Trial.open({ what: 'noise', amount: 5 });
  t.match(trial.case, {
    caseId: 'case-1',
    revision: 1,
    status: 'open',
    title: 'noise',
    cellId: 'cell-1',
    openedAt: MONDAY,
    data: { what: 'noise', amount: 5, found: '' },
    machine: { value: { working: 'searching' } },
  });
  t.match(trial.case.participants, [
    { role: 'applicant', partyId: 'household-li' },
    { role: 'desk', partyId: 'bureau' },
  ]);
  t.match(trial.case.documents, [
    {
      name: 'receipt',
      title: { en: 'Receipt: noise' },
      body: { 'zh-CN': '收到 noise。' },
      visibleTo: ['applicant'],
    },
  ]);
});

t.test(
  'a case is not opened in a role, by a party or with a payload that the definition does not take',
  async (t) => {
    const open = (by: keyof typeof cast, role: string, payload: object, cellId = 'cell-1') =>
      new Trial().code(by, { kind: 'case.open', role, payload: payload as never, cellId });
    t.equal(open('li', 'desk', { what: 'x' }), 'GZ_OPEN_ROLE');
    t.equal(open('chen', 'applicant', { what: 'x' }), 'GZ_ROLE_NOT_QUALIFIED');
    t.equal(open('li', 'applicant', {}), 'GZ_PAYLOAD_INVALID');
    t.equal(open('li', 'applicant', { what: 'x' }, 'cell-nobody'), 'GZ_ROLE_UNFILLED');
  },
);

t.test('an event is refused with what is possible instead, and to whom', async (t) => {
  const trial = Trial.open();
  t.match(trial.try('chen', { kind: 'event.send', event: 'go-on', payload: {} }), {
    code: 'GZ_EVENT_NOT_POSSIBLE',
    args: { state: 'working.searching', event: 'go-on' },
    details: { possible: [{ kind: 'event', name: 'withdraw', roles: ['applicant'] }] },
  });
  t.equal(trial.code('chen', { kind: 'event.send', event: 'no-such', payload: {} }), 'GZ_EVENT_UNKNOWN');
  t.equal(
    trial.code('chen', { kind: 'event.send', event: 'settled', payload: {} }),
    'GZ_EVENT_UNKNOWN',
    'internal',
  );
  t.equal(
    trial.code('chen', { kind: 'event.send', event: 'search.completed', payload: {} }),
    'GZ_EVENT_UNKNOWN',
  );
  t.equal(trial.code('chen', { kind: 'event.send', event: 'xstate.stop', payload: {} }), 'GZ_EVENT_UNKNOWN');
  t.equal(trial.code('zhang', { kind: 'event.send', event: 'pause', payload: {} }), 'GZ_NOT_A_PARTICIPANT');
  t.equal(
    trial.code('chen', { kind: 'event.send', event: 'pause', payload: { x: 1 } }),
    'GZ_PAYLOAD_INVALID',
  );
  t.equal(trial.code('li', { kind: 'event.send', event: 'withdraw', payload: {} }), 'GZ_REASON_REQUIRED');
});

t.test('a guard that says no is a refusal in the words of the definition', async (t) => {
  const trial = Trial.open({ what: 'x', amount: 100 });
  t.match(trial.try('chen', { kind: 'event.send', event: 'escalate', payload: {} }), {
    code: 'GZ_GUARD_REFUSED',
    args: { because: 'the amount is too small' },
    message: { 'zh-CN': /金额/, en: /the amount is too small/ },
  });
  const large = Trial.open({ what: 'x', amount: 101 }).send('chen', 'escalate');
  t.match(large.case, { status: 'closed', outcome: 'done' }, 'the raised event went on by itself');
});

t.test('a closed case takes nothing more', async (t) => {
  const trial = Trial.open().send('li', 'withdraw', {}, 'solved');
  t.match(trial.case, { status: 'closed', outcome: 'withdrawn', tasks: [], result: {} });
  t.equal(
    trial.code('li', { kind: 'event.send', event: 'withdraw', payload: {} }, 'again'),
    'GZ_CASE_CLOSED',
  );
  t.equal(trial.code('chen', { kind: 'task.claim', taskId: 'case-1.1.2' }), 'GZ_CASE_CLOSED');
});

t.test('an effect is asked for, and its reply or failure comes back as an event', async (t) => {
  const trial = Trial.open().send('chen', 'ask-outside');
  t.match(trial.last?.effects, [{ use: 'probe.ask', input: { question: 'noise' }, awaited: true }]);
  const effectId = trial.last?.effects[0]?.effectId ?? '';
  t.equal(trial.code('chen', { kind: 'effect.reply', effectId, reply: {} }), 'GZ_SYSTEM_ONLY');
  t.equal(
    trial.code('system', { kind: 'effect.reply', effectId, reply: { answer: 7 } }),
    'GZ_PAYLOAD_INVALID',
    'a reply that the plugin did not promise',
  );
  trial.do('system', { kind: 'effect.reply', effectId, reply: { answer: 'yes' } });
  t.equal(trial.case.data['found'], 'yes');
  t.equal(
    trial.code('system', { kind: 'effect.reply', effectId, reply: { answer: 'no' } }),
    'GZ_EFFECT_NOT_AWAITED',
    'a second reply',
  );
  const failing = Trial.open().send('chen', 'ask-outside');
  failing.do('system', {
    kind: 'effect.fail',
    effectId: failing.last?.effects[0]?.effectId ?? '',
    error: 'gone',
  });
  t.same(failing.case.machine.value, { working: 'searching' });
});

t.test('an effect whose state is left is not awaited any more', async (t) => {
  const trial = Trial.open().send('chen', 'ask-outside');
  const effectId = trial.last?.effects[0]?.effectId ?? '';
  trial.send('li', 'withdraw', {}, 'solved');
  t.same(trial.last?.cancelledEffects, [effectId]);
});

t.test('a case opens another one, waits for it and takes its result', async (t) => {
  const trial = Trial.open().send('chen', 'open-hearing');
  t.match(trial.last?.openings, [
    {
      definition: 'hearing',
      payload: { what: 'noise' },
      holders: { party: [{ partyId: 'household-li' }], organiser: [{ partyId: 'bureau' }] },
    },
  ]);
  const linkId = trial.last?.openings[0]?.linkId ?? '';
  trial.do('system', { kind: 'child.opened', linkId, childCaseId: 'case-2' });
  t.match(trial.case.children, [{ definition: 'hearing', caseId: 'case-2', outcome: null }]);
  const closed = {
    kind: 'child.closed',
    linkId,
    childCaseId: 'case-2',
    outcome: 'upheld',
    payload: {},
  } as const;
  trial.do('system', closed);
  t.equal(trial.case.data['found'], 'upheld');
  const late = Trial.open().send('chen', 'open-hearing');
  const lateLink = late.last?.openings[0]?.linkId ?? '';
  late.send('li', 'withdraw', {}, 'solved');
  late.do('system', { ...closed, linkId: lateLink });
  t.match(late.case, { status: 'closed', children: [{ outcome: 'upheld' }] }, 'noted after the close');
});

t.test('a message is awaited by its correlation', async (t) => {
  const trial = Trial.open().send('chen', 'wait-for-court');
  t.match(trial.case.awaits, [{ message: 'court.confirmed', correlation: 'case-1' }]);
  const awaitId = trial.case.awaits[0]?.awaitId ?? '';
  t.equal(trial.code('system', { kind: 'message.receive', awaitId, payload: {} }), 'GZ_PAYLOAD_INVALID');
  trial.do('system', { kind: 'message.receive', awaitId, payload: { found: 'confirmed' } });
  t.equal(trial.case.data['found'], 'confirmed');
  t.same(trial.case.awaits, []);
});

t.test('the definition appoints a holder, and separation of duties holds for whole parties', async (t) => {
  const trial = Trial.open().send('chen', 'name-judge', { partyId: 'committee' });
  t.ok(trial.case.participants.some(({ role, partyId }) => role === 'judge' && partyId === 'committee'));
  trial.send('chen', 'hand-over');
  t.equal(trial.code('sun', { kind: 'handoff.accept', handoffId: trial.handoff() }), 'GZ_DUTIES_SEPARATE');
  t.equal(
    trial.code('chen', { kind: 'event.send', event: 'name-judge', payload: { partyId: 'household-li' } }),
    'GZ_ROLE_NOT_QUALIFIED',
  );
});

t.test('an appointment is refused when nobody is meant by it, or the role is full', async (t) => {
  const trial = Trial.open();
  const name = (partyId: string) =>
    trial.code('chen', { kind: 'event.send', event: 'name-judge', payload: { partyId } });
  t.equal(name('nobody'), 'GZ_APPOINTEE_UNKNOWN');
  t.equal(name('committee'), 'accepted');
  t.equal(name('committee'), 'accepted', 'a holder already: nothing changes');
  t.equal(name('bureau'), 'accepted');
  t.equal(name('club'), 'GZ_ROLE_FULL');
  t.equal(trial.case.participants.filter(({ role }) => role === 'judge').length, 2);
});

t.test('only an operator moves a case, to a state that exists, with a reason', async (t) => {
  const trial = Trial.open();
  const move = { kind: 'operator.move', target: 'working.paused' } as const;
  t.equal(trial.code('chen', move, 'stuck'), 'GZ_OPERATOR_ONLY');
  t.equal(trial.code('operator', move), 'GZ_REASON_REQUIRED');
  t.equal(trial.code('operator', { ...move, target: 'nowhere' }, 'stuck'), 'GZ_MOVE_TARGET');
  trial.do('operator', move, 'stuck');
  t.same(trial.case.machine.value, { working: 'paused' });
  t.same(trial.case.tasks, []);
  t.match(trial.case.clocks['reply'], { status: 'stopped' });
  t.ok(trial.changes().includes('case.moved working.paused'));
  trial.do('operator', { kind: 'operator.skip', incidentId: 'i1' }, 'not needed');
  trial.do('operator', { kind: 'operator.move', target: 'finished' }, 'done on paper');
  t.match(trial.case, { status: 'closed', outcome: 'done' });
});

t.test('a participant attaches a document, a stranger does not', async (t) => {
  const document = { sha256: 'a'.repeat(64), name: 'photo.jpg', mediaType: 'image/jpeg', size: 10 };
  const trial = Trial.open();
  t.equal(trial.code('zhang', { kind: 'document.attach', document }), 'GZ_NOT_A_PARTICIPANT');
  trial.do('li', { kind: 'document.attach', document: { ...document, visibleTo: ['desk'] } });
  t.match(trial.case.documents.at(-1), { kind: 'attached', name: 'photo.jpg', visibleTo: ['desk'] });
});
