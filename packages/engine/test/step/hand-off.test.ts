import t from 'tap';
import { Trial } from './bench.ts';

const committee = { partyId: 'committee', partyKind: 'social-organization' };

t.test('custody is with the steward of the cell from the opening', async (t) => {
  const trial = Trial.open();
  t.match(trial.case.custodian, { role: 'desk', partyId: 'bureau', partyKind: 'government' });
  t.match(trial.case.custody, [{ partyId: 'bureau', toAt: null }]);
});

t.test('an offered hand-off changes nothing until it is accepted', async (t) => {
  const trial = Trial.open().send('chen', 'hand-over');
  t.equal(trial.case.custodian.partyId, 'bureau');
  trial.now += 1000;
  trial.do('sun', { kind: 'handoff.accept', handoffId: trial.handoff() });
  t.match(trial.case.custodian, { role: 'partner', partyId: 'committee', memberId: 'sun' });
  t.match(trial.case.custody, [
    { partyId: 'bureau', toAt: trial.now },
    { partyId: 'committee', fromAt: trial.now, toAt: null },
  ]);
  t.ok(trial.changes().includes('custody.passed partner'));
  t.equal(trial.code('zhou', { kind: 'handoff.accept', handoffId: 'x' }), 'GZ_HANDOFF_NOT_OPEN');
});

t.test('two parties cannot both accept one hand-off', async (t) => {
  const trial = Trial.open().send('chen', 'hand-over');
  const handoffId = trial.handoff();
  trial.do('zhou', { kind: 'handoff.accept', handoffId });
  t.equal(trial.code('sun', { kind: 'handoff.accept', handoffId }), 'GZ_HANDOFF_NOT_OPEN');
  t.equal(trial.case.custodian.partyId, 'club');
});

t.test('a hand-off is refused to the giver, to other kinds and to the unqualified', async (t) => {
  const trial = Trial.open().send('chen', 'hand-over');
  const handoffId = trial.handoff();
  t.equal(trial.code('chen', { kind: 'handoff.accept', handoffId }), 'GZ_HANDOFF_NOT_FOR_YOU');
  t.equal(trial.code('zhang', { kind: 'handoff.accept', handoffId }), 'GZ_ROLE_NOT_QUALIFIED');
});

t.test('who declined an offer to all is not asked again, the others are', async (t) => {
  const trial = Trial.open().send('chen', 'hand-over');
  const handoffId = trial.handoff();
  trial.do('sun', { kind: 'handoff.decline', handoffId }, 'full');
  t.equal(trial.code('sun', { kind: 'handoff.accept', handoffId }), 'GZ_HANDOFF_NOT_FOR_YOU');
  trial.do('zhou', { kind: 'handoff.accept', handoffId });
});

t.test('a recalled hand-off takes its modelled way', async (t) => {
  const trial = Trial.open().send('chen', 'hand-over');
  t.equal(trial.code('sun', { kind: 'handoff.recall', handoffId: trial.handoff() }), 'GZ_HANDOFF_NOT_YOURS');
  trial.do('chen', { kind: 'handoff.recall', handoffId: trial.handoff() });
  t.same(trial.case.machine.value, { working: 'searching' });
  t.equal(trial.case.custodian.partyId, 'bureau');
});

t.test('leaving the state withdraws its hand-off', async (t) => {
  const trial = Trial.open().send('chen', 'hand-over').send('chen', 'go-on');
  t.same(trial.case.handoffs, []);
  t.ok(trial.changes().includes('handoff.withdrawn to-partner'));
});

t.test('the custodian may offer custody to a role that the definition names, with a reason', async (t) => {
  const trial = Trial.open();
  const offer = { kind: 'handoff.offer', role: 'partner', to: committee } as const;
  t.equal(trial.code('li', offer, 'better there'), 'GZ_HANDOFF_NOT_YOURS');
  t.equal(trial.code('chen', { ...offer, role: 'judge' }, 'better there'), 'GZ_HANDOFF_ROLE');
  t.equal(trial.code('chen', offer), 'GZ_REASON_REQUIRED');
  trial.do('chen', offer, 'better there');
  t.equal(trial.code('chen', offer, 'again'), 'GZ_HANDOFF_PENDING');
  t.equal(
    trial.code('zhou', { kind: 'handoff.accept', handoffId: trial.handoff() }),
    'GZ_HANDOFF_NOT_FOR_YOU',
  );
  trial.do('sun', { kind: 'handoff.accept', handoffId: trial.handoff() });
  t.equal(trial.case.custodian.partyId, 'committee');
  t.same(trial.case.machine.value, { working: 'searching' }, 'the machine does not move');
  t.equal(trial.code('chen', offer, 'back'), 'GZ_HANDOFF_NOT_YOURS', 'the giver has given it');
});

t.test('an offer of custody that nobody answers lapses after a day', async (t) => {
  const trial = Trial.open().do(
    'chen',
    { kind: 'handoff.offer', role: 'partner', to: committee },
    'better there',
  );
  trial.now += 86_400_000;
  trial.do('system', { kind: 'handoff.lapse', handoffId: trial.handoff() });
  t.same(trial.case.handoffs, []);
  t.equal(trial.case.custodian.partyId, 'bureau');
});
