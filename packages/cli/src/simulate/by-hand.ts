/**
 * A case played in the terminal: everything that anybody may do now is a numbered line; a number does it.
 *
 *   3                      do the third thing, with a sample of its form
 *   3 {"agreed": true}     the same with this content
 *   3 # because …          the same with a reason
 *   wait P3D · lapse reply let time pass
 *   quit
 */
import { createInterface } from 'node:readline/promises';
import type { CompiledDefinition, JsonObject, Refusal } from '@gongzhi/engine';
import { castFor, createWorld, later, open, SIMULATED_CELL, type World } from '@gongzhi/engine/testing';
import { EXIT } from '../exit.ts';
import { Failure } from '../failure.ts';
import type { Output } from '../output.ts';
import { text } from '../texts.ts';
import { choices, type Choice } from './choices.ts';
import { sample } from './sample.ts';
import { showEntry, showState } from './show.ts';

export async function playByHand(compiled: CompiledDefinition, at: string, output: Output): Promise<void> {
  const world = createWorld(compiled, castFor(compiled.definition), instantOf(at));
  const [role] = compiled.definition.open.by;
  const form = compiled.definition.open.form;
  const payload = sample(form === undefined ? null : (compiled.formSchemas.get(form) ?? null));
  const tell = teller(world, output);
  tell(open(world, { at: world.now, by: role!, role: role!, payload, cell: SIMULATED_CELL }));
  output.note(output.words(text('simulateHow')));
  const terminal = createInterface({
    input: process.stdin,
    output: process.stderr,
    terminal: process.stdin.isTTY,
  });
  try {
    let offered = offer(world, output);
    terminal.setPrompt('> ');
    terminal.prompt();
    for await (const line of terminal) {
      if (/^(quit|exit|q)$/.test(line.trim())) break;
      if (line.trim() !== '') {
        tell(perform(world, offered, line.trim(), output));
        offered = offer(world, output);
      }
      if (world.state?.status === 'closed') break;
      terminal.prompt();
    }
  } finally {
    terminal.close();
  }
  if (output.json) output.result({ state: world.state, journal: world.journal }, '');
}

function instantOf(at: string): number {
  const instant = Date.parse(at);
  if (!Number.isNaN(instant)) return instant;
  throw new Failure({ exit: EXIT.usage, code: 'GZ_CLI_USAGE', what: text('instantWrong', { at }) });
}

/** Tells what was journalled since the last time, and a refusal. */
function teller(world: World, output: Output): (refusal: Refusal | null) => void {
  let told = 0;
  return (refusal) => {
    const lines = world.journal.slice(told).map((entry) => showEntry(entry, world, output));
    told = world.journal.length;
    if (refusal) lines.push(`${output.paint('yellow', refusal.code)}  ${output.words(refusal.message)}`);
    if (!output.json) output.result(null, [...lines, showState(world, output)].join('\n'));
  };
}

function offer(world: World, output: Output): Choice[] {
  const offered = choices(world);
  const lines = offered.map(({ by, kind, title }, index) => {
    return `  ${String(index + 1).padStart(2)}  ${by.padEnd(14)} ${kind.padEnd(16)} ${output.words(title)}`;
  });
  if (!output.json && lines.length > 0) output.note(lines.join('\n'));
  return offered;
}

function perform(world: World, offered: Choice[], line: string, output: Output): Refusal | null {
  const [word = '', ...rest] = line.split(/\s+/);
  if (word === 'wait' || word === 'lapse') return passTime(world, word, rest[0] ?? '', output);
  const choice = offered[Number(word) - 1];
  if (!choice) {
    output.note(output.words(text('simulateUnknown', { line })));
    return null;
  }
  const [content = '', reason] = line.slice(word.length).split('#');
  try {
    const payload = content.trim() === '' ? sample(choice.schema) : (JSON.parse(content) as JsonObject);
    return world.send(
      choice.by,
      choice.body(payload),
      reason?.trim() ?? (choice.reason ? '模拟 · simulated' : undefined),
    );
  } catch (cause) {
    output.note((cause as Error).message);
    return null;
  }
}

function passTime(world: World, how: 'wait' | 'lapse', what: string, output: Output): null {
  try {
    const dueAt =
      how === 'lapse'
        ? (world.state?.clocks[what]?.dueAt ?? null)
        : later(world.now, what, world.compiled.timeZone);
    if (dueAt === null) throw new RangeError(output.words(text('clockNotRunning', { clock: what })));
    world.advanceTo(dueAt);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    output.note(cause.message);
  }
  return null;
}
