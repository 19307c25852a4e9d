import { canonicalJson, sha256 } from '@gongzhi/engine';
import * as fc from 'fast-check';
import t from 'tap';

t.test('canonical JSON is that of RFC 8785', async (t) => {
  // RFC 8785, section 3.2.2 and 3.2.3; read as JSON, because its numbers are longer than doubles.
  const primitives: unknown = JSON.parse(
    String.raw`{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}`,
  );
  t.equal(
    canonicalJson(primitives),
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
  );
  const sorted = {
    '\u20ac': 'Euro Sign',
    '\r': 'Carriage Return',
    '\ufb33': 'Hebrew Letter Dalet With Dagesh',
    '1': 'One',
    '\ud83d\ude00': 'Emoji: Grinning Face',
    '\u0080': 'Control',
    '\u00f6': 'Latin Small Letter O With Diaeresis',
  };
  t.equal(
    canonicalJson(sorted),
    '{"\\r":"Carriage Return","1":"One","\u0080":"Control","ö":"Latin Small Letter O With Diaeresis","€":"Euro Sign","😀":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}',
  );
  // Appendix B.
  const numbers: [number, string][] = [
    [-0, '0'],
    [5e-324, '5e-324'],
    [-1.7976931348623157e308, '-1.7976931348623157e+308'],
    [9007199254740992, '9007199254740992'],
    [295147905179352830000, '295147905179352830000'],
    [9.999999999999997e22, '9.999999999999997e+22'],
    [1e23, '1e+23'],
    [0.000001, '0.000001'],
    [9.999999999999997e-7, '9.999999999999997e-7'],
    [333333333.33333325, '333333333.33333325'],
    [Number('1424953923781206.25'), '1424953923781206.2'],
  ];
  for (const [number, text] of numbers) t.equal(canonicalJson(number), text);
});

t.test('canonical JSON does not depend on the order of keys and reads back as the same value', async () => {
  const value = fc.jsonValue({ maxDepth: 5 }).map((given) => JSON.parse(JSON.stringify(given)) as unknown);
  const reversed = (given: unknown): unknown => {
    if (Array.isArray(given)) return given.map(reversed);
    if (typeof given !== 'object' || given === null) return given;
    return Object.fromEntries(
      Object.entries(given)
        .toReversed()
        .map(([key, item]) => [key, reversed(item)]),
    );
  };
  fc.assert(
    fc.property(value, (given) => {
      const text = canonicalJson(given);
      return (
        text === canonicalJson(reversed(given)) &&
        JSON.stringify(JSON.parse(text)) === JSON.stringify(plainSorted(given))
      );
    }),
  );
});

/** What JSON.stringify writes in the canonical order. */
function plainSorted(given: unknown): unknown {
  if (Array.isArray(given)) return given.map(plainSorted);
  if (typeof given !== 'object' || given === null) return given;
  const entries = Object.entries(given).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, plainSorted(item)]));
}

t.test('every text is written as JSON.stringify writes it', async () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 100 }),
      (text) => !text.isWellFormed() || canonicalJson(text) === JSON.stringify(text),
    ),
  );
});

t.test('what JSON cannot keep is refused', async (t) => {
  const refused: unknown[] = [
    undefined,
    Number.NaN,
    Infinity,
    1n,
    () => {},
    Symbol('x'),
    new Date(0),
    new Map(),
    '\ud800',
    { '\udc00': 1 },
    { a: undefined },
    [undefined],
  ];
  for (const value of refused) t.throws(() => canonicalJson(value), TypeError);
});

t.test('the hash is SHA-256 of the UTF-8 text', async (t) => {
  t.equal(sha256('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  t.equal(sha256('共治'), sha256(Buffer.from('共治', 'utf8').toString('utf8')));
});
