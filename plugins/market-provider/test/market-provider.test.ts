import t from 'tap';
import { functionsOf, pluginProblems } from '../../government/test/plugin-contract.ts';
import { marketProviderPlugin } from '../src/index.ts';

const call = functionsOf(marketProviderPlugin);

t.test('the plugin is fit to be registered', (t) => {
  t.strictSame(pluginProblems(marketProviderPlugin), []);
  t.end();
});

t.test('an amount is written in yuan', (t) => {
  const cases: [unknown, string][] = [
    [0, '¥0.00'],
    [5, '¥0.05'],
    [123_450, '¥1,234.50'],
    [123_456_789_012n, '¥1,234,567,890.12'],
  ];
  for (const [fen, expected] of cases) t.equal(call('market_provider_yuan', fen), expected);
  for (const fen of [-1, 1.5, 'x']) t.throws(() => call('market_provider_yuan', fen), /whole number of fen/);
  t.end();
});

t.test('an amount is written in capital numerals', (t) => {
  const cases: [number, string][] = [
    [0, '零元整'],
    [5, '伍分'],
    [50, '伍角整'],
    [105, '壹元零伍分'],
    [123_450, '壹仟贰佰叁拾肆元伍角整'],
    [1_000, '壹拾元整'],
    [140_950, '壹仟肆佰零玖元伍角整'],
    [600_714, '陆仟零柒元壹角肆分'],
    [1_680_032, '壹万陆仟捌佰元叁角贰分'],
    [10_700_053, '壹拾万柒仟元伍角叁分'],
    [100_000_100, '壹佰万零壹元整'],
    [1_000_000_000_00, '壹拾亿元整'],
    [10_005_000_000, '壹亿零伍万元整'],
    [10_000_000_100, '壹亿零壹元整'],
  ];
  for (const [fen, expected] of cases)
    t.equal(call('market_provider_yuan_in_words', fen), expected, String(fen));
  t.end();
});

t.test('a quotation whose total is not the sum of its items is found', (t) => {
  const items = [
    { quantity: 12.5, priceFen: 8_000 },
    { quantity: 1, priceFen: 35_050 },
  ];
  t.equal(call('market_provider_adds_up', { items, totalFen: 135_050 }), true);
  t.equal(call('market_provider_adds_up', { items, totalFen: 135_000 }), false);
  t.end();
});
