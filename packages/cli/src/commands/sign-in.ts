/** `gongzhi sign-in` and `sign-out`: a session that later commands with `--as` reuse; or its token, for GONGZHI_TOKEN. */
import type { Command } from 'commander';
import { contextOf, type Context } from '../context.ts';
import type { Describe } from '../describe.ts';
import { text } from '../texts.ts';

export function registerSignIn(program: Command, describe: Describe): void {
  const command = program
    .command('sign-in')
    .description(describe('signIn'))
    .argument('<login>', describe('argumentLogin'))
    .option('--print', describe('optionPrint'))
    .action(signIn);
  describe.examples(command, [
    'gongzhi sign-in chen.jing',
    'gongzhi task list --as chen.jing',
    'export GONGZHI_TOKEN=$(gongzhi sign-in chen.jing --print)',
  ]);
}

export function registerSignOut(program: Command, describe: Describe): void {
  const command = program
    .command('sign-out')
    .description(describe('signOut'))
    .argument('[login]', describe('argumentLogin'))
    .action(signOut);
  describe.examples(command, ['gongzhi sign-out chen.jing']);
}

async function signIn(login: string, options: { print?: boolean }, command: Command): Promise<void> {
  const context = contextOf(command);
  const { output } = context;
  const { openKeptSession, openSession } = await import('../connection.ts');
  if (options.print === true) {
    const session = await openSession(context, login);
    return output.result(session, session.token);
  }
  const { expiresAt, session } = await openKeptSession(context, login);
  const { server } = context;
  output.result({ login, server, expiresAt, session }, output.words(text('signedIn', { login, server })));
  output.note(output.words(text('next', { command: `gongzhi task list --as ${login}` })));
}

async function signOut(given: string | undefined, _: unknown, command: Command): Promise<void> {
  const context = contextOf(command);
  const { endKeptSession, notSignedIn } = await import('../connection.ts');
  const login = given ?? context.as;
  if (login === undefined) throw notSignedIn();
  tell(context, login, await endKeptSession(context, login));
}

function tell({ output, server }: Context, login: string, ended: boolean): void {
  const words = text(ended ? 'signedOut' : 'signedOutBefore', { login, server });
  output.result({ login, server, ended }, output.words(words));
}
