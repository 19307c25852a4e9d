/** `gongzhi export`: a definition in a format of others. */
import { writeFile } from 'node:fs/promises';
import { Option, type Command } from 'commander';
import { contextOf } from '../context.ts';
import type { Describe } from '../describe.ts';
import { EXIT } from '../exit.ts';
import { text } from '../texts.ts';
import { FORMATS, type Format } from '../convert/formats.ts';

export function registerExport(program: Command, describe: Describe): void {
  const command = program
    .command('export')
    .description(describe('export'))
    .argument('<definition>', describe('argumentDefinition'))
    .addOption(
      new Option('--format <format>', describe('optionExchange')).choices(FORMATS).makeOptionMandatory(),
    )
    .option('--out <file>', describe('optionOutFile'))
    .action(run);
  describe.examples(command, [
    'gongzhi export mediation --format xstate --out mediation.json',
    'gongzhi export flows/mediation.yaml --format scxml > mediation.scxml',
  ]);
}

/** Exit code 1 when something of the definition was left out. */
async function run(name: string, options: { format: Format; out?: string }, command: Command): Promise<void> {
  const { output } = contextOf(command);
  const [{ compiledFrom }, { exportTo }, { showFindings }] = await Promise.all([
    import('../compiled-from.ts'),
    import('../convert/formats.ts'),
    import('../convert/show.ts'),
  ]);
  const compiled = await compiledFrom(name);
  const { text: written, findings } = await exportTo(options.format, compiled);
  if (options.out !== undefined) await writeFile(options.out, written);
  output.result(
    {
      format: options.format,
      ...(options.out === undefined ? { text: written } : { file: options.out }),
      findings,
    },
    options.out === undefined ? written : '',
  );
  showFindings(findings, output);
  if (options.out !== undefined) output.note(output.words(text('wrote', { file: options.out })));
  if (findings.length > 0) process.exitCode = EXIT.problems;
}
