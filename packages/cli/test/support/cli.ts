/** The command as a process: what a user types, what they see. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
export const REPOSITORY = fileURLToPath(new URL('../../../../', import.meta.url));
export const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));

export interface Run {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  environment?: Record<string, string>;
  input?: string;
}

/** Nothing of the surroundings: no language, no server, no login, no database of this machine. */
export function cleanEnvironment(more: Record<string, string> = {}): NodeJS.ProcessEnv {
  const { PATH = '', HOME = '' } = process.env;
  return {
    PATH,
    HOME,
    NODE_NO_WARNINGS: '1',
    LANG: 'en_US.UTF-8',
    XDG_STATE_HOME: stateFolder(),
    ...more,
  };
}

/** One for each test file; what a process keeps of its user is gone with it. */
function stateFolder(): string {
  if (state === undefined) {
    const made = mkdtempSync(join(tmpdir(), 'gongzhi-state-'));
    state = made;
    process.once('exit', () => rmSync(made, { recursive: true, force: true }));
  }
  return state;
}

let state: string | undefined;

export async function gongzhi(
  words: string[],
  { environment = {}, input = '' }: RunOptions = {},
): Promise<Run> {
  const child = spawn(process.execPath, [MAIN, ...words], {
    cwd: REPOSITORY,
    env: cleanEnvironment(environment),
  });
  child.stdin.end(input);
  const [stdout, stderr, code] = await Promise.all([
    readAll(child.stdout),
    readAll(child.stderr),
    new Promise<number | null>((resolve) => child.once('close', resolve)),
  ]);
  return { code, stdout, stderr };
}

export interface Running {
  url: string;
  /** What it printed until it was ready. */
  stdout: string;
  stderr(): string;
  /** Sends the signal and waits; its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts `dev` or `serve` on a free port, and waits until it says where. */
export async function start(words: string[], environment: Record<string, string>): Promise<Running> {
  const child = spawn(process.execPath, [MAIN, ...words, '--port', '0', '--json'], {
    cwd: REPOSITORY,
    env: cleanEnvironment(environment),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const stdout = await untilJson(child, ended, () => stderr);
  const { url } = JSON.parse(stdout) as { url?: string };
  if (url === undefined) throw new Error(`it does not say where it is\n${stdout}\n${stderr}`);
  return {
    url,
    stdout,
    stderr: () => stderr,
    stop(signal = 'SIGTERM') {
      child.kill(signal);
      return ended;
    },
  };
}

function untilJson(
  child: ChildProcessByStdio<null, Readable, Readable>,
  ended: Promise<number | null>,
  stderr: () => string,
): Promise<string> {
  let stdout = '';
  return new Promise((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      if (stdout.endsWith('\n}\n')) resolve(stdout);
    });
    void ended.then((code) => reject(new Error(`ended with ${code} before it was ready\n${stderr()}`)));
  });
}

async function readAll(stream: Readable): Promise<string> {
  let text = '';
  for await (const part of stream.setEncoding('utf8')) text += String(part);
  return text;
}

/** An empty folder that is gone after the test. */
export function temporaryFolder(teardown: (clean: () => void) => void): string {
  const folder = mkdtempSync(join(tmpdir(), 'gongzhi-cli-'));
  teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
