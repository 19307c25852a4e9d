/**
 * `gongzhi dev`, which `npm start` runs: a whole neighbourhood on this machine. Migrates the store, publishes the
 * bundled definitions, seeds parties, members and grid, serves on the loopback address, and says what to try.
 * A second start changes nothing.
 */
import type { Command } from 'commander';
import { addressOf } from '../address.ts';
import { contextOf } from '../context.ts';
import type { Describe } from '../describe.ts';
import { EXIT } from '../exit.ts';
import { Failure } from '../failure.ts';
import { text } from '../texts.ts';

export function registerDev(program: Command, describe: Describe): void {
  const command = program
    .command('dev')
    .description(describe('dev'))
    .option('--port <port>', describe('optionPort'))
    .action(dev);
  describe.examples(command, ['npm start', 'gongzhi dev', 'GONGZHI_FOLDER=/tmp/try gongzhi dev --port 7090']);
}

async function dev(options: { port?: string }, command: Command): Promise<void> {
  const { output, environment } = contextOf(command);
  const { port } = addressOf(options, environment);
  refuseShared(environment);
  const [{ startService, untilStopped }, { seed }, { welcome }] = await Promise.all([
    import('../service.ts'),
    import('../seed/seed.ts'),
    import('../seed/welcome.ts'),
  ]);
  const quiet = { GONGZHI_LOG_LEVEL: 'warn', ...environment };
  // Only the loopback address: the passwords of the seed are known to everybody.
  const service = await startService({ host: '127.0.0.1', port }, quiet, async (runtime) => {
    const { changes, unknownYear } = await seed(runtime);
    output.note(output.words(text(changes === 0 ? 'seededBefore' : 'seeded', { changes })));
    if (unknownYear !== null)
      output.note(`▲ ${output.words(unknownYear)} ${output.words(text('seededUnknownYear'))}`);
  });
  const { value, words } = await welcome(service, output);
  output.result(value, words);
  await untilStopped(service.close);
}

/** Demonstration passwords do not belong into a database that others use. */
function refuseShared({ DATABASE_URL }: NodeJS.ProcessEnv): void {
  if (DATABASE_URL === undefined || DATABASE_URL === '' || !DATABASE_URL.startsWith('postgres')) return;
  throw new Failure({
    exit: EXIT.usage,
    code: 'GZ_CLI_DEV_SHARED',
    what: text('devShared'),
    where: 'DATABASE_URL',
    fix: text('devSharedFix'),
    next: 'gongzhi serve',
  });
}
