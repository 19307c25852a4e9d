/**
 * A case played in the terminal: everything that anybody may do now is a numbered line; a number does it.
 *
 *   3                      do the third thing, with a sample of its form
 *   3 {"agreed": true}     the same with this content
 *   3 to wang              offer or delegate it to wang
 *   3 # because …          the same with a reason
 *   attach chen plan.pdf   a document is attached by chen
 *   wait P3D · lapse reply let time pass
 *   quit
 */
import { createInterface } from 'node:readline/promises';
import type { CompiledDefinition, JsonObject, Refusal } from '@gongzhi/engine';
import {
  createPayloads,
  createWorld,
  generousCast,
  open,
  perform,
  SIMULATED_CELL,
  type Act,
  type Cast,
  type Given,
  type TestStep,
  type World,
} from '@gongzhi/engine/testing';
import { instantOf } from '../instant.ts';
import type { Output } from '../output.ts';
import { text } from '../texts.ts';
import { choices, type Choice } from './choices.ts';
import { showEntry, showState } from './show.ts';

/** What was done, to be kept as a test. */
export interface Played {
  world: World;
  given: Given;
  when: TestStep[];
}

export async function playByHand(
  compiled: CompiledDefinition,
  at: string,
  output: Output,
  cast: Cast = generousCast(compiled.definition),
): Promise<Played> {
  const world = createWorld(compiled, cast, instantOf(at));
  const when: TestStep[] = [];
  const tell = teller(world, output);
  const given = openFirst(world, tell);
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
        const step = attempt(world, offered, line.trim(), output);
        if (step) when.push(step.step);
        tell(step?.refusal ?? null);
        offered = offer(world, output);
      }
      if (world.state?.status === 'closed') break;
      terminal.prompt();
    }
  } finally {
    terminal.close();
  }
  if (output.json) output.result({ state: world.state, journal: world.journal }, '');
  return { world, given, when };
}

/** Opens it in the first way that is not refused. */
function openFirst(world: World, tell: (refusal: Refusal | null) => void): Given {
  const { compiled, cast, now } = world;
  const { by: roles, form } = compiled.definition.open;
  const [payload = {}] = createPayloads(compiled, cast).ofForm(form, now);
  const cell = Object.keys(cast.grid)[0] ?? SIMULATED_CELL;
  const ways = roles.flatMap((role) =>
    Object.keys(cast.members)
      .toSorted((a, b) => Number(b === role) - Number(a === role))
      .map((by): Given => ({ at: now, by, role, payload, cell })),
  );
  let last: Refusal | null = null;
  for (const given of ways) {
    last = open(world, given);
    if (last === null) {
      tell(null);
      return given;
    }
  }
  tell(last);
  return ways[0]!;
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
  const lines = offered.map(({ by, kind, title, to }, index) => {
    const taker = to.length > 0 ? `  → ${to.slice(0, 5).join(' | ')}` : '';
    return `  ${String(index + 1).padStart(2)}  ${by.padEnd(14)} ${kind.padEnd(16)} ${output.words(title)}${taker}`;
  });
  if (!output.json && lines.length > 0) output.note(lines.join('\n'));
  return offered;
}

/** null: nothing came of the line. */
function attempt(
  world: World,
  offered: Choice[],
  line: string,
  output: Output,
): { step: TestStep; refusal: Refusal | null } | null {
  try {
    const act = readLine(world, offered, line);
    if (act === null) {
      output.note(output.words(text('simulateUnknown', { line })));
      return null;
    }
    if (act.do === 'lapse' && (world.state?.clocks[act.clock]?.dueAt ?? null) === null) {
      output.note(output.words(text('clockNotRunning', { clock: act.clock })));
      return null;
    }
    const refusal = perform(world, act);
    return { step: { line: 0, act, ...(refusal ? { refused: refusal.code } : {}) }, refusal };
  } catch (cause) {
    output.note((cause as Error).message);
    return null;
  }
}

function readLine(world: World, offered: Choice[], line: string): Act | null {
  const [word = '', first = '', second = ''] = line.split(/\s+/);
  if (word === 'wait') return { do: 'wait', duration: first };
  if (word === 'lapse') return { do: 'lapse', clock: first };
  if (word === 'attach')
    return world.cast.members[first] ? { do: 'attach', file: second || 'document.pdf', by: first } : null;
  const choice = offered[Number(word) - 1];
  if (!choice) return null;
  const [rest = '', reason] = line.slice(word.length).split('#');
  const to = /^\s*to\s+(\S+)/.exec(rest)?.[1] ?? choice.to[0] ?? '';
  if (choice.to.length > 0 && !world.cast.members[to]) return null;
  const content = rest.replace(/^\s*to\s+\S+/, '').trim();
  const [sample = {}] = createPayloads(world.compiled, world.cast).ofForm(
    choice.form ?? undefined,
    world.now,
  );
  return choice.act({
    payload: content === '' ? sample : (JSON.parse(content) as JsonObject),
    reason: reason?.trim() ?? (choice.reason ? '模拟 · simulated' : undefined),
    to,
  });
}
