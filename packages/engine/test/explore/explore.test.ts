import t from 'tap';
import { codesOf, definitionOf, explored, trailOf } from './explored.ts';

const FINISH = `events:
  finish: { title: { zh-CN: 办结, en: Finish }, by: [resident] }
  leave: { title: { zh-CN: 搁置, en: Put aside }, by: [resident] }
`;

t.test('the way that shows a problem is the shortest one, in the words of the author', (t) => {
  const [problem] = explored(
    definitionOf(`${FINISH}initial: waiting
states:
  waiting:
    title: { zh-CN: 等待, en: Waiting }
    task:
      ask: { title: { zh-CN: 询问, en: Ask }, role: resident }
    on: { finish: done, leave: shelf, ask.completed: asked }
  asked:
    title: { zh-CN: 已询问, en: Asked }
    on: { leave: { target: shelf, title: { zh-CN: 暂缓, en: For now } }, finish: done }
  shelf:
    title: { zh-CN: 架上, en: On the shelf }
    on: { leave: drawer }
  drawer:
    title: { zh-CN: 抽屉, en: In the drawer }
    on: { leave: shelf }
  done: { type: final }
`),
  ).problems;
  t.match(problem, { code: 'GZ432', message: { en: /From On the shelf/, 'zh-CN': /从“架上”起/ } });
  t.strictSame(trailOf(problem!), ['The case is opened → Waiting', 'Put aside → On the shelf']);
  t.strictSame(trailOf(problem!, 'zh-CN'), ['立案 → 等待', '搁置 → 架上']);
  t.end();
});

t.test('tasks, clocks and titles of transitions are named on the way', (t) => {
  const [problem] = explored(
    definitionOf(`${FINISH}clocks:
  time: { title: { zh-CN: 期限, en: Time to ask }, limit: P3D, days: working }
initial: waiting
states:
  waiting:
    clock: time
    task:
      ask: { title: { zh-CN: 询问, en: Ask }, role: resident }
    on:
      finish: done
      ask.completed: { target: asked, title: { zh-CN: 已答, en: Answered } }
      time.lapsed: done
  asked:
    clock: time
    on: { finish: done, time.lapsed: late }
  late:
    on: { leave: late }
  done: { type: final }
`).replace('on: { leave: late }', 'on: { leave: { target: done, in: waiting } }'),
  ).problems;
  t.equal(problem?.code, 'GZ433');
  t.strictSame(trailOf(problem!), [
    'The case is opened → waiting',
    '“Ask” is done (Answered) → asked',
    '“Time to ask” lapses → late',
  ]);
  t.end();
});

const TWO = (guard: string) => `forms:
  finding:
    type: object
    properties: { found: { enum: [yes-it-is, no-it-is-not] } }
    required: [found]
events:
  finish: { title: { zh-CN: 办结, en: Finish }, by: [resident] }
initial: checking
states:
  checking:
    task:
      first: { title: { zh-CN: 初核, en: First }, role: resident, form: finding }
      second: { title: { zh-CN: 复核, en: Second }, role: resident, form: finding }
    always: [{ target: done, guard: "${guard}" }]
    on:
      first.completed: { actions: [{ assign: { one: payload.found } }] }
      second.completed: { actions: [{ assign: { two: payload.found } }] }
  done: { type: final }
`;
const FINDINGS = ", one: { type: string, default: '' }, two: { type: string, default: '' }";

t.test('a guard that the data must meet is not taken for one that may refuse', (t) => {
  const met = explored(definitionOf(TWO("data.one != '' && data.two != ''"), { data: FINDINGS }));
  t.strictSame(codesOf(met.problems), []);
  const open = explored(definitionOf(TWO("data.one == data.two && data.one != ''"), { data: FINDINGS }));
  t.strictSame(codesOf(open.problems), ['GZ434'], 'two findings that differ lead nowhere');
  t.equal(trailOf(open.problems[0]!).length, 3);
  t.end();
});

t.test('of guards that exclude each other one always holds', (t) => {
  const { problems } = explored(
    definitionOf(`${FINISH}initial: waiting
states:
  waiting:
    on: { finish: deciding, leave: done }
  deciding:
    always: [{ target: done, guard: size(data.s) > 3 }, { target: waiting, guard: '!(size(data.s) > 3)' }]
  done: { type: final }
`),
  );
  t.strictSame(codesOf(problems), []);
  t.end();
});

t.test('a loop that counts is not taken for one without an end', (t) => {
  const { problems } = explored(
    definitionOf(`${FINISH}initial: waiting
states:
  waiting:
    on: { finish: again, leave: done }
  again:
    always:
      - { target: again, reenter: true, guard: data.n < 5.0, actions: [{ assign: { n: data.n + 1.0 } }] }
      - { target: done }
  done: { type: final }
`),
  );
  t.strictSame(
    codesOf(problems).filter((code) => code !== 'GZ417'),
    [],
  );
  t.end();
});

t.test('a clock that stands still cannot lapse', (t) => {
  const { space } = explored(
    definitionOf(
      `${FINISH}clocks:
  time: { title: { zh-CN: 期限, en: Time }, limit: P3D, days: working }
initial: working
states:
  working:
    clock: time
    initial: busy
    on: { time.lapsed: late }
    states:
      busy: { on: { finish: ..done, leave: paused } }
      paused: { stops: [time], on: { leave: busy } }
  late: { type: final }
  done: { type: final }
`.replace('..done', 'done'),
    ),
  );
  const lapses = space.nodes.filter(({ moves }) => moves.some(({ event }) => event.type === 'time.lapsed'));
  t.strictSame(
    lapses.map(({ configuration }) => configuration.value),
    [{ working: 'busy' }],
  );
  t.end();
});

t.test('a hand-off that a clock ends has a way back', (t) => {
  const { problems } = explored(
    definitionOf(
      `${FINISH}clocks:
  time: { title: { zh-CN: 期限, en: Time }, limit: P3D, days: working }
initial: waiting
states:
  waiting:
    on: { finish: offering, leave: done }
  offering:
    clock: time
    handoff:
      give: { title: { zh-CN: 移交, en: Hand over }, to: officer }
    on: { give.accepted: done, time.lapsed: waiting }
  done: { type: final }
`,
      {
        roles:
          '  officer: { title: { zh-CN: 经办人, en: Officer }, party: [government], qualifications: [case-handler] }\n',
      },
    ),
  );
  t.strictSame(codesOf(problems), []);
  t.end();
});

/** Regions beside each other, each of four states in a row. */
const regions = (count: number) => `${FINISH}initial: working
states:
  working:
    type: parallel
    onDone: done
    states:
${Array.from(
  { length: count },
  (_, index) => `      r${index}:
        initial: a
        states:
          a: { task: { a${index}: { title: { zh-CN: 甲, en: A }, role: resident } }, on: { a${index}.completed: b } }
          b: { task: { b${index}: { title: { zh-CN: 乙, en: B }, role: resident } }, on: { b${index}.completed: c } }
          c: { task: { c${index}: { title: { zh-CN: 丙, en: C }, role: resident } }, on: { c${index}.completed: d } }
          d: { type: final }
`,
).join('')}  done: { type: final }
`;

t.test('every combination of regions is a configuration', (t) => {
  const { configurations, problems } = explored(definitionOf(regions(3)));
  t.equal(configurations, 4 ** 3, 'the last of them is the end');
  t.strictSame(codesOf(problems), []);
  t.end();
});

t.test('a bound that is hit is said plainly, and nothing that is not proven is told', (t) => {
  const { problems, bounded } = explored(definitionOf(regions(6)), { limit: 100 });
  t.equal(bounded, true);
  t.strictSame(codesOf(problems), ['GZ430']);
  t.match(problems[0]!.message.en, /more than 100 configurations/);
  t.end();
});

t.test('a role may be filled by whoever opens the case, when it is not known who does', (t) => {
  const source = definitionOf(
    `${FINISH}initial: waiting
states:
  waiting:
    task:
      ask: { title: { zh-CN: 询问, en: Ask }, role: guest }
    on: { finish: done, ask.completed: done }
  done: { type: final }
`,
    { roles: '  guest: { title: { zh-CN: 客人, en: Guest }, party: [resident], appoint: named }\n' },
  );
  t.strictSame(codesOf(explored(source).problems), ['GZ438']);
  t.strictSame(codesOf(explored(source, { definitions: undefined }).problems), []);
  t.end();
});
