/** `gongzhi simulate`: a case step by step, by hand or by a script, or many at once, on a virtual clock. */
import type { Command } from 'commander';
import { contextOf } from '../context.ts';
import { EXIT } from '../exit.ts';
import { Failure } from '../failure.ts';
import { text } from '../texts.ts';
import type { Describe } from '../describe.ts';
import type { Played } from '../simulate/by-hand.ts';
import { fileOf } from '../workflows.ts';

interface SimulateOptions {
  script?: string;
  only?: string;
  at?: string;
  saveTest?: string | true;
  load?: string | true;
  cases?: string;
  seed?: string;
}

export function registerSimulate(program: Command, describe: Describe): void {
  const command = program
    .command('simulate')
    .description(describe('simulate'))
    .argument('<definition>', describe('argumentDefinition'))
    .option('--script <file>', describe('optionScript'))
    .option('--only <words>', describe('optionOnly'))
    .option('--at <instant>', describe('optionAt'))
    .option('--save-test [file.yaml]', describe('optionSaveTest'))
    .option('--load [scenario.yaml]', describe('optionLoad'))
    .option('--cases <count>', describe('optionCases'), '1000')
    .option('--seed <number>', describe('optionSeed'), '1')
    .action(simulate);
  describe.examples(command, [
    'gongzhi simulate mediation',
    'gongzhi simulate mediation --at 2026-02-09T09:00:00+08:00',
    'gongzhi simulate mediation --save-test my.test.yaml',
    'gongzhi simulate mediation --load scenario.yaml --cases 10000 --seed 1',
    'gongzhi simulate mediation --script workflows/mediation/v1.test.yaml --only withdraw',
  ]);
}

async function simulate(name: string, options: SimulateOptions, command: Command): Promise<void> {
  const { output } = contextOf(command);
  const { compiledFrom } = await import('../compiled-from.ts');
  const compiled = await compiledFrom(name);
  if (options.load !== undefined) {
    const { playLoad } = await import('../simulate/load.ts');
    const [cases, seed] = [countOf('--cases', options.cases), countOf('--seed', options.seed)];
    await playLoad(compiled, { load: options.load, cases, seed }, output);
  } else if (options.script !== undefined) {
    const { playScript } = await import('../simulate/script.ts');
    const played = await playScript(compiled, options.script, options.only, output);
    if (options.saveTest !== undefined) await keep(played);
  } else {
    const { playByHand } = await import('../simulate/by-hand.ts');
    const { castIn } = await import('../simulate/save-test.ts');
    const cast = typeof options.saveTest === 'string' ? await castIn(options.saveTest) : undefined;
    const played = await playByHand(compiled, options.at ?? new Date().toISOString(), output, cast);
    if (options.saveTest !== undefined) await keep([played]);
  }

  async function keep(played: Played[]): Promise<void> {
    const { saveTests } = await import('../simulate/save-test.ts');
    await saveTests(played, fileOf(name), options.saveTest!, output);
  }
}

const COUNT_LIMIT = 1_000_000;

function countOf(option: string, given = ''): number {
  if (/^\d{1,7}$/.test(given) && Number(given) > 0 && Number(given) <= COUNT_LIMIT) return Number(given);
  const detail = `${option} ${given} (1–${COUNT_LIMIT})`;
  throw new Failure({ exit: EXIT.usage, code: 'GZ_CLI_USAGE', what: text('wrongValue', { detail }) });
}
