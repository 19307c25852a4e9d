import { readdirSync, readFileSync } from 'node:fs';
import { canonicalJson, compile, sha256 } from '@gongzhi/engine';
import t from 'tap';
import { parse } from 'yaml';
import { plugins } from './plugins.ts';

const folder = new URL('good/', import.meta.url);
const read = (name: string) => readFileSync(new URL(`${name}.yaml`, folder), 'utf8');
const now = Date.UTC(2026, 2, 1);

function compileGood(source: string) {
  const result = compile(source, { file: 'good.yaml', plugins, now });
  if (!result.ok)
    throw new Error(result.problems.map(({ line, message }) => `${line}: ${message.en}`).join('\n'));
  return result.compiled;
}

for (const file of readdirSync(folder))
  t.test(`${file} compiles without a problem`, async (t) => {
    t.strictSame(compile(read(file.replace('.yaml', '')), { plugins, now }).problems, []);
  });

t.test('JSON is the same thing as YAML', async (t) => {
  const value = parse(read('everything')) as Record<string, never>;
  const fromYaml = compileGood(read('everything'));
  for (const source of [JSON.stringify(value), JSON.stringify(value, null, 2), value]) {
    const result = compile(source, { plugins, now });
    t.ok(result.ok);
    if (result.ok) t.strictSame(result.compiled.ref, fromYaml.ref);
  }
  t.equal(fromYaml.ref.hash, sha256(canonicalJson(value)));
});

t.test('the hash does not depend on the order of properties or on comments', async (t) => {
  const reordered = Object.fromEntries(Object.entries(parse(read('minimal')) as object).toReversed());
  t.equal(compileGood(JSON.stringify(reordered)).ref.hash, compileGood(read('minimal')).ref.hash);
  t.equal(compileGood(`# a comment\n${read('minimal')}`).ref.hash, compileGood(read('minimal')).ref.hash);
  t.not(
    compileGood(read('minimal').replace('Hello', 'Hallo')).ref.hash,
    compileGood(read('minimal')).ref.hash,
  );
});

t.test('a byte order mark and CRLF line ends are read', async (t) => {
  t.equal(
    compileGood(`\uFEFF${read('minimal').replaceAll('\n', '\r\n')}`).ref.hash,
    compileGood(read('minimal')).ref.hash,
  );
});

t.test('targets are siblings, children or full paths', async (t) => {
  const source = read('minimal').replace(
    /initial: waiting\n[^]*\nevents:/,
    `initial: waiting
on:
  stop: waiting.deep
states:
  waiting:
    initial: deep
    on:
      finish: [{ target: .deep, guard: 'false' }, { target: done, guard: 'true' }, { target: waiting.done }]
    states:
      deep:
        initial: one
        on: { finish: done }
        states:
          one: { on: { finish: [{ target: two, guard: 'true' }, { target: waiting.done, guard: 'false' }, { target: waiting }] } }
          two: { on: { stop: one } }
      done: { type: final }
    onDone: done
  done: { type: final }
events:
  stop: { title: { zh-CN: 停, en: Stop }, by: [resident] }`,
  );
  const { transitions } = compileGood(source);
  const found = transitions.map(({ source, event, target }) => `${source} ${event} ${target}`);
  for (const expected of [
    ' stop waiting.deep',
    'waiting finish waiting.deep',
    'waiting finish done',
    'waiting finish waiting.done',
    'waiting @done done',
    'waiting.deep finish waiting.done',
    'waiting.deep.one finish waiting.deep.two',
    'waiting.deep.one finish waiting.done',
    'waiting.deep.one finish waiting',
    'waiting.deep.two stop waiting.deep.one',
  ])
    t.ok(found.includes(expected), expected);
  t.equal(found.length, 10);
});

t.test('what is compiled can be drawn and stored', async (t) => {
  const { config, blocks, blocksByState, documents, effects, states, timeZone, calendar } = compileGood(
    read('everything'),
  );
  t.strictSame(JSON.parse(JSON.stringify(config)), config);
  t.strictSame([...blocks.keys()], ['registration', 'draft', 'reply', 'review', 'to-mediator', 'sub']);
  t.strictSame(
    blocksByState.get('working.hearing.open')?.map(({ name }) => name),
    ['to-mediator', 'sub'],
  );
  t.ok(documents.has('decision') && documents.has('government.receipt'));
  t.strictSame([...effects.keys()].toSorted(), ['government.notify', 'government.register']);
  t.ok(states.has('') && states.has('working.deciding.back'));
  t.equal(timeZone, 'Asia/Shanghai');
  t.equal(calendar.id, 'china-mainland');
});

t.test('a year that the calendar does not know is told', async (t) => {
  const { problems } = compile(read('minimal'), { plugins, now: Date.UTC(2199, 5, 1) });
  t.match(problems, [{ code: 'GZ422', line: 6, column: 11, message: { en: /2199/ } }]);
  t.equal(compile(read('minimal'), { plugins }).ok, true, 'unless no day is given');
});

t.test('what is too large is refused before it is looked into', async (t) => {
  const long = compile(read('minimal') + `# ${'x'.repeat(600_000)}`, { plugins });
  t.match(long.problems, [{ code: 'GZ101' }]);
  const states = Array.from({ length: 1100 }, (_, index) => `  s${index}: { on: { finish: done } }\n`).join(
    '',
  );
  const many = compile(read('minimal').replace('  done:', `${states}  done:`), { plugins });
  t.match(many.problems, [{ code: 'GZ426', line: 18, message: { en: /1103 states/ } }]);
});

t.test('problems are told all at once, in order of their places, each once', async (t) => {
  const source = read('everything')
    .replace('form: application', 'form: aplication')
    .replace('use: government.register', 'use: government.registr')
    .replace('guard: \'data.result == "granted"\'', 'guard: \'data.reslt == "granted"\'')
    .replace('target: refused }', 'target: refusd }');
  const { problems } = compile(source, { plugins, now });
  const errors = problems.filter(({ severity }) => severity === 'error');
  t.match(errors, [{ code: 'GZ305' }, { code: 'GZ308' }, { code: 'GZ510' }, { code: 'GZ301' }]);
  t.strictSame(
    errors.map(({ line }) => line),
    errors.map(({ line }) => line).toSorted((a, b) => a - b),
  );
  t.match(errors[0]?.message.en, /did you mean application\?/);
  t.match(errors[0]?.message['zh-CN'], /是否想写“application”/);
});

t.test('other definitions are checked only when they are known', async (t) => {
  const alone = compile(read('everything'), { plugins, now });
  t.equal(alone.ok, true);
  const { problems } = compile(read('everything'), { plugins, now, definitions: new Map() });
  t.match(problems, [{ code: 'GZ315' }, { code: 'GZ315' }]);
});

t.test('an error is told however many warnings come before it', async (t) => {
  const events = Array.from(
    { length: 250 },
    (_, index) => `  e${index}: { title: { zh-CN: 甲, en: A } }\n`,
  ).join('');
  const clocks = Array.from(
    { length: 60 },
    (_, index) => `  c${index}: { title: { zh-CN: 甲, en: A }, limit: P1D, days: working }\n`,
  );
  const source = `${read('minimal')}${events}clocks:\n${clocks.join('')}`.replace(
    'on:\n      finish: done',
    'on:\n      finish: { target: done, guard: data.x }',
  );
  const { ok, problems } = compile(source, { plugins, now });
  t.equal(ok, false);
  t.ok(problems.length >= 500);
  t.match(
    problems.filter(({ severity }) => severity === 'error'),
    [{ code: 'GZ510' }],
  );
});
