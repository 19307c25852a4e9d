/** The same story as a newcomer starts it, in Chinese: a process of its own, to its end. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { texts } from '../src/texts.ts';

t.setTimeout(110_000);

t.test('every text has both languages, with the same places to fill in', async (t) => {
  const places = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).toSorted();
  for (const [key, [chinese, english]] of Object.entries(texts)) {
    t.not(chinese.trim(), '', key);
    t.not(english.trim(), '', key);
    t.same(places(chinese), places(english), key);
  }
});

t.test('`main.ts --lang zh` tells the story to its end', async (t) => {
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  const { code, output } = await new Promise<{ code: number; output: string }>((resolve) => {
    execFile(process.execPath, [main, '--lang', 'zh', '--folder', t.testdir()], (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), output: stdout + stderr }),
    );
  });
  t.equal(code, 0, output.slice(-2000));
  t.equal(output.match(/■ 结案：/g)?.length, 6);
  t.match(output, '6 个案件中有 1 个不吻合');
  t.notMatch(output, /\{\w+\}|undefined|\[object/);
});
