/** A definition taken apart: its states, transitions, blocks, actions and running clocks, each with its place. */
import type { Action, Definition, StateNode, Transition, Transitions } from './definition.ts';
import type { Block } from './compiled.ts';
import type { Path } from './source.ts';

export interface Outline {
  /** By full path, in document order; the root is ''. */
  states: Map<string, OutlineState>;
  transitions: OutlineTransition[];
  blocks: OutlineBlock[];
  /** Every list of actions, flattened. */
  actions: OutlineAction[];
}

export interface OutlineState {
  path: string;
  name: string;
  parent: string | null;
  node: StateNode;
  children: string[];
  /** Place in the definition. */
  at: Path;
}

interface OutlineTransition {
  source: string;
  /** Event type; '' for `always`, '@done' for onDone. */
  event: string;
  rule: Transition;
  /** Place in the definition; of the target: the place itself when the target stands alone; of its event. */
  at: Path;
  eventAt: Path;
  targetAt: Path;
  /** Position among the transitions of the same event. */
  index: number;
}

export type OutlineBlock = Block & { at: Path };

export interface OutlineAction {
  rule: Action;
  at: Path;
  /** Event type that it runs on; '' when there is none (entry, exit, always, onDone). */
  event: string;
  state: string;
}

const ACTION_KEYS = new Set(['assign', 'appoint', 'dismiss', 'issue', 'effect', 'open', 'raise']);
const BLOCK_KINDS = ['task', 'handoff', 'effect', 'case', 'await'] as const;

export function outlineDefinition(definition: Definition): Outline {
  const outline: Outline = { states: new Map(), transitions: [], blocks: [], actions: [] };
  addState(outline, '', null, definition, []);
  return outline;
}

/** The path of a state's child. */
export const childPath = (parent: string, name: string) => (parent === '' ? name : `${parent}.${name}`);

/** The state itself, then those around it, the root last. */
export function selfAndAncestors(outline: Outline, path: string): OutlineState[] {
  const found: OutlineState[] = [];
  for (
    let state = outline.states.get(path);
    state;
    state = state.parent === null ? undefined : outline.states.get(state.parent)
  )
    found.push(state);
  return found;
}

/** The states inside that are entered with it: its initial child, or all its regions. */
export function defaultsOf(outline: Outline, { path, node, children }: OutlineState): string[] {
  if (node.type === 'parallel')
    return children.filter((child) => outline.states.get(child)?.node.type !== 'history');
  return node.initial === undefined ? [] : [childPath(path, node.initial)];
}

export const isUnconditional = (rule: Transition) => rule.guard === undefined && rule.in === undefined;

/** A state with all states inside it. */
export function isInside(path: string, around: string): boolean {
  return around === '' || path === around || path.startsWith(`${around}.`);
}

function addState(
  outline: Outline,
  path: string,
  parent: string | null,
  node: StateNode | Definition,
  at: Path,
): void {
  const children = Object.keys(node.states ?? {});
  const name = path.slice(path.lastIndexOf('.') + 1);
  const state = node as StateNode;
  outline.states.set(path, {
    path,
    name,
    parent,
    node: state,
    children: children.map((child) => childPath(path, child)),
    at,
  });
  for (const [event, transitions] of Object.entries(node.on ?? {}))
    addTransitions(outline, path, event, transitions, [...at, 'on', event]);
  // The root of a definition has only these two.
  if (parent !== null) addParts(outline, path, state, at);
  for (const child of children)
    addState(outline, childPath(path, child), path, node.states![child]!, [...at, 'states', child]);
}

function addParts(outline: Outline, path: string, node: StateNode, at: Path): void {
  if (node.always !== undefined) addTransitions(outline, path, '', node.always, [...at, 'always']);
  if (node.onDone !== undefined) addTransitions(outline, path, '@done', node.onDone, [...at, 'onDone']);
  addActions(outline, path, '', node.entry, [...at, 'entry']);
  addActions(outline, path, '', node.exit, [...at, 'exit']);
  for (const kind of BLOCK_KINDS)
    for (const [name, rule] of Object.entries(node[kind] ?? {}))
      outline.blocks.push({ kind, name, state: path, rule, at: [...at, kind, name] } as OutlineBlock);
}

function addTransitions(
  outline: Outline,
  source: string,
  event: string,
  transitions: Transitions,
  at: Path,
): void {
  const isList = Array.isArray(transitions);
  for (const [index, given] of (isList ? transitions : [transitions]).entries()) {
    const isName = typeof given === 'string';
    const rule: Transition = isName ? { target: given } : given;
    const place = isList ? [...at, index] : at;
    outline.transitions.push({
      source,
      event,
      rule,
      at: place,
      eventAt: at,
      targetAt: isName ? place : [...place, 'target'],
      index,
    });
    const type = event === '@done' ? '' : event;
    addActions(outline, source, type, rule.actions, [...place, 'actions']);
  }
}

function addActions(
  outline: Outline,
  state: string,
  event: string,
  actions: Action[] | undefined,
  at: Path,
): void {
  for (const [index, rule] of (actions ?? []).entries())
    // One with an unknown key is told by its shape.
    if (Object.keys(rule).some((key) => ACTION_KEYS.has(key)))
      outline.actions.push({ rule, at: [...at, index], event, state });
}
