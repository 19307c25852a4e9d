import { readdirSync, readFileSync } from 'node:fs';
import { problemCatalogue } from '@gongzhi/engine';
import t from 'tap';

const page = new URL('../../../../docs/PROBLEMS.md', import.meta.url);
const entries = Object.entries(problemCatalogue);
const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');

t.test('docs/PROBLEMS.md lists every problem with its severity, meaning and remedy', async (t) => {
  const rows = readFileSync(page, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| GZ'));
  const expected = entries.map(
    ([code, { severity, message, remedy }]) =>
      `| ${code} | ${severity} | ${cell(message.en)}<br>${cell(message['zh-CN'])} | ${cell(remedy.en)}<br>${cell(remedy['zh-CN'])} |`,
  );
  t.strictSame(rows, expected);
});

t.test('both languages name the same places', async (t) => {
  const placesOf = (text: string) => [...new Set(text.match(/(?<!\{)\{\w+\}(?!\})/g))].toSorted();
  for (const [code, { message, remedy }] of entries) {
    t.strictSame(placesOf(message['zh-CN']), placesOf(message.en), `${code} message`);
    t.strictSame(placesOf(remedy['zh-CN']), placesOf(remedy.en), `${code} remedy`);
  }
});

t.test('every problem has a broken definition that shows it', async (t) => {
  const folder = new URL('broken/', import.meta.url);
  const firstLines = readdirSync(folder).map(
    (name) => readFileSync(new URL(name, folder), 'utf8').split('\n', 1)[0]!,
  );
  const shown = new Set(firstLines.flatMap((line) => line.match(/GZ\d+/g) ?? []));
  // Too long for a file here, or no fault of a definition: see total.test.ts, good.test.ts and explore.test.ts.
  const elsewhere = new Set(['GZ101', 'GZ422', 'GZ426', 'GZ430', 'GZ901']);
  // Of several definitions together: see application.test.ts, which shows each.
  const together = /^GZ45\d$/;
  for (const [code] of entries) t.equal(shown.has(code), !elsewhere.has(code) && !together.test(code), code);
});
