import { readFileSync } from 'node:fs';
import { compile, ExpressionError, type Variables } from '@gongzhi/engine';
import * as fc from 'fast-check';
import t from 'tap';
import { plugins } from './plugins.ts';

const minimal = readFileSync(new URL('good/minimal.yaml', import.meta.url), 'utf8').replace(
  'data: { type: object, properties: {} }',
  `data:
  type: object
  properties:
    n: { type: number, default: 2.5 }
    s: { type: string, default: 树b }
    flag: { type: boolean, default: true }
    numbers: { type: array, items: { type: number }, default: [1, 2.5, -3] }
    words: { type: array, items: { type: string }, default: [a, b] }
    any: { type: [number, string, 'null'], default: null }
    rows: { type: array, items: { type: object, required: [x], properties: { x: { type: number } } }, default: [{ x: 1 }, { x: 4 }] }`,
);
const numRuns = Number(process.env['FUZZ_RUNS'] ?? 250);

const { number, text, bool } = fc.letrec<{ number: string; text: string; bool: string; numbers: string }>(
  (tie) => ({
    number: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom(
        'data.n',
        '1',
        '2.5',
        '-3',
        '0',
        'size(data.words)',
        'data.numbers[0]',
        'data.rows[1].x',
        'int(data.n)',
        'double(2)',
        'now.getFullYear()',
        'data.any',
      ),
      fc
        .tuple(tie('number'), fc.constantFrom('+', '-', '*', '/', '%'), tie('number'))
        .map(([a, sign, b]) => `(${a} ${sign} ${b})`),
      fc.tuple(tie('bool'), tie('number'), tie('number')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
      tie('number').map((a) => `-(${a})`),
      tie('numbers').map((a) => `size(${a})`),
      fc.tuple(tie('number'), tie('number')).map(([a, b]) => `cel.bind(v, ${a}, v + ${b})`),
    ),
    text: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom(
        'data.s',
        '"x"',
        'kase.id',
        'actor.partyId',
        'data.words[1]',
        'string(now)',
        'localDate(now)',
        'string(data.n)',
      ),
      fc.tuple(tie('text'), tie('text')).map(([a, b]) => `(${a} + ${b})`),
      fc.tuple(tie('bool'), tie('text'), tie('text')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
    ),
    bool: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom(
        'data.flag',
        'true',
        'has(data.s)',
        'data.any == null',
        'now > kase.openedAt',
        'holders.resident.exists(h, h.partyId == "p")',
      ),
      fc
        .tuple(tie('number'), fc.constantFrom('==', '!=', '<', '<=', '>', '>='), tie('number'))
        .map(([a, sign, b]) => `${a} ${sign} ${b}`),
      fc
        .tuple(tie('text'), fc.constantFrom('==', '!=', '<'), tie('text'))
        .map(([a, sign, b]) => `${a} ${sign} ${b}`),
      fc.tuple(tie('number'), tie('numbers')).map(([a, b]) => `${a} in ${b}`),
      fc.tuple(tie('text'), fc.constantFrom('data.words', '["x", "y"]')).map(([a, b]) => `${a} in ${b}`),
      fc
        .tuple(tie('bool'), fc.constantFrom('&&', '||', '=='), tie('bool'))
        .map(([a, sign, b]) => `(${a}) ${sign} (${b})`),
      tie('bool').map((a) => `!(${a})`),
      fc.tuple(tie('numbers'), tie('number')).map(([a, b]) => `${a}.all(i, i > ${b})`),
    ),
    numbers: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom('data.numbers', '[1, 2]', '[1.5]', 'data.rows.map(r, r.x)', '[1, 2.5]'),
      fc.tuple(tie('number'), tie('number')).map(([a, b]) => `[${a}, ${b}]`),
      fc.tuple(tie('numbers'), tie('number')).map(([a, b]) => `${a}.filter(i, i < ${b})`),
      fc.tuple(tie('numbers'), tie('number')).map(([a, b]) => `${a}.map(i, i * ${b})`),
    ),
  }),
);

/** What may go wrong with the values although the kinds are right. */
const OF_VALUES = /division by zero|modulo by zero|overflow|finite|within 2\^53|index|No such key/;

t.test('what the type checker accepts, evaluation accepts', async (t) => {
  let accepted = 0;
  fc.assert(
    fc.property(fc.oneof(number, text, bool), (expression) => {
      if (expression.length > 900) return;
      // Single quotes keep the text as it is in YAML.
      const source = minimal.replace(
        'finish: done',
        `finish: { target: done, actions: [{ effect: { use: government.register, input: { x: '${expression}' } } }] }`,
      );
      const result = compile(source, { plugins });
      if (!result.ok) return;
      accepted++;
      const { expressions, initialData } = result.compiled;
      // A field without one type takes part as whatever it is; here it is the number that is asked for.
      const variables: Variables = {
        data: { ...initialData, any: expression.includes('data.any') ? 3 : null },
        payload: {},
        now: Date.UTC(2026, 2, 1),
        actor: { memberId: 'm', partyId: 'p', partyKind: 'resident' },
        custodian: { role: 'resident', partyId: 'p', partyKind: 'resident', memberId: null },
        holders: { resident: [{ partyId: 'p', partyKind: 'resident', memberId: 'm' }] },
        kase: { id: 'c', title: 't', cellId: null, openedAt: 0, definition: 'hello' },
      };
      try {
        JSON.stringify(expressions.evaluate(expression, variables));
      } catch (cause) {
        if (!(cause instanceof ExpressionError) || !OF_VALUES.test(cause.message.slice(expression.length)))
          throw cause;
      }
    }),
    { numRuns },
  );
  t.ok(accepted > numRuns / 4, `${accepted} of ${numRuns} were accepted`);
});
