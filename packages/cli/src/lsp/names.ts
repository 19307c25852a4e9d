/** Every name that a definition, or a file of tests, declares or mentions, with its place. */
import { mentionsIn } from './expressions.ts';
import {
  placeKey,
  placeTestKey,
  placeTestValue,
  placeValue,
  type Meaning,
  type NameKind,
  type StateWay,
} from './places.ts';
import type { Part, Path, Span, Tree, Written } from './tree.ts';

export interface Name {
  kind: NameKind;
  /** What is declared or mentioned; of a state its full path. */
  name: string;
  span: Span;
  declares: boolean;
  /** Of the part that it stands in. */
  path: Path;
  /** Of a mention of a state: how it is written, and the path of the state before its first step. */
  steps: { written: string; base: string } | null;
  /** Written in an expression as `holders.name`. */
  dotted: boolean;
}

export interface Names {
  all: readonly Name[];
  declared(kind: NameKind): string[];
  declaration(kind: NameKind, name: string): Name | undefined;
}

/** Names of a definition. */
export function namesOf(tree: Tree): Names {
  return collect(tree, placeKey, placeValue, statesOf(tree));
}

/** Names of a file of tests; `states` are those of its definition. */
export function namesOfTests(tree: Tree, states: ReadonlySet<string>): Names {
  return collect(tree, placeTestKey, placeTestValue, states);
}

/** Full paths of all states. */
export function statesOf(tree: Tree): Set<string> {
  const states = new Set<string>();
  for (const { path, key } of tree.parts) {
    if (!key || path.at(-2) !== 'states') continue;
    const { state, meaning } = placeKey(path);
    if (meaning?.is === 'state') states.add(childOf(state, String(path.at(-1))));
  }
  return states;
}

/** As `resolveTarget` of the engine: `.child`, a sibling, or the full path. */
function resolveState(
  states: ReadonlySet<string>,
  source: string,
  written: string,
  way: StateWay,
): { path: string; base: string } | null {
  const within = (base: string, name: string) => {
    const path = childOf(base, name);
    return states.has(path) ? { path, base } : null;
  };
  if (way === 'child') return within(source, written);
  if (way === 'full') return within('', written);
  if (written.startsWith('.')) return within(source, written.slice(1));
  const parent = source.slice(0, Math.max(0, source.lastIndexOf('.')));
  return (written.includes('.') ? null : within(parent, written)) ?? within('', written);
}

export const childOf = (parent: string, name: string) => (parent === '' ? name : `${parent}.${name}`);

const CLOCK_EVENTS = new Set(['warned', 'lapsed', 'extended']);

function collect(
  tree: Tree,
  keyAt: typeof placeKey,
  valueAt: typeof placeValue,
  states: ReadonlySet<string>,
): Names {
  const all: Name[] = [];
  const add = (kind: NameKind, name: string, span: Span, path: Path, more: Partial<Name> = {}) =>
    all.push({ kind, name, span, path, declares: false, steps: null, dotted: false, ...more });

  const addState = (way: StateWay, written: string, span: Span, source: string, path: Path) => {
    const found = resolveState(states, source, written, way);
    const guess = way === 'child' ? childOf(source, written) : written;
    add('state', found?.path ?? guess, span, path, { steps: { written, base: found?.base ?? '' } });
  };
  const addHandler = (name: string, span: Span, path: Path) => {
    const dot = name.lastIndexOf('.');
    if (dot < 0) return add('event', name, span, path);
    const kind = CLOCK_EVENTS.has(name.slice(dot + 1)) ? 'clock' : 'block';
    return add(kind, name.slice(0, dot), [span[0], span[0] + dot], path);
  };
  const addValue = (meaning: Meaning, state: string, written: Written, path: Path) => {
    if (meaning.is === 'name') add(meaning.kind, written.value, written.span, path);
    else if (meaning.is === 'state' && meaning.way !== 'declared')
      addState(meaning.way, written.value, written.span, state, path);
    else if (meaning.is === 'expression' || meaning.is === 'template')
      for (const { kind, name, span } of mentionsIn(tree.text, written, meaning.is === 'template'))
        add(kind, name, span, path, { dotted: tree.text[span[0] - 1] === '.' });
  };
  const addKey = ({ path, key }: Part) => {
    const { state, meaning } = keyAt(path);
    const name = String(path.at(-1));
    if (meaning?.is === 'name') add(meaning.kind, name, key!, path, { declares: meaning.declares });
    else if (meaning?.is === 'state') add('state', childOf(state, name), key!, path, { declares: true });
    else if (meaning?.is === 'handler') addHandler(name, key!, path);
  };
  for (const part of tree.parts) {
    if (part.key) addKey(part);
    if (!part.text) continue;
    const { state, meaning } = valueAt(part.path);
    if (meaning) addValue(meaning, state, part.text, part.path);
  }
  return index(all);
}

function index(all: Name[]): Names {
  const declared = new Map<NameKind, Map<string, Name>>();
  for (const name of all) {
    if (!name.declares) continue;
    const ofKind = declared.get(name.kind) ?? new Map<string, Name>();
    if (!ofKind.has(name.name)) ofKind.set(name.name, name);
    declared.set(name.kind, ofKind);
  }
  return {
    all,
    declared: (kind) => [...(declared.get(kind)?.keys() ?? [])],
    declaration: (kind, name) => declared.get(kind)?.get(name),
  };
}

/** The name that stands at an offset. */
export function nameAt({ all }: Names, offset: number): Name | undefined {
  return all.find(({ span: [start, end] }) => start <= offset && offset <= end);
}
