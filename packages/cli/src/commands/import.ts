/** `gongzhi import`: a file of another tool as a definition, with everything that is left to be said. */
import { writeFile } from 'node:fs/promises';
import { Option, type Command } from 'commander';
import { contextOf } from '../context.ts';
import { FORMATS, type Format } from '../convert/formats.ts';
import type { Describe } from '../describe.ts';
import { EXIT } from '../exit.ts';
import { text } from '../texts.ts';

export function registerImport(program: Command, describe: Describe): void {
  const command = program
    .command('import')
    .description(describe('import'))
    .argument('<file>', describe('argumentImport'))
    .addOption(
      new Option('--format <format>', describe('optionExchange')).choices(FORMATS).makeOptionMandatory(),
    )
    .option('--out <file.yaml>', describe('optionOutFile'))
    .action(run);
  describe.examples(command, [
    'gongzhi import machine.json --format xstate --out flows/review.yaml',
    'gongzhi import review.scxml --format scxml',
  ]);
}

/** Exit code 1 when something of the file was left out. */
async function run(file: string, options: { format: Format; out?: string }, command: Command): Promise<void> {
  const { output } = contextOf(command);
  const [{ importFrom }, { readFiles }, { showFindings }] = await Promise.all([
    import('../convert/formats.ts'),
    import('../workflows.ts'),
    import('../convert/show.ts'),
  ]);
  const [source] = await readFiles([file]);
  const { definition, yaml, findings } = await importFrom(options.format, source!.source, file);
  if (options.out !== undefined) await writeFile(options.out, yaml);
  output.result({ definition, findings }, options.out === undefined ? yaml : '');
  showFindings(findings, output);
  if (options.out !== undefined) {
    output.note(output.words(text('wrote', { file: options.out })));
    output.note(output.words(text('next', { command: `gongzhi check ${options.out}` })));
  }
  if (findings.some(({ kind }) => kind === 'refused')) process.exitCode = EXIT.problems;
}
