import { readFileSync } from 'node:fs';
import { compile, type JsonObject } from '@gongzhi/engine';
import * as fc from 'fast-check';
import t from 'tap';
import { parse } from 'yaml';
import { plugins } from './plugins.ts';

const read = (name: string) => readFileSync(new URL(`good/${name}.yaml`, import.meta.url), 'utf8');
const everything = read('everything');
const now = Date.UTC(2026, 2, 1);
const numRuns = Number(process.env['FUZZ_RUNS'] ?? 150);

/** Returns, soon, with the problems in order; accepts only what has no error. */
function check(given: string | JsonObject): void {
  const { ok, problems } = compile(given, { plugins, now });
  const hasError = problems.some(({ severity }) => severity === 'error');
  if (ok === hasError) throw new Error(`ok is ${ok} with ${problems.map(({ code }) => code).join(' ')}`);
  for (const { line, column } of problems) {
    if (!(line >= 1 && column >= 1)) throw new Error(`a problem at ${line}:${column}`);
  }
}

/** Places of a value: each a list of keys. */
function placesOf(value: unknown, at: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [at];
  return [
    at,
    ...Object.entries(value).flatMap(([key, item]) =>
      placesOf(item, [...at, Array.isArray(value) ? Number(key) : key]),
    ),
  ];
}

function changed(
  value: unknown,
  [key, ...rest]: (string | number)[],
  change: (old: unknown) => unknown,
): unknown {
  if (key === undefined) return change(value);
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<
    string | number,
    unknown
  >;
  const next = changed(copy[key], rest, change);
  if (next === undefined) delete copy[key];
  else copy[key] = next;
  return copy;
}

const definition = parse(everything) as JsonObject;
const places = placesOf(definition);
const words = fc.constantFrom(
  'states',
  'on',
  'always',
  'initial',
  'type',
  'final',
  'history',
  'parallel',
  'a.b',
  '..',
  '.',
  '',
  'data.x',
  '{{',
  'P1D',
  '*',
  '__proto__',
  'constructor',
  'working',
  'decided',
  'toString',
  'custodian',
);
const junk: fc.Arbitrary<unknown> = fc.oneof(
  words,
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(undefined, null, [], {}, '', 0, -1, 1e308, Number.NaN),
  fc.string({ unit: 'binary' }),
  fc
    .nat(places.length - 1)
    .map((index) =>
      places[index]!.reduce<unknown>(
        (at, key) => (at as Record<string | number, unknown>)?.[key],
        definition,
      ),
    ),
);

t.test('compile returns for any JSON', async () => {
  fc.assert(
    fc.property(fc.dictionary(fc.oneof(words, fc.string()), junk), (value) => check(value as JsonObject)),
    { numRuns },
  );
  fc.assert(
    fc.property(
      fc.anything({
        withBigInt: true,
        withDate: true,
        withMap: true,
        withNullPrototype: true,
        withSparseArray: true,
      }),
      (value) => check(value as JsonObject),
    ),
    { numRuns },
  );
});

t.test('compile returns for any text', async () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), check), { numRuns });
  const tokens = fc.constantFrom(
    ': ',
    '- ',
    '\n',
    '  ',
    '{',
    '}',
    '[',
    ']',
    ',',
    '&a',
    '*a',
    '!!',
    '!x ',
    '"',
    "'",
    '|',
    '>',
    '#',
    '?',
    '---',
    '...',
    '%',
    '<<',
    'on',
    'states',
    '\t',
    '@',
    '`',
  );
  fc.assert(
    fc.property(fc.array(tokens, { maxLength: 60 }), (parts) => check(parts.join(''))),
    { numRuns: numRuns * 2 },
  );
});

t.test('compile returns for a good definition with some characters changed', async () => {
  const edit = fc.tuple(fc.nat(everything.length), fc.nat(12), fc.string({ unit: 'binary', maxLength: 6 }));
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) =>
      check(
        edits.reduce(
          (text, [at, length, put]) => text.slice(0, at) + put + text.slice(at + length),
          everything,
        ),
      ),
    ),
    { numRuns: numRuns * 2 },
  );
});

t.test('compile returns for a good definition with some parts replaced', async () => {
  const edit = fc.tuple(fc.nat(places.length - 1), junk);
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
      const value = edits.reduce<unknown>((result, [index, put]) => {
        try {
          return changed(result, places[index]!, () => put);
        } catch {
          // The part around it was replaced before.
          return result;
        }
      }, definition);
      check(value as JsonObject);
    }),
    { numRuns: numRuns * 4 },
  );
});

t.test('compile returns for what is written to hurt', async (t) => {
  const hostile: Record<string, string> = {
    'many brackets': '['.repeat(500_000),
    'many braces': '{a: '.repeat(100_000),
    'many dashes': '- '.repeat(200_000),
    'deep blocks': Array.from({ length: 700 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
    'many keys': Array.from({ length: 45_000 }, (_, index) => `k${index}: 1`).join('\n'),
    'many equal keys': 'a: 1\n'.repeat(80_000),
    'many anchors': Array.from({ length: 20_000 }, (_, index) => `k${index}: &a${index} 1`).join('\n'),
    'many aliases': `a: &a [1]\n${Array.from({ length: 30_000 }, (_, index) => `k${index}: *a`).join('\n')}`,
    'an alias around itself': 'a: &a { b: *a }',
    'many questions': '? '.repeat(100_000),
    'many errors': '}\n'.repeat(200_000),
    'a long number': `version: ${'9'.repeat(400_000)}`,
    'a long text': `id: ${'x'.repeat(500_000)}`,
    'a long quoted text': `id: "${'\\u0041'.repeat(80_000)}"`,
    'many comments': '# x\n'.repeat(120_000),
    tabs: '\t'.repeat(100_000),
    nothing: '',
    'many states': everything.replace(
      '  granted: {',
      `${Array.from({ length: 9000 }, (_, index) => `  s${index}: { on: { wthdraw: s${index + 1} } }\n`).join('')}  granted: {`,
    ),
    'many unknown names': everything.replace(
      '  granted: {',
      `${Array.from({ length: 900 }, (_, index) => `  s${index}: { on: { ${Array.from({ length: 9 }, (_, at) => `finish-never-known-${at}: no-such-state-at-all-${at}`).join(', ')} } }\n`).join('')}  granted: {`,
    ),
    'a chain of always': everything.replace(
      '  granted: {',
      `${Array.from({ length: 900 }, (_, index) => `  s${index}: { always: [{ guard: 'data.amount > 1', target: s${index + 1} }, { guard: 'data.amount > 2', target: s0 }] }\n`).join('')}  granted: {`,
    ),
  };
  for (const [name, text] of Object.entries(hostile)) {
    const started = performance.now();
    check(text);
    const took = performance.now() - started;
    t.ok(took < 60_000, `${name}: ${Math.round(took)} ms`);
  }
});
