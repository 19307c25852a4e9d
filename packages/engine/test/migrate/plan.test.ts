import fc from 'fast-check';
import t from 'tap';
import { checkPlan, readPlan } from '@gongzhi/engine';
import { next, permit, permitSource } from './bench.ts';

const head = 'from: { id: permit, version: 1 }\nto: { id: permit, version: 2 }\n';

t.test('a plan is read from YAML', async (t) => {
  const read = readPlan(
    `${head}states: { handling: { to: handling, reenter: true } }\nclocks: { reply: { as: answer } }\n`,
  );
  t.match(read, { ok: true, plan: { to: { version: 2 }, clocks: { reply: { as: 'answer' } } } });
});

t.test('what is no plan is told with its place', async (t) => {
  for (const [source, pointer] of [
    ['from: 1', '/from'],
    [`${head}clocks: { reply: pause }`, '/clocks/reply'],
    [`${head}state: {}`, ''],
    ['[1]', ''],
    ['a: &a [*a]', ''],
    ['', ''],
  ] as const) {
    const read = readPlan(source);
    t.ok(!read.ok && read.problems.some((problem) => problem.pointer === pointer), source);
  }
});

t.test('whatever text it is given, reading a plan returns', async () => {
  fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => typeof readPlan(text).ok === 'boolean'));
});

t.test('every name that a plan uses must be in the version it speaks of', async (t) => {
  const to = next(permitSource);
  const plan = {
    from: { id: 'permit', version: 1 },
    to: { id: 'permit', version: 2 },
    states: { gone: 'handling', handling: 'nowhere' },
    clocks: { nothing: 'keep' as const },
    roles: { desk: 'nobody' },
    tasks: { examine: 'nothing' },
    data: { nothing: 'data.amount' },
  };
  t.same(
    checkPlan(plan, permit, to).map(({ pointer }) => pointer),
    [
      '/states/gone',
      '/states/handling',
      '/roles/desk',
      '/tasks/examine',
      '/clocks/nothing',
      '/clocks/nothing',
      '/data/nothing',
    ],
  );
  t.same(checkPlan({ ...plan, to: { id: 'permit', version: 3 } }, permit, to)[0]?.pointer, '/to');
});
