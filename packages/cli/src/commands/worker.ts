/** `gongzhi worker`: delivery alone — effects, due clocks, openings — beside any number of `serve`. */
import type { Command } from 'commander';
import { contextOf } from '../context.ts';
import type { Describe } from '../describe.ts';
import { text } from '../texts.ts';

export function registerWorker(program: Command, describe: Describe): void {
  const command = program.command('worker').description(describe('worker')).action(worker);
  describe.examples(command, ['DATABASE_URL=postgres://gongzhi@db/gongzhi gongzhi worker']);
}

async function worker(_: unknown, command: Command): Promise<void> {
  const { output, environment } = contextOf(command);
  const [{ openStore, untilStopped }, { createLog }] = await Promise.all([
    import('../service.ts'),
    import('../log.ts'),
  ]);
  const runtime = await openStore(environment, { deliver: true, log: createLog(environment) });
  output.result({ working: true, pid: process.pid }, output.words(text('working')));
  await untilStopped(() => runtime.close());
}
