/**
 * A definition as an XState v5 machine: built once when it is compiled, advanced one event at a time.
 *
 * The only file that imports xstate. It uses the machine's pure `transition`, never an actor: no timers, no invoked
 * work, no spawned children. What a transition does comes back as a trace, in the order in which it happened:
 *
 *   1. `left`     a state was left: whatever lived in it ends
 *   2. `took`     a transition was taken
 *   3. `action`   an author's action, with the data as they were at that point
 *   4. `entered`  a state was entered, after its own entry actions: its blocks begin
 *
 * Assignments, appointments and raised events take effect inside the macrostep, so that a later guard sees them.
 */
import {
  and,
  assign,
  createMachine,
  raise,
  stateIn,
  type AnyActorScope,
  type AnyMachineSnapshot,
  type AnyStateMachine,
} from 'xstate';
import type {
  CompiledDefinition,
  CompiledState,
  CompiledTransition,
  Expressions,
  Variables,
} from './compiled.ts';
import type { Action, Definition, StateNode, Transition, Transitions } from './definition.ts';
import { resolveTarget } from './names.ts';
import type { Json, JsonObject } from './text.ts';

export interface BuiltMachine {
  config: JsonObject;
  machine: unknown;
  states: Map<string, CompiledState>;
  transitions: CompiledTransition[];
}

export type Trace =
  | { kind: 'took'; transition: number }
  | { kind: 'entered'; state: string; data: JsonObject }
  | { kind: 'left'; state: string }
  | { kind: 'action'; action: Action; data: JsonObject };

export interface MachineState {
  value: Json;
  historyValue: Json;
}

export interface Advance {
  state: MachineState;
  done: boolean;
  data: JsonObject;
  trace: Trace[];
}

/** What guards and assignments see besides the data, and what they leave behind. */
export interface Environment {
  variables: Omit<Variables, 'data'>;
  /** Called for each `appoint` and `dismiss` at its place; returns the holders from then on. */
  onRole(action: Action, data: JsonObject): Variables['holders'];
}

/**
 * The machine's context, behind a function: XState walks through a context's objects at each restore and each
 * persist in search of actors, which took half of a step's time.
 */
interface Carried {
  read: () => Context;
}

const carry = (context: Context): Carried => ({ read: () => context });

interface Context {
  data: JsonObject;
  environment: Environment;
  expressions: Expressions;
  trace: Trace[];
}

/** Bounds an eventless loop that slipped past the compiler; far above any real macrostep. */
const MICROSTEP_LIMIT = 1000;

export function buildMachine(definition: Definition): BuiltMachine {
  const states = collectStates(definition);
  const transitions: CompiledTransition[] = [];
  const root = nodeConfig(definition, '', definition as unknown as StateNode, transitions);
  const config: JsonObject = { ...root, id: ROOT, options: { maxIterations: MICROSTEP_LIMIT } };
  return { config, machine: createXStateMachine(config, states, transitions), states, transitions };
}

/** Enters the initial states. */
export function begin(compiled: CompiledDefinition, data: JsonObject, environment: Environment): Advance {
  const machine = compiled.machine as AnyStateMachine;
  const context: Context = { data, environment, expressions: compiled.expressions, trace: [] };
  const snapshot = machine.getInitialSnapshot(scopeFor(context.trace), carry(context) as never);
  return advanced(machine, snapshot, context.trace);
}

/**
 * Takes one event. An empty trace means that nothing handled it; the state is then unchanged.
 *
 * Throws `ExpressionError` when a guard or an assignment cannot be evaluated, and an error of XState's when the
 * macrostep does not end within its bound.
 */
export function advance(
  compiled: CompiledDefinition,
  state: MachineState,
  data: JsonObject,
  event: string,
  environment: Environment,
): Advance {
  const machine = compiled.machine as AnyStateMachine;
  const context: Context = { data, environment, expressions: compiled.expressions, trace: [] };
  const scope = scopeFor(context.trace);
  const { value, historyValue } = state;
  const before = machine.restoreSnapshot(
    { status: 'active', value, historyValue, context: carry(context), children: {} } as never,
    scope,
  ) as AnyMachineSnapshot;
  const after = machine.transition(before, { type: event }, scope) as AnyMachineSnapshot;
  return advanced(machine, after, context.trace);
}

/** The event that an operator's move to `state` is for the machine. */
export const moveEvent = (state: string) => `@move ${state}`;

/** Full paths of all active states, outermost first, in document order. */
export function activeStates(value: Json): string[] {
  const found: string[] = [];
  const visit = (node: Json, prefix: string) => {
    if (typeof node === 'string') found.push(prefix + node);
    else if (node !== null && typeof node === 'object')
      for (const [name, inner] of Object.entries(node)) {
        found.push(prefix + name);
        visit(inner, `${prefix}${name}.`);
      }
  };
  visit(value, '');
  return found;
}

const ROOT = 'case';
const stateId = (path: string) => (path === '' ? ROOT : `${ROOT}.${path}`);

function advanced(machine: AnyStateMachine, snapshot: AnyMachineSnapshot, trace: Trace[]): Advance {
  const { data } = (snapshot.context as Carried).read();
  const { value, historyValue = {} } = machine.getPersistedSnapshot(snapshot) as unknown as {
    value: Json;
    historyValue?: Json;
  };
  return { state: { value, historyValue }, done: snapshot.status === 'done', data, trace };
}

function collectStates(definition: Definition): Map<string, CompiledState> {
  const states = new Map<string, CompiledState>();
  const visit = (node: StateNode, path: string, parent: string | null, name: string) => {
    const children = Object.keys(node.states ?? {}).map((child) => join(path, child));
    states.set(path, { path, name, parent, node, children });
    for (const [child, inner] of Object.entries(node.states ?? {}))
      visit(inner, join(path, child), path, child);
  };
  visit(definition as unknown as StateNode, '', null, '');
  return states;
}

const join = (path: string, name: string) => (path === '' ? name : `${path}.${name}`);

function nodeConfig(
  definition: Definition,
  path: string,
  node: StateNode,
  transitions: CompiledTransition[],
): JsonObject {
  const config: JsonObject = { id: stateId(path) };
  const list = (event: string, given: Transitions): Json =>
    normalise(given).map((rule) => {
      const target = rule.target === undefined ? null : resolveTarget(definition, path, rule.target);
      const compiled: CompiledTransition = {
        id: transitions.length,
        source: path,
        event,
        target,
        rule,
      };
      transitions.push(compiled);
      return transitionConfig(compiled);
    });
  if (node.type !== undefined && path !== '') config['type'] = node.type;
  if (node.type === 'history') {
    config['history'] = node.history ?? 'shallow';
    const fallback = node.target === undefined ? null : resolveTarget(definition, path, node.target);
    if (fallback !== null) config['target'] = `#${stateId(fallback)}`;
    return config;
  }
  if (node.initial !== undefined) config['initial'] = node.initial;
  config['entry'] = [...actionConfigs(node.entry), { type: 'entered', params: { state: path } }];
  config['exit'] = [{ type: 'left', params: { state: path } }, ...actionConfigs(node.exit)];
  if (path === '') {
    config['entry'] = [];
    config['exit'] = [];
  }
  if (node.on !== undefined)
    config['on'] = Object.fromEntries(
      Object.entries(node.on).map(([event, given]) => [event, list(event, given)]),
    );
  if (node.always !== undefined) config['always'] = list('', node.always);
  if (node.onDone !== undefined) config['onDone'] = list('@done', node.onDone);
  if (node.states !== undefined)
    config['states'] = Object.fromEntries(
      Object.entries(node.states).map(([name, child]) => [
        name,
        nodeConfig(definition, join(path, name), child, transitions),
      ]),
    );
  return config;
}

/** One or several transitions, or a target alone, as a list. */
function normalise(given: Transitions): Transition[] {
  if (typeof given === 'string') return [{ target: given }];
  return Array.isArray(given) ? given : [given];
}

function transitionConfig({ id, target, rule }: CompiledTransition): JsonObject {
  return {
    ...(target === null ? {} : { target: `#${stateId(target)}` }),
    ...(rule.reenter === true ? { reenter: true } : {}),
    ...(rule.in === undefined && rule.guard === undefined
      ? {}
      : {
          guard: {
            type: rule.in === undefined ? 'cel' : inGuard(rule.in),
            params: {
              ...(rule.in === undefined ? {} : { in: rule.in }),
              expression: rule.guard ?? 'true',
            },
          },
        }),
    actions: [{ type: 'took', params: { transition: id } }, ...actionConfigs(rule.actions)],
  };
}

const inGuard = (state: string) => `cel in ${state}`;

function actionConfigs(actions: Action[] | undefined): JsonObject[] {
  return (actions ?? []).map((action) => {
    if ('assign' in action) return { type: 'assign', params: { fields: action.assign } };
    if ('raise' in action) return { type: 'raise', params: { event: action.raise } };
    if ('appoint' in action || 'dismiss' in action)
      return { type: 'role', params: { action: action as unknown as Json } };
    return { type: 'act', params: { action: action as unknown as Json } };
  });
}

function createXStateMachine(
  config: JsonObject,
  states: Map<string, CompiledState>,
  transitions: CompiledTransition[],
): AnyStateMachine {
  const holds = ({ context }: { context: Carried }, params: unknown) =>
    evaluate(context.read(), (params as { expression: string }).expression) === true;
  const guards: Record<string, unknown> = { cel: holds };
  for (const { rule } of transitions)
    if (rule.in !== undefined)
      guards[inGuard(rule.in)] = and([
        stateIn(`#${stateId(rule.in)}`),
        { type: 'cel', params: { expression: rule.guard ?? 'true' } } as never,
      ] as never);
  const noop = () => {};
  const moves = Object.fromEntries(
    [...states.values()]
      .filter(({ path, node }) => path !== '' && node.type !== 'history')
      .map(({ path }) => [moveEvent(path), { target: `#${stateId(path)}`, reenter: true }]),
  );
  return createMachine(
    {
      ...config,
      on: { ...(config['on'] as object | undefined), ...moves },
      context: ({ input }: { input: unknown }) => input,
    } as never,
    {
      guards,
      actions: {
        assign: assign(({ context }: { context: Carried }, params: unknown) =>
          carry(assigned(context.read(), (params as { fields: Record<string, string> }).fields)),
        ),
        raise: raise((_: unknown, params: unknown) => ({
          type: (params as { event: string }).event,
        })),
        role: assign(({ context }: { context: Carried }, params: unknown) => {
          const { action } = params as { action: Action };
          const before = context.read();
          const { environment, data, trace } = before;
          trace.push({ kind: 'action', action, data });
          const holders = environment.onRole(action, data);
          return carry({
            ...before,
            environment: { ...environment, variables: { ...environment.variables, holders } },
          });
        }),
        took: noop,
        entered: noop,
        left: noop,
        act: noop,
      },
    } as never,
  ) as unknown as AnyStateMachine;
}

function evaluate({ expressions, environment, data }: Context, expression: string): Json {
  return expressions.evaluate(expression, { ...environment.variables, data });
}

function assigned(context: Context, fields: Record<string, string>): Context {
  const data = { ...context.data };
  for (const [field, expression] of Object.entries(fields)) data[field] = evaluate(context, expression);
  return { ...context, data };
}

/** A scope in which nothing can happen outside: actions are recorded at their place, everything else is inert. */
function scopeFor(trace: Trace[]): AnyActorScope {
  return {
    ...INERT,
    actionExecutor({ type, params, info }: { type: string; params: never; info: { context: Carried } }) {
      const given = params as { state: string; transition: number; action: Action };
      if (type === 'took') trace.push({ kind: 'took', transition: given.transition });
      else if (type === 'entered')
        trace.push({ kind: 'entered', state: given.state, data: info.context.read().data });
      else if (type === 'left') trace.push({ kind: 'left', state: given.state });
      else if (type === 'act')
        trace.push({ kind: 'action', action: given.action, data: info.context.read().data });
    },
  } as unknown as AnyActorScope;
}

const INERT = {
  self: {},
  id: ROOT,
  sessionId: ROOT,
  logger() {},
  defer() {},
  emit() {},
  stopChild() {},
  system: {
    _sendInspectionEvent() {},
    _register() {},
    _unregister() {},
    _set() {},
    _relay() {},
    _bookId: () => ROOT,
    _snapshot: {},
    scheduler: {},
    get() {},
    getAll: () => ({}),
    getSnapshot: () => ({}),
  },
};
