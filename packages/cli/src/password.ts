/** Passwords, typed without an echo or read from stdin; never an argument, which every process of the machine can see. */
import { createInterface } from 'node:readline/promises';
import { text as readAll } from 'node:stream/consumers';
import { EXIT } from './exit.ts';
import { Failure } from './failure.ts';
import { text } from './texts.ts';

/** Of somebody who signs in. Refuses when there is no terminal to ask at. */
export async function askPassword(login: string): Promise<string> {
  if (!process.stdin.isTTY)
    throw new Failure({
      exit: EXIT.usage,
      code: 'GZ_CLI_NO_PASSWORD',
      what: text('noPassword', { login }),
      fix: text('noPasswordFix'),
      next: `gongzhi sign-in ${login}`,
    });
  return typed(`${login} password: `);
}

/** A new one: the first line of stdin, or typed twice. */
export async function askNewPassword(login: string): Promise<string> {
  if (!process.stdin.isTTY) {
    const [password = ''] = (await readAll(process.stdin)).split(/\r?\n/);
    if (password !== '') return password;
    throw noNewPassword(login);
  }
  const password = await typed(`${login} password: `);
  if (password === '') throw noNewPassword(login);
  if (password === (await typed(`${login} password, again: `))) return password;
  throw new Failure({
    exit: EXIT.usage,
    code: 'GZ_CLI_PASSWORDS_DIFFER',
    what: text('passwordsDiffer'),
    fix: text('passwordsDifferFix'),
  });
}

function noNewPassword(login: string): Failure {
  return new Failure({
    exit: EXIT.usage,
    code: 'GZ_CLI_NO_PASSWORD',
    what: text('noPassword', { login }),
    fix: text('noNewPasswordFix'),
  });
}

async function typed(prompt: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // What is typed is not echoed.
  const hidden = terminal as unknown as { _writeToOutput(text: string): void };
  process.stderr.write(prompt);
  hidden._writeToOutput = () => {};
  try {
    return await terminal.question('');
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}
