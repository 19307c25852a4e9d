import { readFile } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import { EXIT } from './exit.ts';
import { Failure } from './failure.ts';
import { text } from './texts.ts';

export type Payload = Record<string, never>;

/** JSON as it is, `@file`, or `-` for stdin; {} when absent. */
export async function readPayload(given: string | undefined): Promise<Payload> {
  if (given === undefined) return {};
  const source =
    given === '-'
      ? await readAll(process.stdin)
      : given.startsWith('@')
        ? await readFile(given.slice(1), 'utf8')
        : given;
  try {
    const value: unknown = JSON.parse(source);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Payload;
    throw new SyntaxError(`expected an object, got ${Array.isArray(value) ? 'a list' : typeof value}`);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new Failure(
      {
        exit: EXIT.usage,
        code: 'GZ_CLI_PAYLOAD',
        what: text('payloadWrong', { error: cause.message }),
        where: '--payload',
        fix: text('payloadWrongFix'),
      },
      { cause },
    );
  }
}
