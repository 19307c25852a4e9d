import type { Command } from 'commander';
import type { Client } from '@gongzhi/api';
import { contextOf, type Context } from './context.ts';

/** Runs a command that talks to the server, signed in as its options say. */
export async function use<Result>(
  command: Command,
  run: (client: Client, context: Context) => Promise<Result>,
): Promise<Result> {
  const context = contextOf(command);
  const { withClient } = await import('./connection.ts');
  return withClient(context, (client) => run(client, context));
}
