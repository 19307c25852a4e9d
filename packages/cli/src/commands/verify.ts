/** `gongzhi verify`: every journal of the database — chain, replay, snapshot, rows — and where it does not fit. */
import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { collect } from '../collect.ts';
import { contextOf, type Context } from '../context.ts';
import type { Describe } from '../describe.ts';
import { EXIT } from '../exit.ts';
import { Failure } from '../failure.ts';
import { text } from '../texts.ts';

interface VerifyOptions {
  case?: string;
  database?: string;
}

export function registerVerify(program: Command, describe: Describe): void {
  const command = program
    .command('verify')
    .description(describe('verify'))
    .option('--case <caseId>', describe('optionCase'))
    .option('--database <url>', describe('optionDatabase'))
    .action(verify);
  describe.examples(command, [
    'gongzhi verify',
    'gongzhi verify --database file:backup/gongzhi.sqlite',
    'gongzhi verify --case <caseId> --json',
  ]);
}

async function verify(options: VerifyOptions, command: Command): Promise<void> {
  const context = contextOf(command);
  const { output } = context;
  const environment = {
    ...context.environment,
    ...(options.database === undefined ? {} : { DATABASE_URL: options.database }),
  };
  await mustExist(environment);
  const [{ openToVerify }, { describeVerdict }] = await Promise.all([
    import('../service.ts'),
    import('../verify/verdict.ts'),
  ]);
  const verifier = await openToVerify(environment);
  try {
    const verdicts = await collect(
      verifier.verify(options.case === undefined ? {} : { caseId: options.case }),
    );
    const broken = verdicts.filter(({ ok }) => !ok);
    const report = {
      ok: broken.length === 0,
      cases: verdicts.length,
      entries: verdicts.reduce((sum, { entries }) => sum + entries, 0),
      broken,
    };
    const { cases, entries } = report;
    const summary = report.ok
      ? `✓ ${output.words(text('verified', { cases, entries }))}`
      : `▲ ${output.words(text('verifyBroken', { cases, broken: broken.length }))}`;
    output.result(report, [...broken.map((verdict) => describeVerdict(verdict, output)), summary].join('\n'));
    if (!report.ok) process.exitCode = EXIT.problems;
  } finally {
    await verifier.close();
  }
}

/** Opening would make an empty one, and an empty one always fits. */
async function mustExist(environment: Context['environment']): Promise<void> {
  const { readConfig } = await import('@gongzhi/runtime');
  const { databaseUrl } = readConfig(environment);
  const file = databaseUrl.startsWith('file:') ? databaseUrl.slice('file:'.length) : null;
  if (file === null || existsSync(file)) return;
  throw new Failure({
    exit: EXIT.usage,
    code: 'GZ_CLI_NO_DATABASE',
    what: text('noDatabase', { file }),
    where: file,
    fix: text('noDatabaseFix'),
    next: 'gongzhi verify --database file:<path>',
  });
}
