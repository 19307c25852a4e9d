/**
 * An SCXML document as a workflow definition that means the same.
 *
 * Events are finitely many: those that the test sends, and those raised or sent in the document. So a descriptor (`*`,
 * `foo`, `foo.*`) becomes one transition for each event that it matches, in document order; of `done.state.x`, `onDone`.
 *
 * What a definition has no word for is said with what it has, and noted in `extras`:
 *
 *   deep initial, content in initial  a first child that is left at once, by `always`
 *   history of a parallel state       a state around the parallel one, with the history in it
 *   send                              an effect; the driver is the queue and the timer
 */
import type { Action, Definition, EventRule, StateNode, Transition } from '@gongzhi/engine';
import {
  readChart,
  statesIn,
  Unsupported,
  type ChartState,
  type ChartTransition,
  type Content,
} from './chart.ts';
import { kebab, matches, unique } from './scxml-names.ts';

export interface Converted {
  definition: Definition;
  /** Full path of a state → its id in the document; of an added one its name. */
  idOf: Map<string, string>;
  /** Event of the document → its name in the definition. */
  eventOf: Map<string, string>;
  extras: string[];
}

/** Throws `Unsupported`. `sent`: the events that come from outside. */
export function fromScxml(xml: string, sent: string[]): Converted {
  return new Conversion(readChart(xml), sent).run();
}

const HELPER = 'harness';

class Conversion {
  readonly #root: ChartState;
  readonly #states = new Map<string, ChartState>();
  readonly #paths = new Map<ChartState, string>();
  readonly #idOf = new Map<string, string>();
  readonly #eventOf = new Map<string, string>();
  /** Those that are not only raised. */
  readonly #sent: Set<string>;
  readonly #extras = new Set<string>();
  readonly #stateNames = new Set([`${HELPER}-end`]);
  readonly #eventNames = new Set([`${HELPER}-leave`]);

  constructor(root: ChartState, sent: string[]) {
    this.#root = root;
    this.#sent = new Set(sent.filter((event) => event !== ''));
    for (const state of statesIn(root)) if (state !== root) this.#states.set(state.id, state);
    this.#findPaths(root, '');
    this.#findEvents();
  }

  run(): Converted {
    const { states = {}, initial = '' } = this.#node(this.#root);
    const inside = [...this.#idOf.keys()];
    return {
      definition: {
        id: 'scxml',
        version: 1,
        procedure: 'service',
        title: both('SCXML'),
        calendar: 'china-mainland',
        open: { by: ['anyone'], title: "'SCXML'" },
        custody: { first: 'anyone' },
        roles: { anyone: { title: both('anyone'), party: ['resident'] } },
        data: { type: 'object' },
        events: { ...this.#events(), [`${HELPER}-leave`]: { title: both('leave') } },
        initial,
        states: { ...states, [`${HELPER}-end`]: { type: 'final', title: both('end') } },
        // Never sent: charts made for a test have dead ends and unreachable states, which a definition may not.
        on: { [`${HELPER}-leave`]: [`${HELPER}-end`, ...inside].map((target) => ({ target })) },
      },
      idOf: this.#idOf,
      eventOf: this.#eventOf,
      extras: [...this.#extras],
    };
  }

  #events(): Record<string, EventRule> {
    return Object.fromEntries(
      [...this.#eventOf].map(([event, name]) => [
        name,
        { title: both(event), ...(this.#sent.has(event) ? { by: ['anyone'] } : {}) },
      ]),
    );
  }

  #findPaths(state: ChartState, path: string): void {
    this.#paths.set(state, path);
    if (path !== '') this.#idOf.set(path, state.id);
    for (const child of state.children) {
      const around = child.kind !== 'history' && isWrapped(state) ? `${path}.${nameIn(path)}-regions` : path;
      const name = unique(kebab(child.id, 's'), this.#stateNames);
      this.#findPaths(child, around === '' ? name : `${around}.${name}`);
    }
    if (isWrapped(state)) this.#idOf.set(`${path}.${nameIn(path)}-regions`, state.id);
  }

  #findEvents(): void {
    const events = new Set<string>();
    const states = [...this.#states.values()];
    for (const state of states) {
      for (const content of contentOf(state)) {
        if ('raise' in content) events.add(content.raise);
        if ('send' in content) this.#sent.add(content.send);
      }
      if (isHeardOutside(state, this.#root)) throw new Unsupported('done.state.x, heard outside x');
    }
    for (const event of this.#sent) events.add(event);
    // A descriptor of an event that nobody sends is kept all the same.
    for (const { descriptors } of states.flatMap(({ transitions }) => transitions))
      for (const descriptor of descriptors)
        if (!descriptor.endsWith('*') && !descriptor.startsWith('done.state.') && !events.has(descriptor))
          events.add(descriptor);
    for (const event of events) this.#eventOf.set(event, unique(kebab(event, 'e'), this.#eventNames));
  }

  #node(state: ChartState): StateNode {
    if (state.kind === 'history') return this.#history(state);
    const node: StateNode = { title: both(state.id || 'root') };
    if (state.kind === 'final') node.type = 'final';
    if (state.entry.length > 0) node.entry = this.#actions(state.entry);
    if (state.exit.length > 0) node.exit = this.#actions(state.exit);
    this.#addTransitions(node, state);
    if (state.children.length > 0) this.#addChildren(node, state);
    return node;
  }

  #history(state: ChartState): StateNode {
    const { start, parent } = state;
    const target = start?.target ?? parent?.start?.target;
    if (target === undefined || parent === null) throw new Unsupported('history without a default');
    if (start !== null && start.content.length > 0) throw new Unsupported("content in a history's default");
    return {
      title: both(state.id),
      type: 'history',
      history: state.deep ? 'deep' : 'shallow',
      target: this.#path(target),
    };
  }

  #addChildren(node: StateNode, state: ChartState): void {
    const path = this.#paths.get(state)!;
    const regions = state.children.filter(({ kind }) => kind !== 'history');
    const histories = state.children.filter(({ kind }) => kind === 'history');
    const inside = this.#children(regions);
    if (state.kind === 'parallel') {
      if (regions.length < 2) throw new Unsupported('a parallel state with one region');
      if (!isWrapped(state)) Object.assign(node, { type: 'parallel', states: inside });
      else {
        this.#extras.add('history of a parallel state');
        const parallel: StateNode = { title: both(state.id), type: 'parallel', states: inside };
        if (node.onDone !== undefined) parallel.onDone = node.onDone;
        delete node.onDone;
        node.initial = `${nameIn(path)}-regions`;
        node.states = { [node.initial]: parallel, ...this.#children(histories) };
      }
    } else {
      node.states = { ...inside, ...this.#children(histories) };
      this.#addStart(node, state, path);
    }
  }

  #children(states: ChartState[]): Record<string, StateNode> {
    return Object.fromEntries(states.map((child) => [nameIn(this.#paths.get(child)!), this.#node(child)]));
  }

  #addStart(node: StateNode, state: ChartState, path: string): void {
    if (state.start === null) throw new Unsupported('a compound state without a start');
    const { target, content } = state.start;
    const child = state.children.find(({ id }) => id === target);
    if (child !== undefined && content.length === 0) {
      node.initial = nameIn(this.#paths.get(child)!);
      return;
    }
    this.#extras.add(content.length > 0 ? 'content in initial' : 'deep initial');
    node.initial = `${path === '' ? HELPER : nameIn(path)}-initial`;
    this.#addStep(node, path, node.initial, state.start);
  }

  /** A child that is left at once. */
  #addStep(
    node: StateNode,
    path: string,
    name: string,
    { target, content }: NonNullable<ChartState['start']>,
  ): void {
    const always: Transition = { target: this.#path(target), reenter: true };
    if (content.length > 0) always.actions = this.#actions(content);
    node.states = { ...node.states, [name]: { title: both(name), always } };
    this.#idOf.set(path === '' ? name : `${path}.${name}`, name);
  }

  #addTransitions(node: StateNode, state: ChartState): void {
    const on: Record<string, Transition[]> = {};
    const always: Transition[] = [];
    const onDone: Transition[] = [];
    const done = `done.state.${state.id}`;
    for (const given of state.transitions) {
      const rule = this.#transition(state, given);
      if (given.descriptors.length === 0) always.push(rule);
      for (const [event, name] of this.#eventOf)
        if (given.descriptors.some((descriptor) => matches(descriptor, event))) (on[name] ??= []).push(rule);
      if (given.descriptors.some((descriptor) => matches(descriptor, done))) onDone.push(rule);
    }
    if (Object.keys(on).length > 0) node.on = on;
    if (always.length > 0) node.always = always;
    if (onDone.length > 0 && canFinish(state)) node.onDone = onDone;
  }

  #transition(source: ChartState, given: ChartTransition): Transition {
    const rule: Transition = {};
    const { target, condition } = given;
    if (target !== null) {
      rule.target = this.#path(target);
      // Internal only from a compound state to one inside it; SCXML §3.5, `type`.
      const isCompound = source.kind === 'state' && source.children.length > 0;
      if (!(given.internal && isCompound && isAround(source, this.#state(target)))) rule.reenter = true;
    }
    if (condition !== null && 'in' in condition) rule.in = this.#path(condition.in);
    if (condition !== null && 'constant' in condition) rule.guard = String(condition.constant);
    if (given.content.length > 0) rule.actions = this.#actions(given.content);
    return rule;
  }

  #actions(content: Content[]): Action[] {
    return content.map((given): Action => {
      if ('raise' in given) return { raise: this.#eventOf.get(given.raise)! };
      this.#extras.add('send');
      if ('cancel' in given) return { effect: { use: 'scxml.cancel', input: { id: `'${given.cancel}'` } } };
      const input = {
        event: `'${this.#eventOf.get(given.send)!}'`,
        delayMs: String(given.delayMs),
        id: `'${given.id}'`,
      };
      return { effect: { use: 'scxml.send', input } };
    });
  }

  #state(id: string): ChartState {
    const state = this.#states.get(id);
    if (state === undefined) throw new Error(`state ${id} is not in the document`);
    return state;
  }

  #path(id: string): string {
    return this.#paths.get(this.#state(id))!;
  }
}

const both = (text: string) => ({ 'zh-CN': text, en: text });

const nameIn = (path: string) => path.slice(path.lastIndexOf('.') + 1);

/** A definition allows history in a state that is not parallel. */
const isWrapped = ({ kind, children }: ChartState) =>
  kind === 'parallel' && children.some((child) => child.kind === 'history');

const isAround = (outer: ChartState, inner: ChartState): boolean =>
  inner.parent !== null && (inner.parent === outer || isAround(outer, inner.parent));

const contentOf = (state: ChartState): Content[] => [
  ...state.entry,
  ...state.exit,
  ...(state.start?.content ?? []),
  ...state.transitions.flatMap(({ content }) => content),
];

function canFinish({ kind, children }: ChartState): boolean {
  const regions = children.filter((child) => child.kind !== 'history');
  if (kind === 'parallel') return regions.length > 0 && regions.every(canFinish);
  return children.some((child) => child.kind === 'final');
}

/** Whether some other state than `state` itself has a transition for its end. */
function isHeardOutside(state: ChartState, root: ChartState): boolean {
  if (!canFinish(state)) return false;
  return [...statesIn(root)].some(
    (other) =>
      (other !== state || isWrapped(state)) &&
      other.transitions.some(({ descriptors }) =>
        descriptors.some((descriptor) => matches(descriptor, `done.state.${state.id}`)),
      ),
  );
}
