import t from 'tap';
import { readTests } from '@gongzhi/engine/testing';

const RIGHT = `definition: v1.yaml
cast:
  li: { party: household, kind: resident }
tests:
  - title: { zh-CN: 测试, en: test }
    given: { at: '2026-02-09T09:00:00+08:00', by: li, role: resident, payload: {} }
    when:
      - { wait: P1D }
`;

/** Problems of the right file with one thing changed. */
function check(from: string, to: string) {
  const read = readTests(RIGHT.replace(from, to), 'v1.test.yaml');
  return read.ok ? [] : read.problems;
}

const wrong: [title: string, from: string, to: string, code: string, line: number, words: RegExp][] = [
  ['an unknown member', 'by: li', 'by: lii', 'GZ702', 6, /did you mean li/],
  ['an unknown key', 'when:', 'wenn:', 'GZ701', 7, /did you mean when/],
  ['an unknown step', '{ wait: P1D }', '{ weit: P1D }', 'GZ705', 8, /weit/],
  ['two things in one step', '{ wait: P1D }', '{ wait: P1D, extend: x }', 'GZ705', 8, /wait, extend/],
  [
    'a key that this step does not have',
    '{ wait: P1D }',
    '{ wait: P1D, payload: {} }',
    'GZ701',
    8,
    /payload/,
  ],
  ['an instant without an offset', "'2026-02-09T09:00:00+08:00'", "'2026-02-09'", 'GZ704', 6, /offset/],
  ['a wrong duration', 'P1D', '1 day', 'GZ704', 8, /duration/],
  [
    'a missing title',
    'title: { zh-CN: 测试, en: test }',
    'title: { zh-CN: 测试 }',
    'GZ703',
    5,
    /en is missing/,
  ],
  ['a missing kind', ', kind: resident', '', 'GZ703', 3, /kind is missing/],
  ['broken YAML', 'tests:', 'tests: [', 'GZ102', 9, /./],
];

t.test('a right file is read', (t) => {
  t.same(check('', ''), []);
  t.end();
});

for (const [title, from, to, code, line, words] of wrong)
  t.test(`${title} is told with code, place and remedy in both languages`, (t) => {
    const [first] = check(from, to);
    t.match(first, { code, file: 'v1.test.yaml', severity: 'error' });
    t.ok(code === 'GZ102' || first?.line === line, `line ${first?.line}`);
    t.match(first?.message.en, words);
    t.match(first?.remedy['zh-CN'], /\p{Script=Han}/u);
    t.end();
  });

t.test('everything that is wrong is told at once', (t) => {
  const read = readTests(RIGHT.replace('by: li', 'by: lee').replace('wait', 'weit'), 'v1.test.yaml');
  t.equal(!read.ok && read.problems.length, 2);
  t.end();
});
