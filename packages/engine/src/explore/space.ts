/**
 * Every configuration that a case can come to, breadth first, so that the first way to each is a shortest one.
 *
 * The machine is the one that runs cases. Guards are choices (choices.ts); a person's event, a finished task, an
 * answered hand-off, a reply and a failure, a child's close, a message, a clock's warning, lapse and extension are the
 * events. Left out: hand-offs that people offer by themselves, moves by an operator, and time.
 */
import type { Block, CompiledDefinition } from '../compiled.ts';
import type { Definition } from '../definition.ts';
import type { JsonObject, JsonSchema } from '../text.ts';
import { activeStates, advance, begin, type Advance, type Environment } from '../machine.ts';
import { everyWay, type Known } from './choices.ts';
import { fieldsOf, readGuards, type Guards } from './conditions.ts';
import { follow, keyOf, openedBy, type Configuration } from './configuration.ts';
import type { RoleFilling } from './roles.ts';
import { wayTo, type Way } from './trail.ts';
import { valuesAtOpening } from './values.ts';

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
  /** States entered on the way. */
  entered: string[];
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
  /** The ways in which a case can begin; `from` is -1. */
  openings: Move[];
  /** The bound on configurations, or on ways of one step, was hit: what lies beyond is not known. */
  bounded: boolean;
  /** What a step that does not end began with. */
  endless: { from: Node | null; event: PossibleEvent | null; states: string[] }[];
  /** Of a clock that lapsed while nothing in the active states takes that, whatever the guards say. */
  unheard: { node: Node; clock: string }[];
}

export interface SpaceOptions {
  filling: RoleFilling;
  /** What `payload` is for the handlers of each event; of the opening under ''. */
  payloads: ReadonlyMap<string, JsonSchema>;
  /** Configurations that are looked at. */
  limit: number;
}

/** Rounds in which more of the data is followed. */
const ROUND_LIMIT = 6;
/** Configurations in such a round: about half a second. A definition that has more keeps what the round before found. */
const ROUND_CONFIGURATION_LIMIT = 3_000;

/**
 * Without the data first: small, and every case is in it. What `suspects` finds in that may still be ruled out by the
 * data, so the fields that guards read on those ways are followed in the next round, until nothing is found or no
 * field is left. When that is more than the limit, the round before stands.
 */
export function exploreSpace(
  compiled: CompiledDefinition,
  options: SpaceOptions,
  suspects: (space: Space) => Way[],
): Space {
  const guards = readGuards(compiled);
  let fields: ReadonlySet<string> = new Set();
  let space = new Explorer(compiled, options, guards, fields).run();
  for (let round = 0; round < ROUND_LIMIT && !space.bounded; round++) {
    const wanted = new Set(fields);
    for (const way of suspects(space))
      for (const field of fieldsOnWay(compiled, space, guards, way)) wanted.add(field);
    if (wanted.size === fields.size) return space;
    fields = wanted;
    const limit = Math.min(options.limit, ROUND_CONFIGURATION_LIMIT);
    const next = new Explorer(compiled, { ...options, limit }, guards, fields).run();
    if (next.bounded) return space;
    space = next;
  }
  return space;
}

/** Fields that the guards read which decide whether a case can go this way. */
function fieldsOnWay(compiled: CompiledDefinition, space: Space, guards: Guards, way: Way): Set<string> {
  const { first, moves } = wayTo(space, way.node);
  const read = new Set<string>();
  const add = (event: string, states: ReadonlySet<string>) => {
    for (const { source, event: on, rule } of compiled.transitions)
      if ((on === event || on === '') && rule.guard !== undefined && states.has(source))
        for (const field of fieldsOf(guards.get(rule.guard)!)) read.add(field);
  };
  const activeIn = (node: Node) => ['', ...activeStates(node.configuration.value)];
  const opening = space.openings.find(({ to }) => to === first.index);
  add('', new Set([...(opening?.entered ?? []), ...activeIn(first)]));
  for (const { from, to, event, entered } of [...moves, ...(way.move ? [way.move] : [])])
    add(event.type, new Set([...activeIn(space.nodes[from]!), ...entered, ...activeIn(space.nodes[to]!)]));
  if (way.event !== undefined && way.move === undefined) add(way.event.type, new Set(activeIn(way.node)));
  return read;
}

class Explorer {
  readonly #compiled: CompiledDefinition;
  readonly #definition: Definition;
  readonly #options: SpaceOptions;
  readonly #filling: RoleFilling;
  readonly #guards: Guards;
  /** Fields of `data` that are followed. */
  readonly #fields: ReadonlySet<string>;
  /** States that handle each event. */
  readonly #handlers = new Map<string, Set<string>>();
  readonly #byKey = new Map<string, Node>();
  readonly #space: Space = { nodes: [], openings: [], bounded: false, endless: [], unheard: [] };

  constructor(
    compiled: CompiledDefinition,
    options: SpaceOptions,
    guards: Guards,
    fields: ReadonlySet<string>,
  ) {
    this.#compiled = compiled;
    this.#definition = compiled.definition;
    this.#options = options;
    this.#filling = options.filling;
    this.#guards = guards;
    this.#fields = fields;
    for (const { source, event } of compiled.transitions) {
      const sources = this.#handlers.get(event) ?? new Set();
      this.#handlers.set(event, sources.add(source));
    }
  }

  run(): Space {
    const { nodes } = this.#space;
    const { limit } = this.#options;
    this.#open();
    // The list grows while it is walked.
    for (let index = 0; index < nodes.length && index < limit; index++) this.#expand(nodes[index]!);
    if (nodes.length > limit) this.#space.bounded = true;
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
      data: valuesAtOpening(this.#definition.data, this.#options.payloads.get('') ?? null, this.#fields),
    };
    this.#move(null, before, null, (compiled, environment) => begin(compiled, dataOf(before), environment));
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
        advance(compiled, before, dataOf(before), event.type, environment),
      );
    }
  }

  #move(
    from: Node | null,
    before: Configuration,
    event: PossibleEvent | null,
    run: (compiled: CompiledDefinition, environment: Environment) => Advance,
  ): void {
    const known: Known = {
      guards: this.#guards,
      payload: this.#options.payloads.get(event?.type ?? '') ?? null,
      custodian: before.custodian,
      fields: this.#fields,
      answer: (question) => this.#known(question, before),
    };
    const { ways, cut } = everyWay(known, (expressions, rolesChanged) => {
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
    for (const { result, refused, learn } of ways) {
      if (result === null) {
        if (!this.#space.endless.some((given) => given.from === from && given.event === event))
          this.#space.endless.push({ from, event, states: activeStates(before.value) });
        continue;
      }
      const { trace } = result.advance;
      if (event?.must === true && trace.length === 0) continue;
      const after = follow(this.#compiled, before, result.advance, {
        held: result.held,
        data: learn(result.advance.data),
      });
      const count = this.#space.nodes.length;
      const to = this.#nodeOf(after);
      const isNew = to.index === count;
      const move: Move = {
        from: from?.index ?? -1,
        to: to.index,
        event: event ?? OPENING,
        took: trace.flatMap((happened) => (happened.kind === 'took' ? [happened.transition] : [])),
        refused,
        entered: trace.flatMap((happened) => (happened.kind === 'entered' ? [happened.state] : [])),
        opens: openedBy(this.#compiled, trace),
        dismissed: dismissedIn(trace),
      };
      // Only the move that found it: one that leads back to where a case begins is no way there.
      if (isNew && from !== null) to.by = move;
      (from?.moves ?? this.#space.openings).push(move);
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
      const add = (what: string) => events.push({ type: `${name}.${what}`, of: 'clock', name, must: false });
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

/** The machine carries what is known of the data in the place of the data. */
const dataOf = ({ data }: Configuration) => data as unknown as JsonObject;

const isDisjoint = (some: ReadonlySet<string> | undefined, others: ReadonlySet<string>) =>
  some === undefined || ![...some].some((one) => others.has(one));

/** XState's own bound on the microsteps of one event. */
const isEndless = (cause: unknown) =>
  cause instanceof Error && /infinite loop|iterations/i.test(cause.message);
