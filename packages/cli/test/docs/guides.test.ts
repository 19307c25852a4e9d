/** Each guide is followed to its end in guide-*.test.ts; this is what holds for all of them. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { compile } from '@gongzhi/engine';
import { readTests } from '@gongzhi/engine/testing';
import t from 'tap';
import { plugins } from '../../src/plugins.ts';
import { REPOSITORY } from '../support/cli.ts';
import { blocksOf, laidOver, readGuide, yaml } from './read-guide.ts';

const IN_BOTH = ['guide-authors', 'guide-organizations', 'guide-mediators'];
const PAGES = [
  ...IN_BOTH.flatMap((name) => [`${name}.md`, `${name}.zh-CN.md`]),
  'guide-operators.md',
  'language.md',
];
const NOW = Date.UTC(2026, 1, 9);

t.test('both versions of a guide hold the same code, in the same order', async (t) => {
  for (const name of IN_BOTH) {
    const english = blocksOf(readGuide(`${name}.md`));
    const chinese = blocksOf(readGuide(`${name}.zh-CN.md`));
    t.equal(chinese.length, english.length, name);
    for (const [index, { language, text, line }] of english.entries()) {
      const other = chinese[index];
      t.same([other?.language, other?.text], [language, text], `${name}:${line}`);
    }
  }
});

t.test('every English guide begins with a summary in Chinese', async (t) => {
  for (const page of PAGES.filter((name) => !name.includes('zh-CN')))
    t.match(readGuide(page), /^# .+\n\n> \*\*中文摘要。\*\* /, page);
});

t.test('every link inside the repository leads somewhere', async (t) => {
  for (const page of PAGES)
    for (const [, target = ''] of readGuide(page).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)) {
      if (/^https?:/.test(target)) continue;
      t.ok(existsSync(join(REPOSITORY, 'docs', dirname(page), target)), `${page}: ${target}`);
    }
});

t.test('every definition of a guide compiles, or has the problem that it is shown for', async (t) => {
  for (const page of ['guide-authors.md', 'guide-operators.md']) {
    const files = new Map<string, unknown>();
    for (const { language, marks, text, line } of blocksOf(readGuide(page))) {
      const file = marks['file'] ?? marks['add-to'] ?? marks['same-as'];
      if (language !== 'yaml' || file === undefined) continue;
      if (marks['tests'] !== undefined) {
        t.match(readTests(text, file), { ok: true }, `${page}:${line}`);
        continue;
      }
      // The reader has mended what was broken before typing the next part.
      const before = files.get(file) ?? {};
      const whole = marks['add-to'] === undefined ? yaml.parse(text) : laidOver(before, yaml.parse(text));
      files.set(file, yaml.parse(yaml.stringify(whole).replace('anwsered', 'answered')));
      const { problems } = compile(yaml.stringify(whole), { file, plugins, now: NOW });
      const expected = marks['broken'] === undefined ? [] : [marks['broken']];
      t.same(
        problems.map(({ code }) => code),
        expected,
        `${page}:${line}`,
      );
    }
  }
});

t.test('no page names a place on one machine', async (t) => {
  for (const page of PAGES) {
    const text = readFileSync(join(REPOSITORY, 'docs', page), 'utf8');
    t.notMatch(text, /\/(?:home|root|work|tmp|Users)\//, page);
  }
});
