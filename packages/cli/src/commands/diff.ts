/** `gongzhi diff`: what is different between two versions of a definition, in words and on one picture. */
import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { contextOf } from '../context.ts';
import type { Describe } from '../describe.ts';
import { EXIT } from '../exit.ts';
import { text } from '../texts.ts';

export function registerDiff(program: Command, describe: Describe): void {
  const command = program
    .command('diff')
    .description(describe('diff'))
    .argument('<older>', describe('argumentOlder'))
    .argument('<newer>', describe('argumentNewer'))
    .option('--out <file.svg>', describe('optionOut'))
    .action(diff);
  describe.examples(command, [
    'gongzhi diff flows/mediation/v1.yaml flows/mediation/v2.yaml',
    'gongzhi diff mediation@1 flows/mediation/v2.yaml --out changes.svg --as admin',
    'gongzhi diff mediation@1 mediation@2 --json --as admin',
  ]);
}

/** As diff(1): 0 no difference, 1 differences, 2 and above could not compare. */
async function diff(
  older: string,
  newer: string,
  options: { out?: string },
  command: Command,
): Promise<void> {
  const context = contextOf(command);
  const { output } = context;
  const [{ compareDefinitions, placesIn }, { readSides }, { showChanges }, { plugins }] = await Promise.all([
    import('@gongzhi/engine'),
    import('../diff/read-side.ts'),
    import('../diff/show.ts'),
    import('../plugins.ts'),
  ]);
  const [a, b] = await readSides(context, [older, newer]);
  const comparison = compareDefinitions(a!.compiled, b!.compiled);
  const [placeA, placeB] = [a!, b!].map(({ file, source }) => {
    const place = placesIn(source);
    return (path: (typeof comparison.changes)[number]['before']) => {
      if (path === null) return null;
      const { line, column } = place(path);
      return `${file}:${line}:${column}`;
    };
  });
  const changes = comparison.changes.map((change) => ({
    ...change,
    placeBefore: placeA!(change.before),
    placeAfter: placeB!(change.after),
  }));
  if (options.out !== undefined) {
    const [{ comparisonChart }, { layOut }, { withLegend }, { toSvg }] = await Promise.all([
      import('../diff/chart.ts'),
      import('../graph/layout.ts'),
      import('../graph/legend.ts'),
      import('../graph/svg.ts'),
    ]);
    const settings = { language: output.language, plugins };
    const layout = withLegend(await layOut(comparisonChart(comparison, a!.compiled, b!.compiled, settings)));
    await writeFile(options.out, toSvg(layout));
    const { width, height } = layout;
    output.note(output.words(text('drawn', { file: options.out, width, height })));
  }
  const nameOf = ({ id, version }: typeof comparison.before) => `${id}@${version}`;
  const title = `${nameOf(comparison.before)} → ${nameOf(comparison.after)}`;
  output.result({ ...comparison, changes }, showChanges(changes, title, output));
  if (changes.length > 0) process.exitCode = EXIT.problems;
}
