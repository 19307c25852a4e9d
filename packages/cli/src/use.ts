import type { Command } from 'commander';
import type { Client, Operation } from '@gongzhi/api';
import { contextOf, type Context } from './context.ts';
import type { Describe } from './describe.ts';
import type { Output } from './output.ts';

/** Adds `--dry-run` to a command that changes the server; `use` heeds it. */
export function withDryRun(command: Command, describe: Describe): Command {
  return command.option('--dry-run', describe('optionDryRun'));
}

/** Runs a command that talks to the server, signed in as its options say; with `--dry-run` it only says what it would send. */
export async function use(
  command: Command,
  run: (client: Client, context: Context) => Promise<void>,
): Promise<void> {
  const context = contextOf(command);
  if (command.opts<{ dryRun?: boolean }>().dryRun === true) return useDry(context, run);
  const { withClient } = await import('./connection.ts');
  await withClient(context, (client) => run(client, context));
}

/** Ends a command at the request that it would have sent. */
class DryRun extends Error {}

async function useDry(
  context: Context,
  run: (client: Client, context: Context) => Promise<void>,
): Promise<void> {
  const { operations } = await import('@gongzhi/api');
  const methods = Object.entries<Operation>(operations)
    .filter(([, { write }]) => write === true)
    .map(([id, operation]) => [id, refuseToSend(id, operation, context.output)]);
  try {
    await run(Object.fromEntries(methods) as Client, context);
  } catch (cause) {
    if (!(cause instanceof DryRun)) throw cause;
  }
}

function refuseToSend(id: string, { method, path }: Operation, output: Output) {
  return (input: object) => {
    const value = { dryRun: true, operation: id, method, path, input };
    output.result(value, `${method} ${path}\n${JSON.stringify(input, null, 2)}`);
    throw new DryRun(id);
  };
}
