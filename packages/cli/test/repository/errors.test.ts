/** docs/ERRORS.md and the catalogues, compared; with `WRITE_DOCS=1` the page is written from them. */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { engineErrors, type ErrorEntry } from '@gongzhi/engine';
import { directoryErrors, runtimeErrors } from '@gongzhi/runtime';
import { serverErrors } from '@gongzhi/server';
import t from 'tap';

const root = join(import.meta.dirname, '../../../..');
const page = join(root, 'docs/ERRORS.md');

const catalogues: [title: string, entries: Record<string, ErrorEntry>][] = [
  ['Cases · 案件 (`packages/engine/src/refusals.ts`)', engineErrors.entries],
  ['Commands and the store · 指令与存储 (`packages/runtime/src/errors.ts`)', runtimeErrors.entries],
  [
    'Parties, sign-in, documents, lists · 主体、登录、文书、列表 (`packages/runtime/src/directory-errors.ts`)',
    directoryErrors.entries,
  ],
  ['HTTP (`packages/server/src/errors.ts`)', serverErrors.entries],
];
const all = catalogues.flatMap(([, entries]) => Object.entries(entries));

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
const rowOf = ([code, { status, message, remedy }]: [string, ErrorEntry]) =>
  `| ${code} | ${status} | ${cell(message.en)}<br>${cell(message['zh-CN'])} | ${cell(remedy.en)}<br>${cell(remedy['zh-CN'])} |`;

const INTRODUCTION = `# Errors · 拒绝代码

Every refusal has a code, an HTTP status, a message and a remedy, in both languages. Over HTTP it is a problem document
(RFC 9457) with \`code\` and \`remedy\`; the command line prints the same. \`{…}\` stands for a value of the case at hand.
A refusal changed nothing. A test compares this page with the code.

每个拒绝都有代码、HTTP 状态、说明与处理办法。被拒绝的操作没有改变任何内容。
`;

function write(): string {
  const tables = catalogues.map(
    ([title, entries]) =>
      `\n## ${title}\n\n| code | status | meaning 含义 | remedy 处理 |\n| --- | --- | --- | --- |\n${Object.entries(entries).map(rowOf).join('\n')}\n`,
  );
  return INTRODUCTION + tables.join('');
}

t.test('docs/ERRORS.md lists every refusal with its status, meaning and remedy', async (t) => {
  if (process.env['WRITE_DOCS'] === '1') writeFileSync(page, write());
  t.equal(readFileSync(page, 'utf8'), write());
});

t.test('no code is used twice, and each begins with GZ_', async (t) => {
  const codes = all.map(([code]) => code);
  t.same(
    codes.filter((code, index) => codes.indexOf(code) !== index),
    [],
  );
  for (const code of codes) t.match(code, /^GZ_[A-Z_]+$/);
});

t.test('both languages of a refusal name the same places', async (t) => {
  // A value that is words itself comes in both languages: {expected} and {expectedZh}.
  const placesOf = (text: string) => [...new Set(text.replaceAll('Zh}', '}').match(/\{\w+\}/g))].toSorted();
  for (const [code, { message, remedy }] of all) {
    t.strictSame(placesOf(message['zh-CN']), placesOf(message.en), `${code} message`);
    t.strictSame(placesOf(remedy['zh-CN']), placesOf(remedy.en), `${code} remedy`);
  }
});

t.test('every refusal is caused by a test', async (t) => {
  const tests = globSync('{packages,plugins,examples}/*/test/**/*.{ts,yaml}', {
    cwd: root,
    exclude: ['**/errors.test.ts'],
  });
  const text = [...tests, ...globSync('workflows/*/*.test.yaml', { cwd: root })]
    .map((path) => readFileSync(join(root, path), 'utf8'))
    .join('\n');
  for (const [code] of all) t.match(text, new RegExp(`\\b${code}\\b`), code);
});
