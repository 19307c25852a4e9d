/** A typed client of the server, signed in as the command line says. */
import { createInterface } from 'node:readline/promises';
import { createClient, type Client } from '@gongzhi/api';
import type { Context } from './context.ts';
import { EXIT } from './exit.ts';
import { Failure } from './failure.ts';
import { text } from './texts.ts';

/** With `--as` it signs in before and out after; otherwise the token is used as it is. */
export async function withClient<Result>(
  context: Context,
  use: (client: Client) => Promise<Result>,
): Promise<Result> {
  const { server, as, output } = context;
  const settings = { baseUrl: server, language: output.language, fetch: fetchFrom(server) };
  if (context.token !== undefined) return use(createClient({ ...settings, token: context.token }));
  if (as === undefined) throw notSignedIn();
  const { token } = await openSession(context, as);
  const client = createClient({ ...settings, token });
  try {
    return await use(client);
  } finally {
    await client.signOut().catch(ignoreWhenGone);
  }
}

/** Signs in with GONGZHI_PASSWORD, or the password that is typed. */
export async function openSession({ server, output, environment }: Context, login: string) {
  const password = environment['GONGZHI_PASSWORD'] ?? (await askPassword(login));
  return createClient({ baseUrl: server, language: output.language, fetch: fetchFrom(server) }).signIn({
    login,
    password,
  });
}

/** The session ends by itself when the server is gone before. */
function ignoreWhenGone(cause: unknown): void {
  if (!(cause instanceof Failure && cause.parts.exit === EXIT.unreachable)) throw cause;
}

function notSignedIn(): Failure {
  return new Failure({
    exit: EXIT.usage,
    code: 'GZ_CLI_NOT_SIGNED_IN',
    what: text('notSignedIn'),
    fix: text('notSignedInFix'),
    next: 'GONGZHI_PASSWORD=… gongzhi … --as <login>',
  });
}

async function askPassword(login: string): Promise<string> {
  if (!process.stdin.isTTY)
    throw new Failure({
      exit: EXIT.usage,
      code: 'GZ_CLI_NO_PASSWORD',
      what: text('noPassword', { login }),
      fix: text('noPasswordFix'),
      next: `GONGZHI_PASSWORD=… gongzhi … --as ${login}`,
    });
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // What is typed is not echoed.
  const hidden = terminal as unknown as { _writeToOutput(text: string): void };
  process.stderr.write(`${login} password: `);
  hidden._writeToOutput = () => {};
  try {
    return await terminal.question('');
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}

function fetchFrom(server: string): typeof fetch {
  return async (input, init) => {
    try {
      return await fetch(input, init);
    } catch (cause) {
      if (!(cause instanceof TypeError)) throw cause;
      const why = (cause.cause as NodeJS.ErrnoException | undefined)?.code ?? cause.message;
      throw new Failure(
        {
          exit: EXIT.unreachable,
          code: 'GZ_CLI_UNREACHABLE',
          what: text('unreachable', { server }),
          where: server,
          why: text('unreachableWhy', { why }),
          fix: text('unreachableFix'),
          next: 'gongzhi dev',
        },
        { cause },
      );
    }
  };
}
