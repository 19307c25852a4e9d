import t from 'tap';
import { checkPlugins, definePlugin, type Plugin } from '@gongzhi/engine';

const text = { 'zh-CN': '测试', en: 'Test' };
const plugin = (name: string, more: Partial<Plugin> = {}): Plugin => ({
  name,
  version: '1.0.0',
  title: text,
  ...more,
});
const kind = { kind: 'school', title: text, badge: text, channels: [] };
const qualification = { title: text, holder: 'party' as const };

t.test('a plugin with a wrong name of anything is told at once, with its name', async (t) => {
  t.throws(() => definePlugin(plugin('No_Good')), /plugin "No_Good": expected a kebab-case name/);
  t.throws(
    () => definePlugin(plugin('a', { qualifications: { Bad: qualification } })),
    /kebab-case qualification/,
  );
  t.throws(() => definePlugin(plugin('a', { forms: { Bad: {} } })), /kebab-case form/);
  t.throws(
    () => definePlugin(plugin('a', { functions: { other_f: { signature: '(int): int', run: () => 1 } } })),
    /expected function other_f to start with a_/,
  );
});

t.test('two plugins that bring the same name are refused, and both are named', async (t) => {
  checkPlugins([plugin('a', { partyKind: kind }), plugin('b', { qualifications: { q: qualification } })]);
  t.throws(() => checkPlugins([plugin('a'), plugin('a')]), /plugins a and a both bring plugin a/);
  t.throws(
    () => checkPlugins([plugin('a', { partyKind: kind }), plugin('b', { partyKind: kind })]),
    /plugins a and b both bring party kind school/,
  );
  t.throws(
    () =>
      checkPlugins([
        plugin('a', { qualifications: { q: qualification } }),
        plugin('b', { qualifications: { q: qualification } }),
      ]),
    /plugins a and b both bring qualification q/,
  );
});

t.test('a function whose signature cannot be read is refused', async (t) => {
  t.throws(() =>
    checkPlugins([plugin('a', { functions: { a_f: { signature: '(nonsense', run: () => 1 } } })]),
  );
});
