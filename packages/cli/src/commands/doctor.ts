/** `gongzhi doctor`: whether this machine has what Gongzhi needs, and how to get it. */
import type { Command } from 'commander';
import { addressOf } from '../address.ts';
import { contextOf } from '../context.ts';
import type { Describe } from '../describe.ts';
import { EXIT } from '../exit.ts';
import { text } from '../texts.ts';

export function registerDoctor(program: Command, describe: Describe): void {
  const command = program.command('doctor').description(describe('doctor')).action(doctor);
  describe.examples(command, ['gongzhi doctor', 'gongzhi doctor --json']);
}

async function doctor(_: unknown, command: Command): Promise<void> {
  const { output, environment } = contextOf(command);
  const { examine } = await import('../doctor/examine.ts');
  const findings = await examine(addressOf({}, environment), environment);
  const lines = findings.map(({ ok, what, fix }) => {
    const sign = ok ? output.paint('green', '✓') : output.paint('red', '▲');
    return `${sign} ${output.words(what)}${fix ? `\n    → ${output.words(fix)}` : ''}`;
  });
  const ok = findings.every((finding) => finding.ok);
  output.result({ ok, findings }, lines.join('\n'));
  if (!ok) process.exitCode = EXIT.problems;
  else output.note(output.words(text('next', { command: 'gongzhi dev' })));
}
