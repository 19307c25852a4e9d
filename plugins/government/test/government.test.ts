import type { Plugin } from '@gongzhi/engine';
import t from 'tap';
import { governmentPlugin } from '../src/index.ts';
import { functionsOf, pluginProblems } from './plugin-contract.ts';

const call = functionsOf(governmentPlugin);

t.test('the plugin is fit to be registered', (t) => {
  t.strictSame(pluginProblems(governmentPlugin), []);
  t.end();
});

t.test('what every plugin must meet is looked at', (t) => {
  const { forms = {}, documents = {}, qualifications = {} } = governmentPlugin;
  const title = { 'zh-CN': '样例', en: 'Sample' };
  const form = forms['facts'] ?? {};
  const cases: [string, Partial<Plugin>, RegExp][] = [
    ['one language', { title: { 'zh-CN': '政府', en: '' } }, /both languages/],
    ['no Chinese', { title: { 'zh-CN': 'Government', en: 'Government' } }, /both languages/],
    ['a form of no object', { forms: { ...forms, facts: { ...form, type: 'string' } } }, /GZ606/],
    [
      'an open form',
      { forms: { ...forms, facts: { ...form, additionalProperties: true } } },
      /additionalProperties/,
    ],
    [
      'an unlisted name',
      { qualifications: { ...qualifications, mayor: { title, holder: 'member' } } },
      /mayor/,
    ],
    [
      'an unknown name',
      { documents: { ...documents, facts: { title, body: { 'zh-CN': '文{{ nobody }}', en: 'x' } } } },
      /GZ5/,
    ],
    [
      'an absent field',
      { documents: { ...documents, facts: { title, body: { 'zh-CN': '文{{ payload.basis }}', en: 'x' } } } },
      /document facts/,
    ],
  ];
  for (const [what, change, found] of cases)
    t.match(pluginProblems({ ...governmentPlugin, ...change }).join('\n'), found, what);
  t.end();
});

t.test('a document number is written as official letters write it', (t) => {
  t.equal(call('government_document_number', '沪住建公开', 2026, 12), '沪住建公开〔2026〕12号');
  t.equal(call('government_document_number', '静府', 2026n, 3n), '静府〔2026〕3号', 'CEL ints too');
  for (const n of [0, 1.5, 'x', Number.NaN])
    t.throws(() => call('government_document_number', '静府', 2026, n), /expected a whole number/);
  t.end();
});

t.test('each kind of reply has its words', (t) => {
  t.equal(call('government_reply_kind', 'refused', 'zh-CN'), '不予公开');
  t.equal(call('government_reply_kind', 'refused', 'en'), 'refused');
  t.equal(call('government_reply_kind', 'unheard-of', 'en'), 'unheard-of');
  t.end();
});

t.test('an instant is written in its zone’s day and time', (t) => {
  const late = '2026-03-15T23:30:00Z';
  t.equal(call('government_date', late, 'Asia/Shanghai', 'zh-CN'), '2026年3月16日');
  t.equal(call('government_date', new Date(late), 'Asia/Shanghai', 'en'), '16 March 2026');
  t.match(call('government_date_time', late, 'Asia/Shanghai', 'zh-CN'), /2026年3月16日.*07:30/);
  t.match(call('government_date_time', late, 'Asia/Shanghai', 'en'), /16 March 2026.*07:30/);
  t.throws(() => call('government_date', 'soon', 'Asia/Shanghai', 'en'), /expected an instant, got soon/);
  t.end();
});
