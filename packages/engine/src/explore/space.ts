/**
 * Every configuration that a case can come to, breadth first, so that the first way to each is a shortest one.
 *
 * The machine is the one that runs cases. Guards are choices (choices.ts); a person's event, a finished task, an
 * answered hand-off, a reply and a failure, a child's close, a message, a clock's warning, lapse and extension are the
 * events. Left out: hand-offs that people offer by themselves, moves by an operator, and time.
 */
import type { Block, CompiledDefinition } from '../compiled.ts';
import type { Definition } from '../definition.ts';
import { activeStates, advance, begin, type Advance, type Environment } from '../machine.ts';
import { everyWay, readGuards, type Guards } from './choices.ts';
import { follow, keyOf, openedBy, type Configuration } from './configuration.ts';
import type { RoleFilling } from './roles.ts';

export interface Node {
  index: number;
  configuration: Configuration;
  /** The move that came here first; null: the opening. */
  by: Move | null;
  moves: Move[];
  /** Its moves were looked at; false beyond the bound. */
  expanded: boolean;
}

export interface Move {
  from: number;
  to: number;
  event: PossibleEvent;
  /** Transitions taken, by id. */
  took: number[];
  /** Some guard said no. */
  refused: boolean;
  /** Definitions of the cases that it opens. */
  opens: string[];
  /** Roles that it leaves without a holder. */
  dismissed: string[];
}

/** What can happen in a configuration. */
export interface PossibleEvent {
  type: string;
  of: 'event' | 'clock' | Block['kind'];
  /** The event's, the clock's or the block's. */
  name: string;
  /** Refused, so that nothing changes, when the machine does not take it. */
  must: boolean;
}

export interface Space {
  nodes: Node[];
  /** The bound on configurations, or on ways of one step, was hit: what lies beyond is not known. */
  bounded: boolean;
  /** What a step that does not end began with. */
  endless: { from: Node | null; event: PossibleEvent | null; states: string[] }[];
  /** Of a clock that lapsed while nothing in the active states takes that, whatever the guards say. */
  unheard: { node: Node; clock: string }[];
}

export function exploreSpace(compiled: CompiledDefinition, filling: RoleFilling, limit: number): Space {
  return new Explorer(compiled, filling, limit).run();
}

const EMPTY = { data: {}, payload: {} } as const;

class Explorer {
  readonly #compiled: CompiledDefinition;
  readonly #definition: Definition;
  readonly #filling: RoleFilling;
  readonly #limit: number;
  readonly #guards: Guards;
  /** States that handle each event. */
  readonly #handlers = new Map<string, Set<string>>();
  readonly #byKey = new Map<string, Node>();
  readonly #space: Space = { nodes: [], bounded: false, endless: [], unheard: [] };

  constructor(compiled: CompiledDefinition, filling: RoleFilling, limit: number) {
    this.#compiled = compiled;
    this.#definition = compiled.definition;
    this.#filling = filling;
    this.#limit = limit;
    this.#guards = readGuards(compiled);
    for (const { source, event } of compiled.transitions) {
      const sources = this.#handlers.get(event) ?? new Set();
      this.#handlers.set(event, sources.add(source));
    }
  }

  run(): Space {
    const { nodes } = this.#space;
    this.#open();
    // The list grows while it is walked.
    for (let index = 0; index < nodes.length && index < this.#limit; index++) this.#expand(nodes[index]!);
    if (nodes.length > this.#limit) this.#space.bounded = true;
    return this.#space;
  }

  #open(): void {
    const before: Configuration = {
      value: {},
      historyValue: {},
      done: false,
      clocks: {},
      open: new Set(),
      custodian: this.#definition.custody.first,
      held: new Set(),
    };
    this.#move(null, before, null, (compiled, environment) => begin(compiled, EMPTY.data, environment));
  }

  #expand(node: Node): void {
    node.expanded = true;
    if (node.configuration.done) return;
    const active = new Set(['', ...activeStates(node.configuration.value)]);
    for (const event of this.#possible(node.configuration)) {
      const isHandled = !isDisjoint(this.#handlers.get(event.type), active);
      const isLapse = event.type === `${event.name}.lapsed` && event.of === 'clock';
      if (isLapse && !isHandled) this.#space.unheard.push({ node, clock: event.name });
      if (!isHandled && !isLapse) continue;
      const before = afterEvent(this.#compiled, node.configuration, event, this.#filling);
      this.#move(node, before, event, (compiled, environment) =>
        advance(compiled, before, EMPTY.data, event.type, environment),
      );
    }
  }

  #move(
    from: Node | null,
    before: Configuration,
    event: PossibleEvent | null,
    run: (compiled: CompiledDefinition, environment: Environment) => Advance,
  ): void {
    const known = (question: string) => this.#known(question, before);
    const { ways, cut } = everyWay(this.#guards, known, (expressions, rolesChanged) => {
      const held = new Set(before.held);
      const environment: Environment = {
        variables: NOTHING,
        onRole: (action) => {
          if ('appoint' in action && this.#filling.fillable.has(action.appoint.role))
            held.add(action.appoint.role);
          if ('dismiss' in action && action.dismiss.party === undefined) held.delete(action.dismiss.role);
          rolesChanged();
          return {};
        },
      };
      try {
        return { advance: run({ ...this.#compiled, expressions }, environment), held };
      } catch (cause) {
        if (isEndless(cause)) return null;
        throw cause;
      }
    });
    this.#space.bounded ||= cut;
    for (const { result, refused } of ways) {
      if (result === null) {
        if (!this.#space.endless.some((given) => given.from === from && given.event === event))
          this.#space.endless.push({ from, event, states: activeStates(before.value) });
        continue;
      }
      const { trace } = result.advance;
      if (event?.must === true && trace.length === 0) continue;
      const after = follow(this.#compiled, before, result.advance, result.held);
      const to = this.#nodeOf(after);
      const move: Move = {
        from: from?.index ?? -1,
        to: to.index,
        event: event ?? OPENING,
        took: trace.flatMap((happened) => (happened.kind === 'took' ? [happened.transition] : [])),
        refused,
        opens: openedBy(this.#compiled, trace),
        dismissed: dismissedIn(trace),
      };
      to.by ??= from === null || from === to ? null : move;
      from?.moves.push(move);
    }
  }

  #nodeOf(configuration: Configuration): Node {
    const key = keyOf(configuration);
    let node = this.#byKey.get(key);
    if (node === undefined) {
      const { nodes } = this.#space;
      node = { index: nodes.length, configuration, by: null, moves: [], expanded: false };
      nodes.push(node);
      this.#byKey.set(key, node);
    }
    return node;
  }

  /** A role that nobody can hold yet has no holders. */
  #known(question: string, { held }: Configuration): boolean | undefined {
    const [, role, test] = /^size\(holders\.([\w-]+)\) ?(> 0|== 0)$/.exec(question) ?? [];
    if (role === undefined || !this.#filling.empty.has(role) || held.has(role)) return undefined;
    return test === '== 0';
  }

  #possible({ clocks, open, held }: Configuration): PossibleEvent[] {
    const events: PossibleEvent[] = [];
    const canBeHeld = (role: string) => !this.#filling.empty.has(role) || held.has(role);
    for (const [name, { by }] of Object.entries(this.#definition.events ?? {}))
      if (by?.some(canBeHeld)) events.push({ type: name, of: 'event', name, must: true });
    for (const name of open) {
      const block = this.#compiled.blocks.get(name)!;
      if (block.kind === 'task' && !canBeHeld(block.rule.role)) continue;
      for (const what of answersOf(block))
        events.push({ type: `${name}.${what}`, of: block.kind, name, must: true });
    }
    for (const [name, status] of Object.entries(clocks)) {
      const rule = this.#definition.clocks?.[name];
      const add = (what: string) =>
        events.push({ type: `${name}.${what}`, of: 'clock', name, must: false });
      if (status === 'running' && rule?.warn !== undefined) add('warned');
      if (status !== 'lapsed' && rule?.extendable?.by.some(canBeHeld)) add('extended');
      if (status === 'running') add('lapsed');
    }
    return events;
  }
}

const OPENING: PossibleEvent = { type: '', of: 'event', name: '', must: true };

/** Guards are answered without being evaluated, so nothing looks in here. */
const NOTHING = {} as Environment['variables'];

function answersOf(block: Block): string[] {
  switch (block.kind) {
    case 'task':
      return ['completed'];
    case 'handoff':
      // An offer to every party stays open for the others when one declines.
      return block.rule.party === undefined ? ['accepted', 'recalled'] : ['accepted', 'declined', 'recalled'];
    case 'effect':
      return ['replied', 'failed'];
    case 'case':
      return ['closed'];
    case 'await':
      return ['received'];
  }
}

/** What the event itself ends, before the machine moves. */
function afterEvent(
  compiled: CompiledDefinition,
  before: Configuration,
  { of, name, type }: PossibleEvent,
  filling: RoleFilling,
): Configuration {
  if (of === 'event') return before;
  if (of === 'clock')
    return type === `${name}.lapsed` ? { ...before, clocks: { ...before.clocks, [name]: 'lapsed' } } : before;
  const open = new Set(before.open);
  open.delete(name);
  const block = compiled.blocks.get(name);
  if (block?.kind !== 'handoff' || type !== `${name}.accepted`) return { ...before, open };
  const { to } = block.rule;
  const held = filling.empty.has(to) ? new Set([...before.held, to]) : before.held;
  return { ...before, open, custodian: to, held };
}

function dismissedIn(trace: Advance['trace']): string[] {
  const dismissed = new Set<string>();
  for (const happened of trace) {
    if (happened.kind !== 'action') continue;
    const { action } = happened;
    if ('dismiss' in action && action.dismiss.party === undefined) dismissed.add(action.dismiss.role);
    if ('appoint' in action) dismissed.delete(action.appoint.role);
  }
  return [...dismissed];
}

const isDisjoint = (some: ReadonlySet<string> | undefined, others: ReadonlySet<string>) =>
  some === undefined || ![...some].some((one) => others.has(one));

/** XState's own bound on the microsteps of one event. */
const isEndless = (cause: unknown) => cause instanceof Error && /infinite loop|iterations/i.test(cause.message);
