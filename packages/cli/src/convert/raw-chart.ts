/**
 * A chart as another format writes it: its own names, references not followed yet. What only Gongzhi knows (tasks,
 * clocks, titles …) is in `own`, where the file carries it.
 */
import type { Action, CompiledDefinition, Definition, StateNode, Transition } from '@gongzhi/engine';

export interface RawState {
  /** What references name; null: none. */
  id: string | null;
  /** Its name among its siblings. */
  key: string;
  place: string;
  type: 'state' | 'parallel' | 'final' | 'history';
  history: 'shallow' | 'deep';
  /** Of a compound state where it starts, of a history its default; as it is written. */
  start: string | null;
  children: RawState[];
  transitions: RawTransition[];
  entry: Action[];
  exit: Action[];
  /** Work that another format starts with the state; its name → what it runs. */
  invokes: { name: string; use: string; place: string }[];
  own: OwnState;
}

export interface RawTransition {
  place: string;
  /** Event as it is written; '' for one taken by itself, '@done' when all inside is done. */
  event: string;
  target: string | null;
  guard: string | null;
  /** A state that must be active, as it is written. */
  inside: string | null;
  actions: Action[];
  reenter: boolean;
  own: OwnTransition;
}

/** What a state has besides the chart. */
const OWN_STATE = [
  'title',
  'description',
  'basis',
  'clock',
  'stops',
  'task',
  'handoff',
  'effect',
  'case',
  'await',
  'outcome',
  'result',
] as const;
export type OwnState = Partial<Pick<StateNode, (typeof OWN_STATE)[number]>>;
export type OwnTransition = Partial<Pick<Transition, 'title' | 'because'>>;

/** A definition without its chart. */
export type Head = Omit<Definition, 'initial' | 'states' | 'on'>;

/** What a file carries for a head, when it can be one; the rest is for the compiler to check. */
export function asHead(value: unknown): Head | null {
  const { id, roles, data } = (value ?? {}) as Partial<Record<keyof Head, unknown>>;
  const isWhole =
    typeof id === 'string' && [roles, data].every((part) => typeof part === 'object' && part !== null);
  return isWhole ? (value as Head) : null;
}

export interface RawChart {
  id: string;
  /** Its states and what holds everywhere. */
  root: RawState;
  head: Head | null;
  /** Data with what they begin as, where the file says. */
  data: Record<string, unknown>;
  /** Finds what a reference in `from` means; null: nothing. */
  resolve(reference: string, from: RawState): RawState | null;
}

export function ownState(node: StateNode): OwnState {
  return pick(node, OWN_STATE);
}

export function ownTransition(rule: Transition): OwnTransition {
  return pick(rule, ['title', 'because'] as const);
}

function pick<Value extends object, Key extends keyof Value>(
  value: Value,
  keys: readonly Key[],
): Partial<Pick<Value, Key>> {
  return Object.fromEntries(
    keys.flatMap((key) => (value[key] === undefined ? [] : [[key, value[key]]])),
  ) as Partial<Pick<Value, Key>>;
}

export function* allStates(state: RawState): Generator<RawState> {
  yield state;
  for (const child of state.children) yield* allStates(child);
}

/** Full path of a history state's default, which may be said as a sibling's name. */
export function historyDefault(
  { states }: Pick<CompiledDefinition, 'states'>,
  path: string,
  { target }: StateNode,
): string | undefined {
  if (target === undefined) return undefined;
  const parent = path.slice(0, Math.max(0, path.lastIndexOf('.')));
  const sibling = parent === '' ? target : `${parent}.${target}`;
  return states.has(sibling) ? sibling : target;
}
