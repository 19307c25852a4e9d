import { readFileSync } from 'node:fs';
import { compile } from '@gongzhi/engine';
import t from 'tap';
import { plugins } from './plugins.ts';

const everything = readFileSync(new URL('good/everything.yaml', import.meta.url), 'utf8');
const result = compile(everything, { plugins });
if (!result.ok) throw new Error(JSON.stringify(result.problems));
const { forms, formSchemas, validateData, initialData } = result.compiled;
const application = forms.get('application')!;

function check(title: string, value: unknown, expected: [pointer: string, zh: RegExp, en: RegExp][]): void {
  t.test(title, async (t) => {
    const problems = application(value);
    t.equal(problems.length, expected.length, JSON.stringify(problems));
    for (const [index, [pointer, zh, en]] of expected.entries()) {
      t.equal(problems[index]?.pointer, pointer);
      t.match(problems[index]?.message['zh-CN'], zh);
      t.match(problems[index]?.message.en, en);
    }
  });
}

check(
  'a payload that fits has no problems',
  { subject: '一件事', amount: 3, attachment: 'a'.repeat(64) },
  [],
);
check('every field that does not fit is told with its place', { amount: -1, attachment: 'x', more: 1 }, [
  ['/subject', /缺少/, /missing/],
  ['/more', /不应有/, /not expected/],
  ['/amount', /不得小于 0/, /Not less than 0/],
  ['/attachment', /SHA-256/, /SHA-256/],
]);
check('nothing is coerced', { subject: 5 }, [['/subject', /应为文字/, /Expected a text/]]);
check('a value that is no object is told at its root', 'text', [['', /应为对象/, /Expected an object/]]);
check('a text that is too long is told', { subject: 'x'.repeat(2000) }, [
  ['/subject', /至多 200/, /At most 200/],
]);

check(
  'a name that leads to a prototype is refused',
  JSON.parse('{"subject": "x", "__proto__": {"constructor": 1}}'),
  [['/__proto__', /不允许/, /not allowed/]],
);

t.test('a validator changes nothing', async (t) => {
  const value = Object.freeze({ subject: 'x' });
  t.strictSame(application(value), []);
  t.strictSame(value, { subject: 'x' });
});

t.test('data at the opening are the defaults', async (t) => {
  t.strictSame(initialData, {
    amount: 0,
    urgent: false,
    result: 'none',
    tags: [],
    lines: [],
    history: {},
    notes: null,
    金额: 1,
  });
  t.strictSame(validateData({ ...initialData, subject: 'x' }), []);
  t.match(validateData({ ...initialData, subject: 'x', lines: [{ name: 'a' }] }), [
    { pointer: '/lines/0/price' },
  ]);
});

t.test('forms of plugins are there when they are used', async (t) => {
  t.ok(forms.has('government.signature'));
  t.strictSame([...formSchemas.keys()].toSorted(), [...forms.keys()].toSorted());
});

t.test('each field has its own pattern', async (t) => {
  const fields = `amount: { type: number }
      code: { type: string, pattern: '^[0-9]+$' }
      word: { type: string, pattern: '^[a-z]+$' }`;
  const source = everything.replace('amount: { type: number, minimum: 0 }', () => fields);
  const result = compile(source, { plugins });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  const validate = result.compiled.forms.get('application')!;
  t.strictSame(validate({ subject: 'x', code: '12', word: 'ab' }), []);
  t.match(validate({ subject: '<', code: 'ab', word: '12' }), [
    { pointer: '/subject' },
    { pointer: '/code' },
    { pointer: '/word' },
  ]);
});

t.test('long inputs do not hang a pattern of a form', async (t) => {
  const source = everything
    .replace("pattern: '^[^<>]*$'", "pattern: 'a*a*b'")
    .replace('minLength: 1, maxLength: 200, pattern', 'pattern');
  const slow = compile(source, { plugins });
  if (!slow.ok) throw new Error(JSON.stringify(slow.problems));
  const started = Date.now();
  t.equal(slow.compiled.forms.get('application')!({ subject: 'a'.repeat(50_000) }).length, 1);
  t.ok(Date.now() - started < 5000);
});
