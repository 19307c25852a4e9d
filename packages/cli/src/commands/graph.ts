/** `gongzhi graph`: a definition as a picture, a nested list, or the laid-out JSON. */
import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { contextOf } from '../context.ts';
import type { Describe } from '../describe.ts';
import { EXIT } from '../exit.ts';
import { Failure } from '../failure.ts';
import { text } from '../texts.ts';

interface GraphOptions {
  out?: string;
  text?: boolean;
  layout?: boolean;
  state?: string[];
}

export function registerGraph(program: Command, describe: Describe): void {
  const command = program
    .command('graph')
    .description(describe('graph'))
    .argument('<definition>', describe('argumentDefinition'))
    .option('--out <file.svg>', describe('optionOut'))
    .option('--text', describe('optionText'))
    .option('--layout', describe('optionLayout'))
    .option('--state <paths...>', describe('optionState'))
    .action(graph);
  describe.examples(command, [
    'gongzhi graph mediation --text',
    'gongzhi graph mediation --lang zh --out mediation.svg',
    'gongzhi graph flows/mediation.yaml --state mediating.sitting --out now.svg',
  ]);
}

async function graph(name: string, options: GraphOptions, command: Command): Promise<void> {
  const { output } = contextOf(command);
  const [{ compiledFrom }, { chartOf }, { plugins }] = await Promise.all([
    import('../compiled-from.ts'),
    import('../graph/chart.ts'),
    import('../plugins.ts'),
  ]);
  const compiled = await compiledFrom(name);
  const states = [...compiled.states.keys()].filter((path) => path !== '');
  for (const path of options.state ?? [])
    if (!states.includes(path))
      throw new Failure({
        exit: EXIT.usage,
        code: 'GZ_CLI_STATE',
        what: text('stateUnknown', { state: path }),
        where: name,
        fix: text('stateUnknownFix', { states: states.join(', ') }),
      });
  const chart = chartOf(compiled, { language: output.language, plugins, active: options.state ?? [] });
  if (options.text) {
    const { toOutline } = await import('../graph/outline.ts');
    output.result(chart, toOutline(chart));
    return;
  }
  const [{ layOut }, { toSvg }] = await Promise.all([
    import('../graph/layout.ts'),
    import('../graph/svg.ts'),
  ]);
  const layout = await layOut(chart);
  const drawn = options.layout ? `${JSON.stringify(layout, null, 2)}\n` : toSvg(layout);
  if (options.out === undefined) {
    output.result(layout, drawn);
    return;
  }
  await writeFile(options.out, drawn);
  const { width, height } = layout;
  output.note(output.words(text('drawn', { file: options.out, width, height })));
  if (output.json) output.result({ file: options.out, width, height }, '');
}
