/** A typed client of the server, signed in as the command line says. */
import { createClient, type Client } from '@gongzhi/api';
import type { Context } from './context.ts';
import { EXIT } from './exit.ts';
import { Failure } from './failure.ts';
import { askPassword } from './password.ts';
import { forgetSession, keepSession, readSession } from './session-file.ts';
import { text } from './texts.ts';

/** A token is used as it is. With `--as` a kept session is used; when there is none, one for this command alone. */
export async function withClient<Result>(
  context: Context,
  use: (client: Client) => Promise<Result>,
): Promise<Result> {
  const { as } = context;
  if (context.token !== undefined) return use(clientOf(context, context.token));
  if (as === undefined) throw notSignedIn();
  const kept = await readSession(context, as);
  if (kept !== null) return use(keptClient(context, as, kept.token));
  const { token } = await openSession(context, as);
  const client = clientOf(context, token);
  try {
    return await use(client);
  } finally {
    await client.signOut().catch(ignoreWhenGone);
  }
}

/** Signs in with GONGZHI_PASSWORD, or the password that is typed. */
export async function openSession(context: Context, login: string) {
  const password = context.environment['GONGZHI_PASSWORD'] ?? (await askPassword(login));
  return clientOf(context).signIn({ login, password });
}

/** Signs in, and keeps the session for later commands. */
export async function openKeptSession(context: Context, login: string) {
  const session = await openSession(context, login);
  const { token, expiresAt } = session;
  await keepSession(context, { server: context.server, login, token, expiresAt });
  return session;
}

/** Ends the kept session; false: there was none. The file goes also when the server cannot be reached. */
export async function endKeptSession(context: Context, login: string): Promise<boolean> {
  const kept = await readSession(context, login);
  await forgetSession(context, login);
  if (kept === null) return false;
  await clientOf(context, kept.token).signOut().catch(ignoreWhenEnded);
  return true;
}

function clientOf({ server, output }: Context, token?: string): Client {
  return createClient({
    baseUrl: server,
    language: output.language,
    fetch: fetchFrom(server),
    ...(token === undefined ? {} : { token }),
  });
}

/** A session that the server does not know any more is opened anew, once, and the request sent again. */
function keptClient(context: Context, login: string, kept: string): Client {
  const send = fetchFrom(context.server);
  let token = kept;
  const sendAgain: typeof fetch = async (input, init) => {
    const response = await send(input, init);
    if (response.status !== 401 || token !== kept) return response;
    await forgetSession(context, login);
    token = (await openKeptSession(context, login)).token;
    const headers = new Headers(init?.headers);
    headers.set('authorization', `Bearer ${token}`);
    return send(input, { ...init, headers });
  };
  const { server, output } = context;
  return createClient({ baseUrl: server, language: output.language, fetch: sendAgain, token: () => token });
}

/** The session ends by itself when the server is gone before. */
function ignoreWhenGone(cause: unknown): void {
  if (!(cause instanceof Failure && cause.parts.exit === EXIT.unreachable)) throw cause;
}

/** 401: the server does not know it any more. */
function ignoreWhenEnded(cause: unknown): void {
  const { problem } = cause as { problem?: { status: number } };
  if (problem?.status !== 401) throw cause;
}

export function notSignedIn(): Failure {
  return new Failure({
    exit: EXIT.usage,
    code: 'GZ_CLI_NOT_SIGNED_IN',
    what: text('notSignedIn'),
    fix: text('notSignedInFix'),
    next: 'gongzhi sign-in <login>',
  });
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
