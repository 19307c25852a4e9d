/** `gongzhi sign-in`: a session token on stdout, for GONGZHI_TOKEN; signing in for each command is slow and limited. */
import type { Command } from 'commander';
import { contextOf } from '../context.ts';
import type { Describe } from '../describe.ts';

export function registerSignIn(program: Command, describe: Describe): void {
  const command = program
    .command('sign-in')
    .description(describe('signIn'))
    .argument('<login>', describe('argumentLogin'))
    .action(signIn);
  describe.examples(command, ['export GONGZHI_TOKEN=$(gongzhi sign-in chen.jing)', 'gongzhi task list']);
}

async function signIn(login: string, _: unknown, command: Command): Promise<void> {
  const context = contextOf(command);
  const { openSession } = await import('../connection.ts');
  const session = await openSession(context, login);
  context.output.result(session, session.token);
}
