import t from 'tap';
import { functionsOf, pluginProblems } from '../../government/test/plugin-contract.ts';
import { residentPlugin } from '../src/index.ts';

const call = functionsOf(residentPlugin);

t.test('the plugin is fit to be registered', (t) => {
  t.strictSame(pluginProblems(residentPlugin), []);
  t.end();
});

t.test('names and numbers are masked for what is published', (t) => {
  const cases: [string, string, string][] = [
    ['resident_mask_name', '王小明', '王**'],
    ['resident_mask_name', ' 𠮷田 ', '𠮷*'],
    ['resident_mask_name', '', ''],
    ['resident_mask_phone', '13812345678', '138****5678'],
    ['resident_mask_phone', '138-1234-5678', '138****5678'],
    ['resident_mask_phone', '65431234', '******34'],
    ['resident_mask_phone', '7', '7'],
  ];
  for (const [name, given, expected] of cases) t.equal(call(name, given), expected, given);
  t.end();
});
