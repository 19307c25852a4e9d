/** `gongzhi simulate`: a case step by step, by hand or by a script, on a virtual clock. */
import type { Command } from 'commander';
import { contextOf } from '../context.ts';
import type { Describe } from '../describe.ts';

interface SimulateOptions {
  script?: string;
  only?: string;
  at?: string;
}

export function registerSimulate(program: Command, describe: Describe): void {
  const command = program
    .command('simulate')
    .description(describe('simulate'))
    .argument('<definition>', describe('argumentDefinition'))
    .option('--script <file>', describe('optionScript'))
    .option('--only <words>', describe('optionOnly'))
    .option('--at <instant>', describe('optionAt'))
    .action(simulate);
  describe.examples(command, [
    'gongzhi simulate mediation',
    'gongzhi simulate mediation --at 2026-02-09T09:00:00+08:00',
    'gongzhi simulate mediation --script workflows/mediation/v1.test.yaml --only withdraw',
  ]);
}

async function simulate(name: string, options: SimulateOptions, command: Command): Promise<void> {
  const { output } = contextOf(command);
  const { compiledFrom } = await import('../compiled-from.ts');
  const compiled = await compiledFrom(name);
  if (options.script !== undefined) {
    const { playScript } = await import('../simulate/script.ts');
    await playScript(compiled, options.script, options.only, output);
  } else {
    const { playByHand } = await import('../simulate/by-hand.ts');
    await playByHand(compiled, options.at ?? new Date().toISOString(), output);
  }
}
