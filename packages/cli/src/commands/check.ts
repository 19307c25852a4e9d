/** `gongzhi check`: what is wrong in definitions, where, and how it is mended. */
import type { Problem } from '@gongzhi/engine';
import { Option, type Command } from 'commander';
import { contextOf } from '../context.ts';
import type { Describe } from '../describe.ts';
import { EXIT } from '../exit.ts';
import { text } from '../texts.ts';

const FORMATS = ['text', 'json', 'sarif', 'github'] as const;

export function registerCheck(program: Command, describe: Describe): void {
  const command = program
    .command('check')
    .description(describe('check'))
    .argument('[files...]', describe('argumentFiles'))
    .addOption(new Option('--format <format>', describe('optionFormat')).choices(FORMATS).default('text'))
    .action(check);
  describe.examples(command, [
    'gongzhi check',
    'gongzhi check flows/mediation.yaml',
    'gongzhi check --format sarif flows/*.yaml > check.sarif',
  ]);
}

async function check(
  names: string[],
  options: { format: (typeof FORMATS)[number] },
  command: Command,
): Promise<void> {
  const { output } = contextOf(command);
  const started = performance.now();
  const [{ compileAmong }, { exploreFiles }, { bundledFiles, fileOf, readFiles }, { formatProblems }] =
    await Promise.all([
      import('../compile-files.ts'),
      import('../explore-files.ts'),
      import('../workflows.ts'),
      import('../problems/format.ts'),
    ]);
  const sources = await readFiles(names.length === 0 ? bundledFiles() : names.map(fileOf));
  const { checked, others } = await compileAmong(sources, Date.now());
  const explored = exploreFiles(checked, others);
  const problems = withoutRepeats([
    ...checked.flatMap(({ result }) => result.problems),
    ...explored.problems,
  ]);
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const format = output.json ? 'json' : options.format;
  const report = {
    ok: errors === 0,
    files: checked.length,
    errors,
    warnings: problems.length - errors,
    explored: { configurations: explored.configurations, moves: explored.moves },
    unused: explored.unused,
    problems,
  };
  process.stdout.write(formatProblems(format, report, sources, output));
  const counts = {
    errors,
    warnings: report.warnings,
    files: checked.length,
    ms: Math.round(performance.now() - started),
  };
  output.note(output.words(text('checked', counts)));
  if (explored.configurations > 0) output.note(output.words(text('explored', report.explored)));
  if (names.length === 0 && explored.unused.length > 0)
    output.note(output.words(text('unused', { count: explored.unused.length })));
  if (errors > 0) process.exitCode = EXIT.problems;
}

/** Both the compiler and the exploration tell of a definition that is not there. */
function withoutRepeats(problems: readonly Problem[]): Problem[] {
  return [
    ...new Map(
      problems.map((problem) => [
        `${problem.code} ${problem.file} ${problem.path} ${problem.message.en}`,
        problem,
      ]),
    ).values(),
  ];
}
