import { readFileSync } from 'node:fs';
import { compile, ExpressionError, type Json, type Variables } from '@gongzhi/engine';
import t from 'tap';
import { plugins } from './plugins.ts';

const everything = readFileSync(new URL('good/everything.yaml', import.meta.url), 'utf8');
const result = compile(everything, { plugins });
if (!result.ok) throw new Error(JSON.stringify(result.problems));
const { expressions } = result.compiled;

const variables: Variables = {
  data: {
    amount: 100,
    subject: '树',
    tags: ['a', 'b'],
    lines: [
      { name: 'x', price: 2 },
      { name: 'y', price: 0.5 },
    ],
    empty: null,
    金额: 3,
  },
  payload: { score: 7, when: '2026-03-01' },
  now: Date.UTC(2026, 2, 1, 12),
  actor: { memberId: 'm-1', partyId: 'p-1', partyKind: 'resident' },
  custodian: { role: 'case-handler', partyId: 'p-2', partyKind: 'government', memberId: null },
  holders: { applicant: [{ partyId: 'p-1', partyKind: 'resident', memberId: 'm-1' }], 'case-handler': [] },
  kase: { id: 'c-1', title: 'T', cellId: null, openedAt: Date.UTC(2026, 1, 1), definition: 'everything' },
};

function check(title: string, cases: [expression: string, value: Json][]): void {
  t.test(title, (t) => {
    for (const [expression, value] of cases)
      t.strictSame(expressions.evaluate(expression, variables), value, expression);
    t.end();
  });
}

function checkRefused(title: string, cases: string[]): void {
  t.test(title, (t) => {
    for (const expression of cases)
      t.throws(() => expressions.evaluate(expression, variables), ExpressionError, expression);
    t.end();
  });
}

check('numbers of data and whole literals mix', [
  ['data.amount == 100', true],
  ['100 == data.amount', true],
  ['data.amount != 100', false],
  ['data.amount + 1', 101],
  ['1 + data.amount', 101],
  ['data.amount - 1 > 98', true],
  ['data.amount * 2 / 5', 40],
  ['data.amount % 7', 2],
  ['data.amount in [1, 100]', true],
  ['1 in data.lines.map(l, l.price * 0.5)', true],
  ['size(data.tags) == payload.score - 5', true],
  ['1.0 in [1, 2]', true],
  ['data.amount * 2 in [200]', true],
  ['3 in [1, 2.5]', false],
  ['"a" in data.tags', true],
  ['"amount" in data', true],
  ['data.tags[data.amount - 99]', 'b'],
  ['payload.score > 10 ? payload.score : 0', 0],
  ['true ? 1 : 2.5', 1],
  ['payload.score > 3 ? "many" : null', 'many'],
  ['[1, data.amount, 2.5]', [1, 100, 2.5]],
  ['7 / 2', 3],
  ['payload.score / 2', 3.5],
]);

check('results are plain JSON', [
  [
    '{"a": 1, "b": data.lines[0], "c": [now]}',
    { a: 1, b: { name: 'x', price: 2 }, c: ['2026-03-01T12:00:00.000Z'] },
  ],
  ['data.empty', null],
  ['-0.0 * data.amount', 0],
  ['data["金额"]', 3],
  ['holders["case-handler"]', []],
]);

check('time can be reckoned with', [
  ['now - kase.openedAt > days(28)', true],
  ['now + days(1)', '2026-03-02T12:00:00.000Z'],
  ['now + days(payload.score)', '2026-03-08T12:00:00.000Z'],
  ['date(payload.when)', '2026-02-28T16:00:00.000Z'],
  ['localDate(date(payload.when))', '2026-03-01'],
  ['localDate(timestamp("2026-03-01T17:00:00Z"))', '2026-03-02'],
  ['string(now)', '2026-03-01T12:00:00.000Z'],
  ['timestamp("2026-03-01T20:00:00+08:00") == now', true],
]);

check('lists and texts can be searched', [
  ['holders.applicant.exists(h, h.partyId == actor.partyId)', true],
  ['data.lines.filter(l, l.price > 1).map(l, l.name)', ['x']],
  ['has(data.nothing)', false],
  ['has(data.amount) && data.amount > 1', true],
  ['data.subject.matches("^.$")', true],
  ['"abc-12".matches("^[a-z]+-[0-9]{2}$")', true],
  ['government_isUrgent("urgent")', true],
]);

checkRefused('what JSON cannot keep is refused', [
  'data.amount / 0',
  'now - kase.openedAt',
  'b"bytes"',
  'type(data)',
  '9007199254740993',
  '"\\ud83d\\ude00".substring(0, 1)',
  '"a\\x00b"',
  '{"__proto__": 1}["__proto__"]',
]);

checkRefused('nothing leads to a prototype', [
  'data.__proto__',
  'data["__proto__"]',
  'data.toString',
  'data.lines.constructor',
  'data.subject.constructor',
  'data.tags.length',
  'actor.hasOwnProperty',
  'constructor',
  'globalThis',
  'process',
  'data.subject.constructor.constructor("return process")()',
  'payload.constructor',
]);

checkRefused('what is not there is an error, not a silent no', [
  'data.nothing',
  'data.nothing == 1',
  'data.tags[9]',
  'nothing',
  'data.subject + 1',
]);

t.test('a pattern that could hang the engine is refused or cut short', async (t) => {
  for (const pattern of [
    '(a+)+b',
    '(a|a)*b',
    '(.*)*x',
    '(?=a)b',
    '(a)\\\\1',
    '(a|b|c)+d',
    'a*a*a*a*a*a*b',
    '(a?){30}a{30}',
  ])
    t.throws(() => expressions.evaluate(`"aaa".matches("${pattern}")`, variables), ExpressionError, pattern);
  const long = { ...variables, data: { subject: 'a'.repeat(100_000) } };
  const started = Date.now();
  t.equal(expressions.evaluate('data.subject.matches("a*a*b")', long), false);
  t.ok(Date.now() - started < 5000);
});

t.test('values are read where an expression stands, and are not changed', async (t) => {
  const before = structuredClone(variables);
  const lines = expressions.evaluate('data.lines', variables) as { name: string }[];
  lines[0]!.name = 'changed';
  t.strictSame(variables, before);
});

t.test('texts are filled in both languages', async (t) => {
  const text = {
    'zh-CN': '{{data.amount}} 元，{{ data.tags }}，{{ data.amount > 1 }}{{ data.empty }}',
    en: '{{ data.tags }}; {{ has(data.x) }}; {{ "}}" }}{{ {"a": 1} }}',
  };
  t.strictSame(expressions.render(text, variables), {
    'zh-CN': '100 元，a、b，是',
    en: 'a, b; no; }}{"a":1}',
  });
  t.throws(() => expressions.render({ 'zh-CN': '{{ data.nothing }}', en: '' }, variables), ExpressionError);
});

t.test('an error names the expression', async (t) => {
  try {
    expressions.evaluate('data.nothing', variables);
    t.fail('it must throw');
  } catch (cause) {
    t.match(cause, {
      name: 'ExpressionError',
      expression: 'data.nothing',
      message: 'data.nothing: No such key: nothing',
    });
  }
});
