/** A reader at a shell: types the commands of a guide into one session, in one folder, and sees what they print. */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { cleanEnvironment, REPOSITORY } from '../support/cli.ts';

export interface Session {
  folder: string;
  /** A text of the guide with the addresses of this test. */
  here(text: string): string;
  /** What it prints on both outputs, and its exit code. */
  type(command: string): Promise<{ printed: string; code: number }>;
  close(): Promise<void>;
}

/** A command that waits longer waits for what never comes. */
const COMMAND_LIMIT_MS = 90_000;

/** `addresses`: what a guide calls an address, and where it is in this test. */
export function openSession(folder: string, addresses: Record<string, string>): Session {
  const bin = join(folder, '.bin');
  mkdirSync(bin, { recursive: true });
  executable(
    join(bin, 'gongzhi'),
    `exec '${process.execPath}' '${join(REPOSITORY, 'packages/cli/src/main.ts')}' "$@"`,
  );
  executable(join(bin, 'node'), `exec '${process.execPath}' "$@"`);
  mkdirSync(join(folder, 'node_modules/@gongzhi'), { recursive: true });
  for (const name of ['api', 'runtime'])
    symlinkSync(join(REPOSITORY, 'packages', name), join(folder, 'node_modules/@gongzhi', name));
  symlinkSync(join(REPOSITORY, 'workflows'), join(folder, 'workflows'));
  const clean = cleanEnvironment({ TZ: 'Asia/Shanghai' });
  const shell = spawn('bash', ['--noprofile', '--norc'], {
    cwd: folder,
    env: { ...clean, PATH: `${bin}:${clean['PATH']}` },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let printed = '';
  let heard = () => {};
  for (const stream of [shell.stdout, shell.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      heard();
    });
  shell.once('close', () => heard());
  shell.stdin.write('exec 2>&1\n');
  const seen = Object.entries(addresses);
  const here = (text: string) => swap(text, new Map(seen));
  const asSeen = (text: string) => swap(text, new Map(seen.map(([shown, real]) => [real, shown])));
  let count = 0;
  return {
    folder,
    here,
    async type(command) {
      const end = `--- end ${++count} ---`;
      printed = '';
      shell.stdin.write(`{\n${here(command)}\n} </dev/null\nprintf '\\n${end}%d\\n' $?\n`);
      const ended = new RegExp(`\\n?${end}(\\d+)\\n`);
      const giveUp = setTimeout(() => shell.kill('SIGKILL'), COMMAND_LIMIT_MS);
      while (!ended.test(printed)) {
        if (shell.exitCode !== null || shell.signalCode !== null)
          throw new Error(`the shell is gone after ${command}\n${printed}`);
        await new Promise<void>((resolve) => (heard = resolve));
      }
      clearTimeout(giveUp);
      const [, code] = ended.exec(printed)!;
      const text = printed.slice(0, printed.search(ended));
      return { printed: asSeen(text), code: Number(code) };
    },
    async close() {
      // What still runs in the background goes with it.
      const ended = new Promise((resolve) => shell.once('close', resolve));
      shell.stdin.end('kill $(jobs -p) 2>/dev/null\nexit\n');
      if (shell.exitCode === null && shell.signalCode === null) await ended;
    },
  };
}

/** Each for its other, all in one go. */
function swap(text: string, pairs: Map<string, string>): string {
  return text.replace(new RegExp([...pairs.keys()].join('|'), 'g'), (found) => pairs.get(found)!);
}

/** A port that nobody listens on now, below those that the system hands to others by itself. */
export async function freePort(): Promise<string> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    const server = createServer();
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
    });
    if (isFree) return String(port);
  }
}

/** Whether a program is on this machine. */
export function isThere(program: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
}

function executable(file: string, script: string): void {
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}
