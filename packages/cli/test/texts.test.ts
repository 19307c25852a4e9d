import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { text, type TextKey } from '../src/texts.ts';
import { REPOSITORY } from './support/cli.ts';

const folder = join(REPOSITORY, 'packages/cli/src');
const catalogue = readFileSync(join(folder, 'texts.ts'), 'utf8');
const keys = [...catalogue.matchAll(/^ {2}(\w+): \[/gm)].map(([, key]) => key as TextKey);

t.test('every text has both languages with the same places to fill', (t) => {
  const places = (words: string) => [...words.matchAll(/\{\w+\}/g)].map(String).toSorted();
  for (const key of keys) {
    const { 'zh-CN': chinese, en } = text(key);
    t.ok(chinese !== '' && en !== '', key);
    t.same(places(chinese), places(en), key);
  }
  t.end();
});

t.test('Chinese texts use full-width punctuation beside Han characters', (t) => {
  for (const key of keys) t.notMatch(text(key)['zh-CN'], /\p{Script=Han}[,:;()?!]|[,;(]\p{Script=Han}/u, key);
  t.end();
});

t.test('no text is in the catalogue that nothing says', (t) => {
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && name !== 'texts.ts')
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
  for (const key of keys) t.match(sources, `'${key}'`, key);
  t.end();
});
