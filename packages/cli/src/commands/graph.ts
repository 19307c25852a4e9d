/** `gongzhi graph`: a definition as a picture, a nested list, or the laid-out JSON. */
import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { contextOf } from '../context.ts';
import type { ChartOptions } from '../graph/chart.ts';
import type { Describe } from '../describe.ts';
import { EXIT } from '../exit.ts';
import { Failure } from '../failure.ts';
import { text } from '../texts.ts';

interface GraphOptions {
  out?: string;
  text?: boolean;
  layout?: boolean;
  state?: string[];
  coverage?: boolean;
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
    .option('--coverage', describe('optionCoverage'))
    .action(graph);
  describe.examples(command, [
    'gongzhi graph mediation --text',
    'gongzhi graph mediation --lang zh --out mediation.svg',
    'gongzhi graph flows/mediation.yaml --state mediating.sitting --out now.svg',
    'gongzhi graph mediation --coverage --out covered.svg',
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
  const marks = options.coverage ? await marksOfTests(name) : undefined;
  const chart = chartOf(compiled, {
    language: output.language,
    plugins,
    active: options.state ?? [],
    ...(marks ? { marks } : {}),
  });
  if (options.text) {
    const { toOutline } = await import('../graph/outline.ts');
    output.result(chart, toOutline(chart));
    return;
  }
  const [{ layOut }, { toSvg }] = await Promise.all([
    import('../graph/layout.ts'),
    import('../graph/svg.ts'),
  ]);
  const { withLegend } = await import('../graph/legend.ts');
  const layout = withLegend(await layOut(chart));
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

/** What the saved tests of the definition cover; nothing at all when there are none. */
async function marksOfTests(name: string): Promise<ChartOptions['marks']> {
  const [{ runFiles }, { fileOf }, { coverageMarks }, { coverageOf }] = await Promise.all([
    import('../tests/run-files.ts'),
    import('../workflows.ts'),
    import('../graph/coverage.ts'),
    import('@gongzhi/engine/testing'),
  ]);
  const [found] = await runFiles([fileOf(name)]);
  if (!found?.compiled) return undefined;
  return coverageMarks(found.compiled, found.run?.coverage ?? coverageOf(found.compiled, []));
}
