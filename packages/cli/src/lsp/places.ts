/** What stands where: by its path, which kind of name, expression or text a key or a value of a definition is. */
import type { Path } from './tree.ts';

export type NameKind =
  | 'state'
  | 'role'
  | 'form'
  | 'clock'
  | 'block'
  | 'event'
  | 'document'
  | 'basis'
  | 'field'
  | 'outcome';

/** Names that the definition does not declare itself. */
export type OutsideKind =
  | 'effect'
  | 'input'
  | 'party-kind'
  | 'qualification'
  | 'calendar'
  | 'definition'
  | 'other-role';

/** How a name of a state is meant: resolveTarget, the full path, a child of the state. */
export type StateWay = 'target' | 'full' | 'child';

export type Meaning =
  | { is: 'name'; kind: Exclude<NameKind, 'state'>; declares: boolean }
  | { is: 'state'; way: StateWay | 'declared' }
  | { is: 'handler' }
  | { is: 'outside'; kind: OutsideKind }
  | { is: 'expression' }
  | { is: 'template' };

export interface Placed {
  /** Path of the state that it stands in; '' at the top. */
  state: string;
  meaning: Meaning | null;
}

const declares = (kind: Exclude<NameKind, 'state'>): Meaning => ({ is: 'name', kind, declares: true });
const names = (kind: Exclude<NameKind, 'state'>): Meaning => ({ is: 'name', kind, declares: false });
const outside = (kind: OutsideKind): Meaning => ({ is: 'outside', kind });
const state = (way: StateWay | 'declared'): Meaning => ({ is: 'state', way });
const expression: Meaning = { is: 'expression' };
const template: Meaning = { is: 'template' };
const handler: Meaning = { is: 'handler' };

/**
 * D the top of a definition, S a state, T a transition, A an action, E an expectation of a test, W its step, G what is
 * given. `@` a key, `*` any name, `#` a position.
 */
const MEANINGS: Record<string, Meaning> = {
  'D/roles/@': declares('role'),
  'D/forms/@': declares('form'),
  'D/events/@': declares('event'),
  'D/clocks/@': declares('clock'),
  'D/documents/@': declares('document'),
  'D/basis/@': declares('basis'),
  'D/data/properties/@': declares('field'),
  'D/states/@': state('declared'),
  'S/states/@': state('declared'),
  'S/task/@': declares('block'),
  'S/handoff/@': declares('block'),
  'S/effect/@': declares('block'),
  'S/case/@': declares('block'),
  'S/await/@': declares('block'),
  'D/on/@': handler,
  'S/on/@': handler,
  'D/visibility/fields/@': names('field'),
  'A/assign/@': names('field'),
  'effect/input/@': outside('input'),
  'case/roles/@': outside('other-role'),

  'D/initial': state('child'),
  'D/calendar': outside('calendar'),
  'D/open/by/#': names('role'),
  'D/open/form': names('form'),
  'D/open/title': expression,
  'D/custody/first': names('role'),
  'D/custody/roles/#': names('role'),
  'D/roles/*/party/#': outside('party-kind'),
  'D/roles/*/qualifications/#': outside('qualification'),
  'D/roles/*/appoint/office': outside('qualification'),
  'D/roles/*/sameParty': names('role'),
  'D/roles/*/separateFrom/#': names('role'),
  'D/roles/*/separateFrom/#/role': names('role'),
  'D/roles/*/visibleTo/#': names('role'),
  'D/events/*/by/#': names('role'),
  'D/events/*/form': names('form'),
  'D/events/*/visibleTo/#': names('role'),
  'D/events/*/basis/#': names('basis'),
  'D/clocks/*/basis/#': names('basis'),
  'D/clocks/*/from': expression,
  'D/clocks/*/extendable/by/#': names('role'),
  'D/clocks/*/extendable/basis/#': names('basis'),
  'D/documents/*/title/*': template,
  'D/documents/*/body/*': template,
  'D/visibility/fields/*/#': names('role'),
  'D/visibility/candidates/#': names('field'),
  'D/visibility/public/when': expression,
  'D/visibility/public/fields/#': names('field'),
  'D/visibility/public/documents/#': names('document'),
  'S/basis/#': names('basis'),
  'S/initial': state('child'),
  'S/target': state('target'),
  'S/clock': names('clock'),
  'S/clock/#': names('clock'),
  'S/stops/#': names('clock'),
  'S/result/*': expression,
  'S/task/*/role': names('role'),
  'S/task/*/form': names('form'),
  'S/task/*/clock': names('clock'),
  'S/task/*/sameAs': names('block'),
  'S/task/*/visibleTo/#': names('role'),
  'S/task/*/to': expression,
  'S/handoff/*/to': names('role'),
  'S/handoff/*/party': expression,
  'S/await/*/form': names('form'),
  'S/await/*/correlate': expression,
  T: state('target'),
  'T/target': state('target'),
  'T/in': state('full'),
  'T/guard': expression,
  'A/assign/*': expression,
  'A/appoint/role': names('role'),
  'A/appoint/party': expression,
  'A/appoint/member': expression,
  'A/dismiss/role': names('role'),
  'A/dismiss/party': expression,
  'A/issue/document': names('document'),
  'A/issue/to/#': names('role'),
  'A/raise': names('event'),
  'effect/use': outside('effect'),
  'effect/input/*': expression,
  'case/definition': outside('definition'),
  'case/payload/*': expression,
  'case/roles/*': names('role'),

  'G/role': names('role'),
  'G/holders/@': names('role'),
  'W/claim': names('block'),
  'W/complete': names('block'),
  'W/release': names('block'),
  'W/delegate': names('block'),
  'W/accept': names('block'),
  'W/decline': names('block'),
  'W/recall': names('block'),
  'W/reply': names('block'),
  'W/fail': names('block'),
  'W/close': names('block'),
  'W/message': names('block'),
  'W/send': names('event'),
  'W/offer': names('role'),
  'W/extend': names('clock'),
  'W/lapse': names('clock'),
  'W/move': state('full'),
  'E/state/#': state('full'),
  'E/tasks/#': names('block'),
  'E/handoffs/#': names('block'),
  'E/due/@': names('clock'),
  'E/warnings/#': names('clock'),
  'E/lapsed/#': names('clock'),
  'E/documents/#': names('document'),
  'E/participants/@': names('role'),
  'E/outcome': names('outcome'),
};

const byLength = new Map<number, { steps: string[]; meaning: Meaning }[]>();
for (const [pattern, meaning] of Object.entries(MEANINGS)) {
  const steps = pattern.split('/');
  byLength.set(steps.length, [...(byLength.get(steps.length) ?? []), { steps, meaning }]);
}

/** What the value at a path of a definition is. */
export function placeValue(path: Path): Placed {
  const { state, steps } = reduce(path);
  return { state, meaning: find(steps) };
}

/** What the key at a path of a definition is. */
export function placeKey(path: Path): Placed {
  const { state, steps } = reduce(path.slice(0, -1));
  return { state, meaning: find([...steps, '@']) };
}

/** The same in a file of tests. */
export const placeTestValue = (path: Path): Placed => ({ state: '', meaning: find(reduceTest(path)) });
export const placeTestKey = (path: Path): Placed => ({
  state: '',
  meaning: find([...reduceTest(path.slice(0, -1)), '@']),
});

/** A path with the state that it is in taken off, and lists of transitions and actions made one. */
export function reduce(path: Path): { state: string; steps: Path } {
  let at = 0;
  const around: (string | number)[] = [];
  while (path[at] === 'states' && path.length > at + 1) {
    around.push(path[at + 1]!);
    at += 2;
  }
  const rest = path.slice(at);
  return { state: around.join('.'), steps: reduceParts(rest, around.length === 0 ? 'D' : 'S') };
}

function reduceParts(rest: Path, top: 'D' | 'S'): Path {
  const [first, second] = rest;
  if (first === 'on' && rest.length > 1) return reduceTransition(rest.slice(2));
  if (top === 'S' && (first === 'always' || first === 'onDone')) return reduceTransition(rest.slice(1));
  if (top === 'S' && (first === 'entry' || first === 'exit') && typeof second === 'number')
    return reduceAction(rest.slice(2));
  if (top === 'S' && (first === 'effect' || first === 'case') && rest.length > 2)
    return [first, ...rest.slice(2)];
  return [top, ...rest];
}

function reduceTransition(rest: Path): Path {
  const inside = typeof rest[0] === 'number' ? rest.slice(1) : rest;
  if (inside[0] === 'actions' && typeof inside[1] === 'number') return reduceAction(inside.slice(2));
  return ['T', ...inside];
}

function reduceAction(rest: Path): Path {
  if (rest[0] === 'effect') return ['effect', ...rest.slice(1)];
  if (rest[0] === 'open') return ['case', ...rest.slice(1)];
  return ['A', ...rest];
}

function reduceTest(path: Path): Path {
  const then = path.lastIndexOf('then');
  if (then >= 0) return ['E', ...path.slice(then + 1)];
  if (path[0] === 'tests' && path[2] === 'when') return ['W', ...path.slice(4)];
  if (path[0] === 'tests' && path[2] === 'given') return ['G', ...path.slice(3)];
  return ['-', ...path];
}

function find(steps: Path): Meaning | null {
  const fits = (pattern: string, step: string | number) =>
    pattern === '#' ? typeof step === 'number' : pattern === '*' ? step !== '@' : pattern === step;
  const found = byLength
    .get(steps.length)
    ?.find((one) => one.steps.every((pattern, index) => fits(pattern, steps[index]!)));
  return found?.meaning ?? null;
}
