import t from 'tap';
import { activeStates } from '@gongzhi/engine';
import { Crossing, next, permit, permitSource, yaml, type Loose } from './bench.ts';

const DAY_MS = 86_400_000;
const inner = (definition: Loose) => definition['states']!['handling']!['states']!;
const exam = (definition: Loose) => inner(definition)['exam']!['states']!;

/** The same definition, one version on. */
const same = next(permitSource);

const renamed = next(permitSource, (definition) => {
  const states = exam(definition);
  states['studying'] = yaml(`
title: { zh-CN: 研究, en: Studying }
task:
  study: { title: { zh-CN: 研究, en: Study }, role: examiner }
on: { study.completed: examined, ask: asking, wait: waiting }`);
  delete states['examining'];
  inner(definition)['exam']!['initial'] = 'studying' as unknown as Loose;
  for (const name of ['asking', 'waiting'])
    states[name]!['on'] = JSON.parse(
      JSON.stringify(states[name]!['on']).replaceAll('"examining"', '"studying"'),
    ) as Loose;
});
const toStudying = {
  states: { 'handling.exam.examining': 'handling.exam.studying' },
  tasks: { examine: 'study' },
};

t.test('a case goes on in a version with the same states, with its task, holder and clock', async (t) => {
  const trial = Crossing.of(permit);
  trial.do('wang', { kind: 'task.claim', taskId: trial.task('examine') });
  const { tasks, clocks, machine } = trial.case;
  trial.now += 3 * DAY_MS;
  trial.over(same);
  t.same(trial.case.tasks, tasks);
  t.same(trial.case.clocks, clocks);
  t.same(trial.case.machine, machine);
  t.equal(trial.case.definition.version, 2);
  t.match(trial.entries.at(-1), { body: { kind: 'case.migrate' }, definition: same.ref });
  t.same(trial.replayed(permit, same), trial.case);
  trial.do('wang', { kind: 'task.complete', taskId: trial.task('examine'), payload: {} });
  t.same(activeStates(trial.case.machine.value), [
    'handling',
    'handling.exam',
    'handling.exam.examined',
    'handling.fee',
    'handling.fee.open',
  ]);
  trial.send('chen', 'paid');
  t.equal(trial.case.status, 'closed');
  t.same(trial.replayed(permit, same), trial.case);
});

t.test('a renamed state and task keep their holder; without a mapping the case stays', async (t) => {
  const trial = Crossing.of(permit);
  t.match(trial.cross(renamed), {
    code: 'GZ_MIGRATION_STATE',
    args: { case: 'case-1', state: 'handling.exam.examining' },
  });
  t.match(trial.cross(renamed, { states: toStudying.states }), {
    code: 'GZ_MIGRATION_WORK',
    args: { name: 'examine', state: 'handling.exam.examining' },
  });
  trial.do('wang', { kind: 'task.claim', taskId: trial.task('examine') });
  const taskId = trial.task('examine');
  trial.over(renamed, toStudying);
  t.match(trial.case.tasks, [
    { taskId, name: 'study', state: 'handling.exam.studying', holder: { memberId: 'wang' } },
  ]);
  trial.do('wang', { kind: 'task.complete', taskId, payload: {} });
  t.same(trial.replayed(permit, renamed), trial.case);
});

t.test('a state that is left and entered withdraws its task and opens the new one', async (t) => {
  const trial = Crossing.of(permit);
  const before = trial.task('examine');
  trial.over(renamed, {
    states: { 'handling.exam.examining': { to: 'handling.exam.studying', reenter: true } },
  });
  t.not(trial.task('study'), before);
  t.ok(trial.changes().includes('task.withdrawn examine'));
  t.ok(trial.changes().includes('task.opened study'));
});

t.test('two regions do not go into one', async (t) => {
  const trial = Crossing.of(permit);
  const refusal = trial.cross(same, {
    states: { 'handling.exam.examining': { to: 'handling.fee.open', reenter: true } },
  });
  t.match(refusal, { code: 'GZ_MIGRATION_STATES_COLLIDE', args: { target: 'handling.fee.open' } });
});

t.test(
  'a final state is a place to go only when that is said, and never as the last of all regions',
  async (t) => {
    const trial = Crossing.of(permit);
    const target = 'handling.exam.examined';
    t.match(trial.cross(same, { states: { 'handling.exam.examining': { to: target, reenter: true } } }), {
      code: 'GZ_MIGRATION_FINAL',
      args: { target },
    });
    trial.send('chen', 'paid');
    t.match(trial.cross(same, { states: { 'handling.exam.examining': { to: target, final: true } } }), {
      code: 'GZ_MIGRATION_ALL_FINAL',
      args: { state: 'handling' },
    });
    const flat = next(permitSource, (definition) => {
      definition['states']!['handling'] = yaml(`
title: { zh-CN: 办理, en: Handling }
clock: reply
on: { stop: ended, reply.lapsed: ended }`);
      for (const event of ['ask', 'wait', 'go-on', 'paid']) delete definition['events']![event];
    });
    const other = Crossing.of(permit);
    t.match(other.cross(flat, { states: { 'handling.exam.examining': { to: 'ended', final: true } } }), {
      code: 'GZ_MIGRATION_STATE',
      args: { state: 'handling.fee.open' },
    });
  },
);

t.test('a case may be ended by its migration when the plan says so', async (t) => {
  const source = permitSource;
  const single = next(source, (definition) => {
    definition['states']!['handling'] = yaml(`
title: { zh-CN: 办理, en: Handling }
clock: reply
task: { examine: { title: { zh-CN: 审查, en: Examine }, role: examiner } }
on: { stop: ended, reply.lapsed: ended, examine.completed: ended }`);
    for (const event of ['ask', 'wait', 'go-on', 'paid']) delete definition['events']![event];
  });
  const after = next(JSON.stringify(single.definition), () => {}, 3);
  const trial = Crossing.of(single);
  trial.over(after, { states: { handling: { to: 'ended', final: true } } });
  t.match(trial.case, { status: 'closed', outcome: 'ended', tasks: [] });
  t.ok(trial.case.clocks['reply']?.endedAt);
  t.same(trial.replayed(single, after), trial.case);
  t.match(trial.cross(single), { code: 'GZ_CASE_CLOSED' });
});

const longer = next(permitSource, (definition) => {
  definition['clocks']!['reply']!['limit'] = 'P30D' as unknown as Loose;
});

t.test(
  'a running clock whose rule changed must be decided; kept, it counts from its first day',
  async (t) => {
    const trial = Crossing.of(permit);
    const { clockId, dueAt } = trial.case.clocks['reply']!;
    trial.now += 5 * DAY_MS;
    t.match(trial.cross(longer), { code: 'GZ_MIGRATION_CLOCK', args: { clock: 'reply' } });
    trial.over(longer, { clocks: { reply: 'keep' } });
    const kept = trial.case.clocks['reply']!;
    t.equal(kept.clockId, clockId);
    t.ok(kept.dueAt! > dueAt!);
    const anew = Crossing.of(permit);
    anew.now += 5 * DAY_MS;
    anew.over(longer, { clocks: { reply: 'restart' } });
    t.not(anew.case.clocks['reply']!.clockId, clockId);
    t.equal(anew.case.clocks['reply']!.startedAt, anew.now);
    t.ok(anew.case.clocks['reply']!.dueAt! > kept.dueAt!);
    const ended = Crossing.of(permit).over(longer, { clocks: { reply: 'end' } });
    t.equal(ended.case.clocks['reply']!.endedAt, ended.now);
    for (const each of [trial, anew, ended]) t.same(each.replayed(permit, longer), each.case);
  },
);

t.test('a stopped clock keeps its stops, and resumes where the new version no longer stops it', async (t) => {
  const trial = Crossing.of(permit);
  trial.now += DAY_MS;
  trial.send('chen', 'wait');
  const { stops } = trial.case.clocks['reply']!;
  trial.now += DAY_MS;
  const other = new Crossing(permit);
  Object.assign(other, { state: trial.case, entries: [...trial.entries], now: trial.now });
  trial.over(same);
  t.match(trial.case.clocks['reply'], { status: 'stopped', stops, dueAt: null });
  const going = next(permitSource, (definition) => void delete exam(definition)['waiting']!['stops']);
  other.over(going);
  t.match(other.case.clocks['reply'], {
    status: 'running',
    stops: [{ fromAt: stops[0]!.fromAt, toAt: other.now }],
  });
  t.match(trial.case.awaits, [{ name: 'court', state: 'handling.exam.waiting' }]);
});

t.test('a clock goes on under another name, and not where nothing runs it', async (t) => {
  const answer = next(permitSource, (definition) => {
    definition['clocks'] = { answer: definition['clocks']!['reply']! };
    const handling = definition['states']!['handling']!;
    handling['clock'] = 'answer' as unknown as Loose;
    handling['on'] = yaml('{ answer.lapsed: ended, stop: ended }');
    exam(definition)['waiting']!['stops'] = ['answer'] as unknown as Loose;
  });
  const trial = Crossing.of(permit);
  const { clockId } = trial.case.clocks['reply']!;
  t.match(trial.cross(answer), { code: 'GZ_MIGRATION_CLOCK' });
  trial.over(answer, { clocks: { reply: { as: 'answer' } } });
  t.equal(trial.case.clocks['answer']?.clockId, clockId);
  t.same(Object.keys(trial.case.clocks), ['answer']);
  const nowhere = next(permitSource, (definition) => {
    const handling = definition['states']!['handling']!;
    delete handling['clock'];
    handling['on'] = yaml('{ stop: ended }');
    exam(definition)['waiting']!['clock'] = 'reply' as unknown as Loose;
    delete exam(definition)['waiting']!['stops'];
    exam(definition)['waiting']!['on'] = yaml(
      '{ court.received: examining, go-on: examining, reply.lapsed: examining }',
    );
  });
  t.match(Crossing.of(permit).cross(nowhere), { code: 'GZ_MIGRATION_CLOCK_PLACE' });
});

t.test('a region that was added is entered: its entry actions act and its blocks begin', async (t) => {
  const wider = next(permitSource, (definition) => {
    inner(definition)['notice'] = yaml(`
initial: writing
states:
  writing:
    title: { zh-CN: 告知, en: Notice }
    entry: [{ assign: { note: '"told"' } }]
    task: { tell: { title: { zh-CN: 告知, en: Tell }, role: desk } }
    on: { tell.completed: told }
  told: { type: final }`);
  });
  const trial = Crossing.of(permit).over(wider);
  t.match(
    trial.case.tasks.map(({ name }) => name),
    ['examine', 'tell'],
  );
  t.equal(trial.case.data['note'], 'told');
  trial.do('chen', { kind: 'task.complete', taskId: trial.task('tell'), payload: {} });
  t.same(trial.replayed(permit, wider), trial.case);
});

t.test('a task that a kept state did not have begins', async (t) => {
  const more = next(permitSource, (definition) => {
    inner(definition)['fee']!['states']!['open']!['task'] = yaml(
      '{ collect: { title: { zh-CN: 收费, en: Collect }, role: payer } }',
    );
    inner(definition)['fee']!['states']!['open']!['on'] = yaml(
      '{ paid: settled, collect.completed: settled }',
    );
  });
  t.match(
    Crossing.of(permit)
      .over(more)
      .case.tasks.map(({ name }) => name),
    ['examine', 'collect'],
  );
});

t.test('what is eventless is taken after the crossing', async (t) => {
  const eager = next(permitSource, (definition) => {
    inner(definition)['fee']!['states']!['open']!['always'] = yaml(
      '{ target: settled, guard: data.amount < 50.0 }',
    );
  });
  const trial = Crossing.of(permit).over(eager);
  t.ok(activeStates(trial.case.machine.value).includes('handling.fee.settled'));
  t.same(trial.replayed(permit, eager), trial.case);
});

t.test('an event that an entry action raises is taken after the crossing', async (t) => {
  const raising = next(permitSource, (definition) => {
    definition['events']!['begun'] = yaml('{ title: { zh-CN: 已开始, en: Begun } }');
    inner(definition)['notice'] = yaml(`
initial: writing
states:
  writing: { title: { zh-CN: 告知, en: Notice }, entry: [{ raise: begun }], on: { begun: told } }
  told: { type: final }`);
  });
  t.ok(activeStates(Crossing.of(permit).over(raising).case.machine.value).includes('handling.notice.told'));
});

t.test('data are made by the plan, from the data as they were, and must fit', async (t) => {
  const fen = next(permitSource, (definition) => {
    const { properties } = definition['data'] as unknown as { properties: Loose };
    delete properties['amount'];
    properties['amountFen'] = yaml('{ type: integer, default: 0 }');
  });
  t.match(Crossing.of(permit).cross(fen), { code: 'GZ_MIGRATION_DATA', args: { case: 'case-1' } });
  const trial = Crossing.of(permit).over(fen, {
    data: { amount: null, amountFen: 'int(data.amount * 100.0)' },
  });
  t.same(trial.case.data, { note: '', amountFen: 4000 });
  t.same(trial.replayed(permit, fen), trial.case);
});

t.test('a role that somebody holds must be there, fit its holder, and keep duties apart', async (t) => {
  const rename = (definition: Loose, role: string) =>
    JSON.parse(JSON.stringify(definition).replaceAll('"examiner"', `"${role}"`)) as Loose;
  const assessor = next(permitSource, (definition) => {
    Object.assign(definition, rename(definition, 'assessor'));
  });
  const trial = Crossing.of(permit);
  trial.do('wang', { kind: 'task.claim', taskId: trial.task('examine') });
  t.match(trial.cross(assessor), {
    code: 'GZ_MIGRATION_TASK_ROLE',
    args: { member: 'wang', to: 'assessor' },
  });
  trial.do('wang', { kind: 'task.release', taskId: trial.task('examine') }, 'later');
  t.match(trial.cross(assessor), { code: 'GZ_MIGRATION_ROLE', args: { role: 'examiner', party: 'bureau' } });
  trial.over(assessor, { roles: { examiner: 'assessor' } });
  t.ok(trial.case.participants.some(({ role }) => role === 'assessor'));
  t.ok(trial.case.acts.some(({ role }) => role === 'assessor'));
  const apart = next(permitSource, (definition) => {
    definition['roles']!['examiner']!['separateFrom'] = ['payer'] as unknown as Loose;
  });
  const both = Crossing.of(
    next(
      permitSource,
      (definition) => {
        inner(definition)['fee']!['states']!['open']!['task'] = yaml(
          '{ collect: { title: { zh-CN: 收费, en: Collect }, role: payer } }',
        );
        inner(definition)['fee']!['states']!['open']!['on'] = yaml(
          '{ paid: settled, collect.completed: settled }',
        );
      },
      1,
    ),
  );
  both.do('wang', { kind: 'task.complete', taskId: both.task('collect'), payload: {} });
  both.do('wang', { kind: 'task.claim', taskId: both.task('examine') });
  t.match(both.cross(apart), { code: 'GZ_MIGRATION_DUTIES', args: { member: 'wang' } });
});

t.test('an effect under way is awaited in the new version too', async (t) => {
  const trial = Crossing.of(permit).send('chen', 'ask');
  const { effectId } = trial.case.effects[0]!;
  trial.over(renamed, toStudying);
  t.match(trial.case.effects, [{ effectId, state: 'handling.exam.asking' }]);
  trial.do('system', { kind: 'effect.reply', effectId, reply: { answer: 'y' } });
  t.ok(trial.task('study'));
});

t.test('what the new version throws is a refusal, and the case stays as it was', async (t) => {
  const faulty = next(permitSource, (definition) => {
    inner(definition)['notice'] = yaml(`
initial: writing
states:
  writing:
    title: { zh-CN: 告知, en: Notice }
    entry: [{ assign: { note: 'holders.payer[0].partyId' } }]
    on: { paid: told }
  told: { type: final }`);
  });
  const trial = Crossing.of(permit);
  const before = JSON.stringify(trial.case);
  t.match(trial.cross(faulty), { code: 'GZ_MIGRATION_FAILED', args: { case: 'case-1' } });
  t.equal(JSON.stringify(trial.case), before);
});

t.test('only an operator migrates, with a reason, and from the version that the plan names', async (t) => {
  const trial = Crossing.of(permit);
  t.match(trial.cross(same, {}, 'chen'), { code: 'GZ_OPERATOR_ONLY' });
  t.match(trial.cross(same, {}, 'operator', null), { code: 'GZ_REASON_REQUIRED' });
  trial.over(same);
  trial.definition = permit;
  t.match(trial.cross(same), {
    code: 'GZ_MIGRATION_OTHER_VERSION',
    args: { found: 'permit@2', expected: 'permit@1' },
  });
});
