/**
 * Where a case can stand, without time: the machine's states, which clocks run, what is awaited, who is
 * custodian, which roles can have a holder by now, and what is known of the data that guards read.
 */
import type { CompiledDefinition } from '../compiled.ts';
import { clockNames } from '../definition.ts';
import { activeStates, type Advance, type MachineState, type Trace } from '../machine.ts';
import type { Value } from './values.ts';

export interface Configuration extends MachineState {
  done: boolean;
  clocks: Readonly<Record<string, 'running' | 'stopped' | 'lapsed'>>;
  /** Names of the open tasks, hand-offs, effects, cases and messages. */
  open: ReadonlySet<string>;
  /** Role of the custodian. */
  custodian: string;
  /** Of the roles that only an appointment or a hand-off fills: those that somebody can hold. */
  held: ReadonlySet<string>;
  /** What is known of the data that guards read. */
  data: Readonly<Record<string, Value>>;
}

/** Two configurations with one key are one. */
export function keyOf({ value, historyValue, clocks, open, custodian, held, data }: Configuration): string {
  const sorted = Object.keys(clocks).toSorted();
  return JSON.stringify([
    value,
    historyValue,
    sorted.map((name) => `${name} ${clocks[name]}`),
    [...open].toSorted(),
    custodian,
    [...held].toSorted(),
    data,
  ]);
}

/**
 * What the machine's move means for clocks and blocks: they begin when their state is entered and end when it is left,
 * as in blocks.ts and clocks.ts. `held` and `data` are what they have come to on the way.
 */
export function follow(
  compiled: CompiledDefinition,
  before: Configuration,
  { state, done, trace }: Advance,
  { held, data }: Pick<Configuration, 'held' | 'data'>,
): Configuration {
  const { value, historyValue } = state;
  const clocks = { ...before.clocks };
  const open = new Set(before.open);
  const stopped = stoppedIn(compiled, state);
  for (const happened of trace)
    if (happened.kind === 'left') leave(compiled, happened.state, clocks, open);
    else if (happened.kind === 'entered') enter(compiled, happened.state, clocks, open, stopped);
  for (const name of Object.keys(clocks))
    if (clocks[name] !== 'lapsed') clocks[name] = stopped.has(name) ? 'stopped' : 'running';
  return { value, historyValue, done, clocks, open, custodian: before.custodian, held, data };
}

/** Full paths of the innermost active states. */
export function leavesOf({ value }: Pick<MachineState, 'value'>): string[] {
  const active = activeStates(value);
  return active.filter((path) => !active.some((other) => other.startsWith(`${path}.`)));
}

/** Definitions that the move opens a case of. */
export function openedBy(compiled: CompiledDefinition, trace: readonly Trace[]): string[] {
  return trace.flatMap((happened) => {
    if (happened.kind === 'action') return 'open' in happened.action ? [happened.action.open.definition] : [];
    if (happened.kind !== 'entered') return [];
    const blocks = compiled.blocksByState.get(happened.state) ?? [];
    return blocks.flatMap((block) => (block.kind === 'case' ? [block.rule.definition] : []));
  });
}

type Clocks = Record<string, 'running' | 'stopped' | 'lapsed'>;

function enter(
  compiled: CompiledDefinition,
  state: string,
  clocks: Clocks,
  open: Set<string>,
  stopped: ReadonlySet<string>,
): void {
  for (const name of clockNames(compiled.states.get(state)!.node))
    clocks[name] = stopped.has(name) ? 'stopped' : 'running';
  for (const block of compiled.blocksByState.get(state) ?? []) {
    // The custody of a case is offered once at a time: a new offer takes the place of the one before.
    if (block.kind === 'handoff')
      for (const name of open) if (compiled.blocks.get(name)?.kind === 'handoff') open.delete(name);
    open.add(block.name);
  }
}

function leave(compiled: CompiledDefinition, state: string, clocks: Clocks, open: Set<string>): void {
  for (const name of clockNames(compiled.states.get(state)!.node)) delete clocks[name];
  for (const { name } of compiled.blocksByState.get(state) ?? []) open.delete(name);
}

function stoppedIn(compiled: CompiledDefinition, { value }: MachineState): Set<string> {
  return new Set(activeStates(value).flatMap((path) => compiled.states.get(path)?.node.stops ?? []));
}
