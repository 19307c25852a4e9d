import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import t from 'tap';
import { temporaryFolder } from '../support/cli.ts';
import { at, bundledText, bundledUri, Editor, positionOf, toPosition } from './client.ts';

const uri = bundledUri('accountability/v1.yaml');
const text = bundledText('accountability/v1.yaml');

t.test('a bundled definition has no problems', async (t) => {
  const editor = await Editor.start('en');
  editor.open(uri, text);
  t.same(await editor.diagnostics(uri, 1), []);
  t.equal(await editor.stop(), 0);
});

t.test('a problem is told with its code, its place, its remedy and its page', async (t) => {
  const editor = await Editor.start('en');
  const broken = text.replace('target: ', 'target: zz');
  editor.open(uri, broken);
  const [problem, ...others] = await editor.diagnostics(uri, 1);
  t.same(others, []);
  t.equal(problem!.code, 'GZ301');
  t.equal(problem!.severity, 1);
  t.match(at(broken, problem!.range), /^zz/);
  t.match(problem!.message, /There is no state zz.+\n→ Name a sibling/);
  t.match(problem!.codeDescription.href, /^file:.+\/docs\/PROBLEMS\.md#GZ301$/);
  t.equal(await editor.stop(), 0);
});

t.test('problems are told in the language of the editor', async (t) => {
  const editor = await Editor.start('zh-cn');
  editor.open(uri, text.replace('target: ', 'target: zz'));
  const [problem] = await editor.diagnostics(uri, 1);
  t.match(problem!.message, /没有可到达的状态.+\n→ 请写同级状态名/);
  t.equal(await editor.stop(), 0);
});

t.test('only the newest version of a text is checked', async (t) => {
  const editor = await Editor.start('en');
  editor.open(uri, text);
  const end = toPosition(text, text.length);
  for (let version = 2; version <= 9; version++)
    editor.change(uri, version, [{ range: { start: end, end }, text: '#' }]);
  t.same(await editor.diagnostics(uri, 9), []);
  t.ok(editor.versions(uri).every((version) => version === 1 || version === 9));
  t.equal(await editor.stop(), 0);
});

t.test('problems go with the text: closed, it has none', async (t) => {
  const editor = await Editor.start('en');
  editor.open(uri, text.replace('target: ', 'target: zz'));
  t.equal((await editor.diagnostics(uri, 1)).length, 1);
  editor.notify('textDocument/didClose', { textDocument: { uri } });
  await editor.request('textDocument/documentSymbol', { textDocument: { uri } });
  t.same(editor.latest(uri), []);
  t.equal(await editor.stop(), 0);
});

t.test('other YAML and files of tests are left alone', async (t) => {
  const editor = await Editor.start('en');
  editor.open('file:///compose.yaml', 'services: { web: { image: x } }\n');
  editor.open('file:///v1.test.yaml', 'states: 1\n');
  t.same(await editor.diagnostics('file:///compose.yaml', 1), []);
  t.same(await editor.diagnostics('file:///v1.test.yaml', 1), []);
  t.equal(await editor.stop(), 0);
});

t.test('an editor that goes without a word ends the server with 1', async (t) => {
  const editor = await Editor.start('en');
  editor.notify('exit', null);
  t.equal(await editor.ended, 1);
  const other = await Editor.start('en');
  other.endInput();
  t.equal(await other.ended, 1);
});

t.test('definitions beside it in the editor’s folder may be named, and are gone to', async (t) => {
  const folder = temporaryFolder((clean) => t.teardown(clean));
  const other = join(folder, 'flows/inspection.yaml');
  mkdirSync(dirname(other), { recursive: true });
  writeFileSync(other, text.replace(/^id: .*/m, 'id: inspection'));
  const named = text.replaceAll('definition: accountability', 'definition: inspection');
  const editor = await Editor.start('en', pathToFileURL(folder).href);
  const here = pathToFileURL(join(folder, 'v1.yaml')).href;
  editor.open(here, named);
  t.same(await editor.diagnostics(here, 1), []);
  const found = await editor.request<{ uri: string }>('textDocument/definition', {
    textDocument: { uri: here },
    position: positionOf(named, 'definition: inspec|tion'),
  });
  t.equal(found.uri, pathToFileURL(other).href);
  t.equal(await editor.stop(), 0);
});
