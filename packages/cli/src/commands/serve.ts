/** `gongzhi serve`: the API and, in the same process, delivery. Nothing is seeded, nothing is published. */
import type { Command } from 'commander';
import { addressOf } from '../address.ts';
import { contextOf } from '../context.ts';
import type { Describe } from '../describe.ts';

export function registerServe(program: Command, describe: Describe): void {
  const command = program
    .command('serve')
    .description(describe('serve'))
    .option('--host <host>', describe('optionHost'))
    .option('--port <port>', describe('optionPort'))
    .action(serve);
  describe.examples(command, [
    'gongzhi serve',
    'GONGZHI_HOST=0.0.0.0 GONGZHI_PORT=8080 gongzhi serve',
    'DATABASE_URL=postgres://gongzhi@db/gongzhi gongzhi serve',
  ]);
}

async function serve(options: { host?: string; port?: string }, command: Command): Promise<void> {
  const { output, environment } = contextOf(command);
  const address = addressOf(options, environment);
  const { startService, untilStopped } = await import('../service.ts');
  const service = await startService(address, environment);
  output.result({ url: service.url }, service.url);
  await untilStopped(service.close);
}
