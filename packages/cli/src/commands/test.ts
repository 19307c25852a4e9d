/** `gongzhi test`: the tests that definitions carry, under a virtual clock, and what they cover. */
import type { Command } from 'commander';
import { contextOf } from '../context.ts';
import type { Describe } from '../describe.ts';
import { EXIT } from '../exit.ts';
import { Failure } from '../failure.ts';
import { instantOf } from '../instant.ts';
import type { GeneratedRun } from '../tests/generate.ts';
import type { FileRun } from '../tests/run-files.ts';
import { text } from '../texts.ts';

interface TestCommandOptions {
  only?: string;
  full?: boolean;
  junit?: string;
  generate?: boolean;
  write?: string;
  at?: string;
}

export function registerTest(program: Command, describe: Describe): void {
  const command = program
    .command('test')
    .description(describe('test'))
    .argument('[files...]', describe('argumentTestFiles'))
    .option('--only <words>', describe('optionOnly'))
    .option('--full', describe('optionFull'))
    .option('--junit <file.xml>', describe('optionJunit'))
    .option('--generate', describe('optionGenerate'))
    .option('--write <file.yaml>', describe('optionWrite'))
    .option('--at <instant>', describe('optionAt'))
    .action(test);
  describe.examples(command, [
    'gongzhi test',
    'gongzhi test mediation --only withdraw',
    'gongzhi test --full --junit results.xml',
    'gongzhi test mediation --generate --write mediation-generated.yaml',
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
  const generated = options.generate || options.write !== undefined ? await generate(runs, options) : [];
  if (options.junit !== undefined) {
    const [{ toJunit }, { writeFile }] = await Promise.all([
      import('../tests/junit.ts'),
      import('node:fs/promises'),
    ]);
    await writeFile(options.junit, toJunit(runs, output.language));
  }
  const byFile = new Map(generated.map((one) => [one.file, one]));
  const { describeGenerated, generatedJson } = await import('../tests/generate.ts');
  output.result(
    runs.map(({ json, file }) => {
      const own = byFile.get(file);
      return own ? { ...json, generated: generatedJson(own) } : json;
    }),
    runs
      .flatMap((run) => {
        const own = byFile.get(run.file);
        return [describeRun(run, output), ...(own ? [describeGenerated(own, output)] : [])];
      })
      .join('\n'),
  );
  const counts = {
    passed: sum(runs.map(({ json }) => json.passed)),
    failed: sum(runs.map(({ json }) => json.failed)),
    files: runs.length,
    ms: Math.round(performance.now() - started),
  };
  output.note(output.words(text('tested', counts)));
  const uncovered = runs.some(({ json, file }) => {
    const { states, transitions } = byFile.get(file)?.together ?? {};
    return (states && transitions ? states.missing.length + transitions.missing.length : json.missing) > 0;
  });
  const failed = generated.some(({ run }) => run.failed > 0);
  if (failed || runs.some(({ json }) => !json.ok) || (options.full && uncovered))
    process.exitCode = EXIT.problems;
}

async function generate(runs: FileRun[], { write, at }: TestCommandOptions): Promise<GeneratedRun[]> {
  const { GENERATED_AT, generateFor, generatedYaml } = await import('../tests/generate.ts');
  if (write !== undefined && runs.length !== 1)
    throw new Failure({ exit: EXIT.usage, code: 'GZ_CLI_USAGE', what: text('writeOne') });
  const instant = instantOf(at ?? GENERATED_AT);
  const generated = runs.flatMap((run) => generateFor(run, instant) ?? []);
  const [only] = generated;
  if (write !== undefined && only) {
    const { writeFile } = await import('node:fs/promises');
    await writeFile(write, generatedYaml(only, write));
  }
  return generated;
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
