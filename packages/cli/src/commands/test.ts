/** `gongzhi test`: the tests that definitions carry, under a virtual clock, and what they cover. */
import type { Command } from 'commander';
import { contextOf } from '../context.ts';
import type { Describe } from '../describe.ts';
import { EXIT } from '../exit.ts';
import { text } from '../texts.ts';

interface TestCommandOptions {
  only?: string;
  full?: boolean;
  junit?: string;
}

export function registerTest(program: Command, describe: Describe): void {
  const command = program
    .command('test')
    .description(describe('test'))
    .argument('[files...]', describe('argumentTestFiles'))
    .option('--only <words>', describe('optionOnly'))
    .option('--full', describe('optionFull'))
    .option('--junit <file.xml>', describe('optionJunit'))
    .action(test);
  describe.examples(command, [
    'gongzhi test',
    'gongzhi test mediation --only withdraw',
    'gongzhi test --full --junit results.xml',
  ]);
}

async function test(names: string[], options: TestCommandOptions, command: Command): Promise<void> {
  const { output } = contextOf(command);
  const started = performance.now();
  const [{ runFiles }, { describeRun }, { bundledFiles, fileOf }] = await Promise.all([
    import('../tests/run-files.ts'),
    import('../tests/describe-run.ts'),
    import('../workflows.ts'),
  ]);
  const files = names.length === 0 ? bundledFiles() : names.map(fileOf);
  const runs = await runFiles(files, options.only);
  if (options.junit !== undefined) {
    const [{ toJunit }, { writeFile }] = await Promise.all([
      import('../tests/junit.ts'),
      import('node:fs/promises'),
    ]);
    await writeFile(options.junit, toJunit(runs, output.language));
  }
  output.result(
    runs.map(({ json }) => json),
    runs.map((run) => describeRun(run, output)).join('\n'),
  );
  const counts = {
    passed: sum(runs.map(({ json }) => json.passed)),
    failed: sum(runs.map(({ json }) => json.failed)),
    files: runs.length,
    ms: Math.round(performance.now() - started),
  };
  output.note(output.words(text('tested', counts)));
  const uncovered = runs.some(({ json }) => json.missing > 0);
  if (runs.some(({ json }) => !json.ok) || (options.full && uncovered)) process.exitCode = EXIT.problems;
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
