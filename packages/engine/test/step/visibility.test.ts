import t from 'tap';
import { readFileSync } from 'node:fs';
import {
  audienceOf,
  isInAudience,
  mayRead,
  possible,
  viewCase,
  viewEntry,
  type Viewer,
} from '@gongzhi/engine';
import { cast, compiled, review, Trial, type Name } from './bench.ts';

const see = (name: Name, supervises: Viewer['supervises'] = null): Viewer => ({ ...cast[name], supervises });
const nobody: Viewer = {
  memberId: null,
  partyId: null,
  partyKind: null,
  qualifications: [],
  supervises: null,
};

t.test('a participant sees the case, without what is for another role', async (t) => {
  const trial = Trial.open({ what: 'noise', secret: 'who told' });
  const view = viewCase(review, trial.case, see('li'));
  t.equal(view?.access, 'participant');
  t.equal(view?.data['what'], 'noise');
  t.notOk(view !== null && 'secret' in view.data);
  t.equal(viewCase(review, trial.case, see('chen'))?.data['secret'], 'who told');
  t.same(view?.states, ['working', 'working.searching']);
  t.notOk(view !== null && 'acts' in view);
});

t.test('a stranger and the public see nothing', async (t) => {
  const trial = Trial.open();
  t.equal(viewCase(review, trial.case, see('zhang')), null);
  t.equal(viewCase(review, trial.case, nobody), null);
  t.equal(viewEntry(review, trial.case, trial.entries[0] as never, see('zhang')), null);
});

t.test('a supervisor sees by role or by grid cell', async (t) => {
  const trial = Trial.open();
  t.equal(viewCase(review, trial.case, see('wu'))?.access, 'supervisor');
  t.equal(
    viewCase(review, trial.case, see('far', ['cell-1']))?.access,
    'candidate' in {} ? '' : 'supervisor',
  );
  t.equal(viewCase(review, trial.case, see('zhang', ['cell-2'])), null);
});

t.test('a candidate sees what the definition shows of it, and its own offer', async (t) => {
  const trial = Trial.open({ what: 'noise', secret: 'who told' }).send('chen', 'hand-over');
  const view = viewCase(review, trial.case, see('sun'));
  t.match(view, { access: 'candidate', data: { what: 'noise' }, participants: [] });
  t.equal(view?.handoffs.length, 1);
  t.notOk(view !== null && 'secret' in view.data);
});

t.test('the public sees the public part once it is published, and no names', async (t) => {
  const trial = Trial.open();
  trial.do('zhao', { kind: 'task.complete', taskId: trial.task('search'), payload: { found: 'public' } });
  const view = viewCase(review, trial.case, nobody);
  t.match(view, { access: 'public', data: { what: 'noise' }, participants: [], tasks: [], title: '' });
  t.same(Object.keys(view?.data ?? {}), ['what']);
  const told = JSON.stringify(trial.entries.map((entry) => viewEntry(review, trial.case, entry, nobody)));
  for (const name of ['zhao', 'household-li', '"li"']) t.notOk(told.includes(name), name);
});

t.test('a payload for one role is taken out of the timeline of the others', async (t) => {
  const trial = Trial.open().send('chen', 'note-secret', { found: 'in confidence' }, 'told apart');
  const entry = trial.entries.at(-1);
  if (entry === undefined) throw new Error('no entry');
  t.match(viewEntry(review, trial.case, entry, see('chen')), {
    body: { payload: { found: 'in confidence' } },
  });
  const other = viewEntry(review, trial.case, entry, see('li'));
  t.same(other?.body, { kind: 'event.send', event: 'note-secret', payload: {} });
  t.notOk(JSON.stringify(other).includes('told apart'));
});

t.test('what is possible is told with what it needs, mine first, and why the rest is not mine', async (t) => {
  const trial = Trial.open();
  const mine = possible(review, trial.case, cast.zhao, trial.now);
  const claim = mine.find(({ kind }) => kind === 'task.claim');
  t.match(claim, { allowed: true, name: 'search', roles: ['searcher'] });
  const complete = mine.find(({ kind }) => kind === 'task.complete');
  t.match(complete, { form: 'finding', schema: { type: 'object' } });
  const withdraw = mine.find(({ name }) => name === 'withdraw');
  t.match(withdraw, { allowed: false, reason: 'required' });
  t.ok(withdraw?.refusal?.code.startsWith('GZ_'));
  t.equal(mine[0]?.allowed, true);
  const guard = possible(review, trial.case, cast.chen, trial.now).find(({ name }) => name === 'escalate');
  t.match(guard, { allowed: false, refusal: { code: 'GZ_GUARD_REFUSED' } });
});

t.test('everything told as possible is accepted, and everything told as not is refused', async (t) => {
  const trials = [
    Trial.open(),
    Trial.open().send('chen', 'hand-over'),
    Trial.open({ what: 'x', amount: 200 }),
  ];
  for (const trial of trials)
    for (const name of ['li', 'chen', 'zhao', 'wang', 'qian', 'sun', 'far'] as const)
      for (const { kind, id, name: about, allowed } of possible(review, trial.case, cast[name], trial.now)) {
        const copy = new Trial();
        Object.assign(copy, { state: trial.state, entries: [...trial.entries] });
        const body =
          kind === 'event.send'
            ? { kind, event: about, payload: FILLED[about] ?? {} }
            : kind === 'task.complete'
              ? { kind, taskId: id, payload: { found: 'x' } }
              : kind === 'task.delegate'
                ? { kind, taskId: id, to: { partyId: 'bureau', partyKind: 'government' } }
                : kind.startsWith('task.')
                  ? { kind, taskId: id }
                  : kind === 'handoff.offer'
                    ? { kind, role: about, to: { partyId: 'club', partyKind: 'social-organization' } }
                    : kind.startsWith('handoff.')
                      ? { kind, handoffId: id }
                      : { kind, clock: about };
        const refusal = copy.try(name, body as never, 'reason');
        t.equal(refusal === null, allowed, `${name} ${kind} ${about}: ${refusal?.code ?? 'accepted'}`);
      }
});

const FILLED: Record<string, object> = {
  'name-judge': { partyId: 'committee' },
  'note-secret': { found: 'x' },
};

t.test(
  'who holds a role is hidden from those who need not know, in the case and in the timeline',
  async (t) => {
    const source = readFileSync(new URL('review.yaml', import.meta.url), 'utf8');
    const guarded = compiled(
      source.replace(
        'title: { zh-CN: 申请人, en: Applicant }',
        'title: { zh-CN: 申请人, en: Applicant }\n    visibleTo: [desk]',
      ),
    );
    const trial = new Trial(guarded);
    trial.do('li', { kind: 'case.open', role: 'applicant', payload: { what: 'noise' }, cellId: 'cell-1' });
    trial.do('zhao', { kind: 'task.claim', taskId: trial.task('search') });
    const told = (name: Name) => {
      const view = viewCase(guarded, trial.case, see(name));
      return JSON.stringify([
        view,
        trial.entries.map((entry) => viewEntry(guarded, trial.case, entry, see(name))),
      ]);
    };
    t.match(told('chen'), /household-li/, 'the desk knows');
    t.match(told('li'), /household-li/, 'and the applicant');
    t.notMatch(told('wu'), /household-li|"li"/, 'the overseer does not');
    t.match(told('wu'), /bureau/, 'but sees who is answerable');
  },
);

t.test('a role that is named by an action cannot be claimed', async (t) => {
  const source = readFileSync(new URL('review.yaml', import.meta.url), 'utf8');
  const named = compiled(
    source.replace(
      '    title: { zh-CN: 检索人, en: Searcher }',
      '    title: { zh-CN: 检索人, en: Searcher }\n    appoint: named',
    ),
  );
  const trial = new Trial(named);
  trial.do('li', { kind: 'case.open', role: 'applicant', payload: { what: 'noise' }, cellId: 'cell-1' });
  t.equal(trial.code('zhao', { kind: 'task.claim', taskId: trial.task('search') }), 'GZ_NOT_A_PARTICIPANT');
  t.equal(
    trial.code('zhao', { kind: 'task.complete', taskId: trial.task('search'), payload: { found: 'x' } }),
    'GZ_NOT_A_PARTICIPANT',
  );
});

t.test('whoever is shown an offer may take it, and whoever may take it is shown it', async (t) => {
  const offers = [
    Trial.open(),
    Trial.open().send('chen', 'hand-over'),
    Trial.open().do(
      'chen',
      { kind: 'handoff.offer', role: 'partner', to: { partyId: 'club', partyKind: 'social-organization' } },
      'x',
    ),
    Trial.open()
      .do('zhao', { kind: 'task.claim', taskId: 'case-1.1.3' })
      .do(
        'zhao',
        {
          kind: 'task.delegate',
          taskId: 'case-1.1.3',
          to: { partyId: 'other-bureau', partyKind: 'government' },
        },
        'x',
      ),
  ];
  for (const trial of offers) {
    const offered = [
      ...trial.case.tasks.filter(({ status }) => status === 'offered'),
      ...trial.case.handoffs,
    ];
    t.ok(offered.length > 0);
    for (const one of offered)
      for (const name of ['li', 'chen', 'zhao', 'wang', 'qian', 'far', 'sun', 'zhou'] as const) {
        const copy = new Trial();
        Object.assign(copy, { state: trial.state, entries: [...trial.entries] });
        const code =
          'handoffId' in one
            ? copy.code(name, { kind: 'handoff.accept', handoffId: one.handoffId })
            : copy.code(name, { kind: 'task.claim', taskId: one.taskId });
        t.equal(
          isInAudience(audienceOf(review, trial.case, one), cast[name]),
          code === 'accepted',
          `${name}: ${code}`,
        );
      }
  }
  t.equal(
    mayRead(review, offers[3]!.case, see('far')),
    null,
    'an offer that cannot be accepted opens nothing',
  );
});

t.test('a hidden holder is not named by the opening that brought them, nor by a hand-off', async (t) => {
  const source = readFileSync(new URL('review.yaml', import.meta.url), 'utf8');
  const guarded = compiled(
    source
      .replace(
        '    title: { zh-CN: 申请人, en: Applicant }',
        '    title: { zh-CN: 申请人, en: Applicant }\n    visibleTo: [desk]',
      )
      .replace(
        '    title: { zh-CN: 社会组织, en: Partner }',
        '    title: { zh-CN: 社会组织, en: Partner }\n    visibleTo: [desk]\n    atMost: 2',
      ),
  );
  const trial = new Trial(guarded);
  trial.do('system', {
    kind: 'case.open',
    role: 'applicant',
    payload: { what: 'noise' },
    cellId: 'cell-1',
    holders: {
      applicant: [{ partyId: 'household-li', partyKind: 'resident' }],
      partner: [{ partyId: 'club', partyKind: 'social-organization' }],
    },
  });
  const club = { partyId: 'club', partyKind: 'social-organization' };
  trial.do('chen', { kind: 'handoff.offer', role: 'partner', to: club }, 'better there');
  const told = (name: Name) =>
    JSON.stringify([
      viewCase(guarded, trial.case, see(name)),
      trial.entries.map((entry) => viewEntry(guarded, trial.case, entry, see(name))),
    ]);
  t.match(told('chen'), /household-li.*club|club.*household-li/, 'the desk knows both');
  t.notMatch(told('wu'), /household-li/, 'the opening does not tell the overseer');
  t.notMatch(told('wu'), /"club"/, 'and the hand-off does not either');
  trial.do('zhao', { kind: 'task.complete', taskId: trial.task('search'), payload: { found: 'public' } });
  const published = JSON.stringify(
    trial.entries.map((entry) => viewEntry(guarded, trial.case, entry, nobody)),
  );
  t.notMatch(published, /household-li|"club"|"bureau"/, 'nor does anything tell the public');
});
