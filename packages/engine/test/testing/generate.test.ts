import t from 'tap';
import { generateTests, readTests, runTests, writeTests } from '@gongzhi/engine/testing';
import { compiledFrom, SOURCE, START } from './order.ts';

const compiled = compiledFrom(SOURCE);
const generated = generateTests(compiled, { at: START });

t.test('generated tests take every transition and enter every state of a small definition', (t) => {
  t.same(generated.coverage.transitions.missing, []);
  t.same(generated.coverage.states.missing, []);
  t.same(generated.faults, []);
  t.end();
});

t.test('generated tests pass, and again after they were written as YAML and read', (t) => {
  const { cast, tests } = generated;
  const run = runTests(compiled, { file: '', definition: '', cast, tests });
  t.equal(run.failed, 0);
  const read = readTests(
    writeTests('order.yaml', cast, tests, { timeZone: compiled.timeZone }),
    'order.test.yaml',
  );
  if (!read.ok) return t.fail(JSON.stringify(read.problems));
  const again = runTests(compiled, read.file);
  t.equal(again.passed, tests.length);
  t.same(again.coverage, generated.coverage);
  t.end();
});

t.test('the same definition gives the same tests', (t) => {
  t.same(generateTests(compiledFrom(SOURCE), { at: START }).tests, generated.tests);
  t.end();
});

t.test('a form is filled so that each guard holds once, numbers and choices too', (t) => {
  const guarded = SOURCE.replace(
    'quote.completed: { target: done, actions: [{ assign: { price: payload.price } }] }',
    `quote.completed:
        - { target: done, guard: payload.price > 500, actions: [{ assign: { price: payload.price } }] }
        - { target: late, guard: payload.price == 77 }
        - withdrawn`.replace('- withdrawn', '- target: withdrawn'),
  );
  const { coverage } = generateTests(compiledFrom(guarded), { at: START });
  t.same(coverage.transitions.missing, []);
  t.end();
});

t.test('what cannot be reached is told with the reason', (t) => {
  const barred = SOURCE.replace(
    'withdrawn: { type: final }',
    'withdrawn: { type: final }\n  nowhere: { type: final }',
  ).replace(
    'on: { look.completed: ordered, response.lapsed: late }',
    'on: { look.completed: ordered, response.lapsed: [{ target: nowhere, guard: data.price > 5 }, { target: late }] }',
  );
  const { coverage, why } = generateTests(compiledFrom(barred), { at: START });
  t.same(coverage.states.missing, ['nowhere']);
  const [missing] = coverage.transitions.missing;
  t.equal(why.get(missing!.id), 'guard-not-met');
  t.end();
});
