/** `node examples/neighbourhood-noise/src/main.ts [--lang zh] [--folder <path>]`: plays the story on this machine. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { play } from './play.ts';

const { values } = parseArgs({
  options: { lang: { type: 'string', default: 'en' }, folder: { type: 'string' } },
});
await play({
  folder: values.folder ?? (await mkdtemp(join(tmpdir(), 'gongzhi-noise-'))),
  language: values.lang.startsWith('zh') ? 'zh-CN' : 'en',
  write: (text) => process.stdout.write(text),
});
