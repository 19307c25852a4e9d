/** `gongzhi deploy`: checked by the server, tested here, then published there for ever. */
import type { Command } from 'commander';
import type { Client } from '@gongzhi/api';
import { contextOf } from '../context.ts';
import type { Describe } from '../describe.ts';
import { EXIT } from '../exit.ts';
import { Failure } from '../failure.ts';
import type { Output } from '../output.ts';
import { text } from '../texts.ts';
import type { SourceFile } from '../workflows.ts';

interface DeployOptions {
  note?: string;
  dryRun?: boolean;
}

export function registerDeploy(program: Command, describe: Describe): void {
  const command = program
    .command('deploy')
    .description(describe('deploy'))
    .argument('<files...>', describe('argumentFiles'))
    .option('--note <words>', describe('optionNote'))
    .option('--dry-run', describe('optionDryRun'))
    .action(deploy);
  describe.examples(command, [
    'gongzhi deploy flows/mediation/v2.yaml --note "谢绝后改派" --as admin',
    'gongzhi deploy flows/mediation/v2.yaml --dry-run --as admin',
  ]);
}

async function deploy(names: string[], options: DeployOptions, command: Command): Promise<void> {
  const context = contextOf(command);
  const { output } = context;
  const [{ withClient }, { fileOf, readFiles }] = await Promise.all([
    import('../connection.ts'),
    import('../workflows.ts'),
  ]);
  const files = await readFiles(names.map(fileOf));
  await withClient(context, async (client) => {
    await checkThere(client, files, output);
    await testHere(files, output);
    const published = [];
    for (const { file, source } of options.dryRun ? [] : files)
      published.push(
        await client.publishDefinition({
          source,
          file,
          ...(options.note === undefined ? {} : { note: options.note }),
        }),
      );
    const lines = published.map(({ id, version, hash }) => `✓ ${id} v${version}  ${hash.slice(0, 12)}`);
    if (options.dryRun) lines.push(output.words(text('dryRun')));
    output.result({ dryRun: options.dryRun === true, published }, lines.join('\n'));
    const [first] = published;
    if (first) output.note(output.words(text('next', { command: `gongzhi case open ${first.id} --role …` })));
  });
}

/** The server's plugins and definitions are what counts. */
async function checkThere(client: Client, files: SourceFile[], output: Output): Promise<void> {
  const checked = await Promise.all(
    files.map(({ source, file }) => client.checkDefinition({ source, file })),
  );
  const problems = checked.flatMap((result) => result.problems);
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const { toText } = await import('../problems/format.ts');
  if (problems.length > 0) output.note(toText(problems, files, output).trimEnd());
  output.note(output.words(text('deployChecked', { errors, warnings: problems.length - errors })));
  if (errors > 0)
    throw new Failure({
      exit: EXIT.problems,
      code: 'GZ_DEFINITION_INVALID',
      what: text('deployErrors', { errors }),
      where: files.map(({ file }) => file).join(', '),
      fix: text('deployErrorsFix'),
      next: `gongzhi check ${files.map(({ file }) => file).join(' ')}`,
      details: { problems },
    });
}

async function testHere(files: SourceFile[], output: Output): Promise<void> {
  const { runFiles } = await import('../tests/run-files.ts');
  const runs = await runFiles(files.map(({ file }) => file));
  const sum = (of: (run: (typeof runs)[number]) => number) => runs.reduce((total, run) => total + of(run), 0);
  const counts = { passed: sum(({ json }) => json.passed), failed: sum(({ json }) => json.failed) };
  output.note(output.words(text('deployTested', counts)));
  if (runs.every(({ json }) => json.ok)) return;
  throw new Failure({
    exit: EXIT.problems,
    code: 'GZ_CLI_TESTS_FAILED',
    what: text('deployTestsFailed', counts),
    where: files.map(({ file }) => file).join(', '),
    fix: text('deployTestsFailedFix'),
    next: `gongzhi test ${files.map(({ file }) => file).join(' ')}`,
  });
}
