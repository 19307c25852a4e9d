import t from 'tap';
import { readTests, runTests, type TestFailure, type TestRun } from '@gongzhi/engine/testing';
import { compiledFrom, SOURCE } from './order.ts';

const CAST = `
definition: order.yaml
cast:
  li: { party: household, kind: resident }
  chen: { party: street, kind: government, qualifications: [grid-steward] }
  lin: { party: street, kind: government, qualifications: [grid-steward] }
  tan: { party: works, kind: market-provider }
  root: { party: street, kind: government, operator: true }
parties: { works: { kind: market-provider, qualifications: [licensed-business] } }
grid: { cell: cell-1, steward: chen }
tests:
`;
const GIVEN = `given: { at: '2026-02-09T09:00:00+08:00', by: li, role: resident, payload: { what: lamp }, cell: cell-1 }`;

/** Runs one test that is made of these lines. */
function run(lines: string, source = SOURCE): TestRun {
  const text = `${CAST}  - title: { zh-CN: 测试, en: test }\n    ${GIVEN}\n${lines.replace(/^/gm, '    ')}\n`;
  const read = readTests(text, 'order.test.yaml');
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return runTests(compiledFrom(source), read.file);
}

function failures(lines: string, source?: string): TestFailure[] {
  return run(lines, source).results[0]!.failures;
}

t.test('every kind of step can be played', (t) => {
  const { results, coverage } = run(`
when:
  - { claim: look, by: chen }
  - { release: look, by: chen, reason: busy, then: { tasks: [look] } }
  - { claim: look, by: chen }
  - { delegate: look, by: chen, to: lin, reason: away }
  - { accept: steward, by: lin }
  - { attach: photo.jpg, by: li, then: { documents: [photo.jpg] } }
  - { complete: look, by: lin, then: { state: ordered, effects: [market-provider.order], documents: [notice] } }
  - { fail: buy, error: none left, then: { state: reported } }
  - { complete: look, by: lin }
  - { offer: provider, by: chen, to: works, reason: theirs now }
  - { recall: provider, by: chen }
  - { offer: provider, by: chen, to: works, reason: theirs now }
  - { decline: provider, by: tan, reason: no }
  - { reply: buy, with: { number: 7 }, then: { state: pricing } }
  - { move: ordered, by: root, reason: by hand, then: { state: ordered } }
  - { reply: buy }
  - { complete: quote, by: tan, payload: { price: 0 }, refused: GZ_PAYLOAD_INVALID }
  - { complete: quote, by: tan, payload: { price: 7 } }
then: { status: closed, outcome: priced, data: { price: 7 }, participants: { provider: [works], resident: [household] } }`);
  t.same(results[0]!.failures, []);
  t.match(coverage, { states: { covered: 4, all: 6, missing: ['late', 'withdrawn'] } });
  t.match(coverage.transitions.missing, [
    { event: 'withdraw', source: '', target: 'withdrawn' },
    { event: 'response.lapsed' },
  ]);
  t.end();
});

t.test('time is passed by a wait, to an instant, and to the lapse of a clock', (t) => {
  t.same(failures(`when: [{ wait: P1D, then: { due: { response: '2026-02-14' } } }]`), []);
  t.same(
    failures(`when: [{ until: '2026-02-13T12:00:00+08:00', then: { warnings: [response], lapsed: [] } }]`),
    [],
  );
  t.same(
    failures(
      `when: [{ lapse: response, then: { lapsed: [response], due: { response: null } } }]\nthen: { outcome: late }`,
    ),
    [],
  );
  t.end();
});

t.test('what does not hold is told with its line, what was expected and what was found', (t) => {
  const found = failures(`
when:
  - { claim: look, by: chen, then: { custodian: works, state: [ordered], tasks: [], data: { what: x }, due: { response: '2026-01-01' } } }`);
  t.same(
    found.map(
      (failure) => failure.kind === 'unmet' && [failure.line, failure.unmet.what, failure.unmet.found],
    ),
    [
      [16, 'state', '["reported"]'],
      [16, 'custodian', '"chen"'],
      [16, 'tasks', '["look"]'],
      [16, 'data.what', '"lamp"'],
      [16, 'due.response', '"2026-02-14"'],
    ],
  );
  t.end();
});

t.test('a refusal that was not foreseen, and one that did not come, are failures', (t) => {
  t.match(failures('when: [{ claim: look, by: tan }]'), [
    { kind: 'refused', refusal: { code: 'GZ_ROLE_NOT_QUALIFIED' } },
  ]);
  t.match(failures('when: [{ claim: look, by: chen, refused: GZ_CASE_CLOSED }]'), [
    { kind: 'not-refused', expected: 'GZ_CASE_CLOSED', found: null },
  ]);
  t.match(failures('when: [{ claim: look, by: tan, refused: GZ_CASE_CLOSED }]'), [
    { found: 'GZ_ROLE_NOT_QUALIFIED' },
  ]);
  t.end();
});

t.test('an expression that fails is a failure of the test, with its message', (t) => {
  const source = SOURCE.replace(
    'price: payload.price',
    'price: payload.price / (payload.price - payload.price)',
  );
  const found = failures(
    `
when:
  - { complete: look, by: chen }
  - { reply: buy }
  - { complete: quote, by: tan, payload: { price: 1 } }`,
    source,
  );
  t.match(found, [{ kind: 'threw' }]);
  t.end();
});

t.test('what is closed or gone is named by its last id, so that the engine says why', (t) => {
  t.same(
    failures(`
when:
  - { complete: look, by: chen }
  - { claim: look, by: chen, refused: GZ_TASK_NOT_OPEN }
  - { send: withdraw, by: li, reason: mended }
  - { reply: buy, refused: GZ_CASE_CLOSED }`),
    [],
  );
  t.end();
});
