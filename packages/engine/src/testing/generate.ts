/**
 * Makes tests that together take every transition and enter every state of a definition, as far as they are found.
 *
 * A search over the real `step`, from every way to open the case: shortest paths first, where states that were seen
 * often wait behind those that were not. Two cases count as the same when what decides about their future is: active
 * states, fields that guards look at, open work, running clocks, holders. Pure: the same definition gives the same tests.
 */
import type { CaseState } from '../case-state.ts';
import type { Command, Instant } from '../command.ts';
import type { CompiledDefinition } from '../compiled.ts';
import type { Role } from '../definition.ts';
import type { Json, JsonObject } from '../text.ts';
import type { Change } from '../journal-entry.ts';
import { activeStates } from '../machine.ts';
import type { CaseTest, Given, TestStep } from './case-test.ts';
import { actorOf, holderOf, SIMULATED_CELL, SYSTEM, type Cast } from './cast.ts';
import { coverageOf, type Coverage } from './coverage.ts';
import { nextDue } from './due.ts';
import { generousCast } from './generous-cast.ts';
import { GENERATED_REASON, movesOf, type Move, type Scene } from './moves.ts';
import { createPayloads } from './payloads.ts';
import { describeNow } from './record.ts';
import { open, perform } from './run-tests.ts';
import { createWorld, stepWithFacts } from './world.ts';

export interface Generated {
  cast: Cast;
  tests: CaseTest[];
  /** Of these tests alone. */
  coverage: Coverage;
  /** Steps tried. */
  tried: number;
  /** Whether the search ended because everything was tried, and not at its limit. */
  exhausted: boolean;
  /** Why each transition that was not taken was not, by its id. */
  why: Map<number, WhyNot>;
  /** What made the engine throw: a fault of the definition. */
  faults: { message: string; when: TestStep[]; given: Given }[];
}

/** The source was never active; it was, but the event never came; it came, but the guard never held. */
export type WhyNot = 'source-not-reached' | 'event-not-sent' | 'guard-not-met';

export interface GenerateOptions {
  /** Where the virtual clock begins. */
  at: Instant;
  /** Steps tried at most. */
  limit?: number;
  cast?: Cast;
}

const STEP_LIMIT = 25_000;
const DEPTH_LIMIT = 60;
const DUE_LIMIT = 50;
const FAULT_LIMIT = 20;
/** How far a state that was seen before is put back, each time. */
const SEEN_COST = 2;

interface Node {
  state: CaseState;
  now: Instant;
  depth: number;
  from: Node | null;
  /** null: the opening, `given`. */
  move: Move | null;
  given: Given;
}

export function generateTests(compiled: CompiledDefinition, options: GenerateOptions): Generated {
  const cast = options.cast ?? generousCast(compiled.definition);
  const scene: Scene = { compiled, cast, payloads: createPayloads(compiled, cast) };
  const found = search(scene, options);
  const tests = chosen(found.goals).map((node) => testOf(scene, node));
  const journals = tests.map(({ journal }) => journal);
  const coverage = coverageOf(compiled, journals.flat());
  return {
    cast,
    tests: tests.map(({ test }) => test),
    coverage,
    tried: found.tried,
    exhausted: found.exhausted,
    faults: found.faults,
    why: new Map(
      coverage.transitions.missing.map(({ id, source, event }): [number, WhyNot] => [
        id,
        !found.entered.has(source) && source !== ''
          ? 'source-not-reached'
          : found.happened.has(event) || event === ''
            ? 'guard-not-met'
            : 'event-not-sent',
      ]),
    ),
  };
}

interface Found {
  /** The first node at which each transition was taken, each state entered. */
  goals: Map<string, Node>;
  entered: Set<string>;
  happened: Set<string>;
  tried: number;
  exhausted: boolean;
  faults: Generated['faults'];
}

function search(scene: Scene, { at, limit = STEP_LIMIT }: GenerateOptions): Found {
  const { compiled } = scene;
  const queues = PLACES.map(() => new Queue<Node>());
  const done = new Set<Node>();
  const seen = new Set<string>();
  const seenAt = new Map<string, number>();
  const found: Found = {
    goals: new Map(),
    entered: new Set(),
    happened: new Set(),
    tried: 0,
    exhausted: true,
    faults: [],
  };
  const wanted = compiled.transitions.length + coverageOf(compiled, []).states.all;

  const visit = (node: Node, changes: Change[]) => {
    let isNew = false;
    for (const { what, name } of changes) {
      if (what !== 'transition.taken' && what !== 'state.entered') continue;
      if (what === 'state.entered') found.entered.add(name);
      if (found.goals.has(`${what} ${name}`)) continue;
      found.goals.set(`${what} ${name}`, node);
      isNew = true;
    }
    const key = keyOf(scene, node);
    if (seen.has(key) || node.state.status === 'closed' || node.depth >= DEPTH_LIMIT) return;
    seen.add(key);
    for (const [index, placeOf] of PLACES.entries()) {
      const place = `${index} ${placeOf(scene, node)}`;
      const times = seenAt.get(place) ?? 0;
      seenAt.set(place, times + 1);
      queues[index]!.add(node, node.depth + (isNew ? 0 : times * SEEN_COST));
    }
  };
  const attempt = <Result>(given: Given, when: () => TestStep[], run: () => Result): Result | null => {
    found.tried += 1;
    try {
      return run();
    } catch (cause) {
      if (!(cause instanceof Error)) throw cause;
      if (found.faults.length < FAULT_LIMIT && !found.faults.some(({ message }) => message === cause.message))
        found.faults.push({ message: cause.message, given, when: when() });
      return null;
    }
  };

  for (const given of openings(scene, at)) {
    const opened = attempt(
      given,
      () => [],
      () => opening(scene, given),
    );
    if (opened) visit({ ...opened, now: at, depth: 0, from: null, move: null, given }, opened.changes);
  }
  for (let turn = 0; found.goals.size < wanted && done.size < seen.size; turn++) {
    const here = queues[turn % queues.length]!.next();
    if (here === undefined || done.has(here)) continue;
    done.add(here);
    for (const move of movesOf(scene, here.state, here.now)) {
      if (found.tried >= limit) {
        found.exhausted = false;
        return found;
      }
      const event = eventOf(move);
      if (event !== null) found.happened.add(event);
      const next = attempt(
        here.given,
        () => [...stepsTo(here), { line: 0, act: move.act }],
        () => moved(scene, here, move),
      );
      if (next)
        visit(
          { state: next.state, now: next.now, depth: here.depth + 1, from: here, move, given: here.given },
          next.changes,
        );
    }
  }
  return found;
}

/** What the machine gets when the move is accepted. */
function eventOf({ act }: Move): string | null {
  switch (act.do) {
    case 'send':
      return act.event;
    case 'complete':
      return `${act.task}.completed`;
    case 'accept':
    case 'decline':
    case 'recall':
      return `${act.handoff}.${act.do === 'accept' ? 'accepted' : `${act.do.replace(/e$/, '')}ed`}`;
    case 'lapse':
      return `${act.clock}.lapsed`;
    case 'extend':
      return `${act.clock}.extended`;
    case 'reply':
      return `${act.effect}.replied`;
    case 'fail':
      return `${act.effect}.failed`;
    case 'close':
      return `${act.child}.closed`;
    case 'message':
      return `${act.await}.received`;
    default:
      return null;
  }
}

/** Every opener with the least content and taken-over holders first, then all that the form allows. */
function openings({ compiled, cast, payloads }: Scene, at: Instant): Given[] {
  const { open: rule, roles } = compiled.definition;
  const [least, ...others] = payloads.ofForm(rule.form, at);
  if (!least) return [];
  const ways = rule.by.flatMap((role) => {
    const openers = openersOf(cast, role, roles[role]!);
    return openers.map((by, index) => ({ by, role, isFirst: index === 0 }));
  });
  const given = (by: string, role: string, payload: JsonObject, more: Partial<Given> = {}): Given => {
    return { at, by, role, payload, cell: SIMULATED_CELL, reason: GENERATED_REASON, ...more };
  };
  const firsts = ways.filter(({ isFirst }) => isFirst);
  return [
    ...ways.map(({ by, role }) => given(by, role, least)),
    ...firsts.flatMap(({ by, role }) =>
      takenOver(compiled).map((taken) =>
        given(by, role, least, { holders: { [taken]: [holderOf(cast, taken)!] } }),
      ),
    ),
    ...firsts.flatMap(({ by, role }) => others.map((payload) => given(by, role, payload))),
    ...ways
      .filter(({ isFirst }) => !isFirst)
      .flatMap(({ by, role }) => others.slice(0, 1).map((one) => given(by, role, one))),
  ];
}

/** A member of each party who is fit to open in the role; the one that is made for it first. */
function openersOf(cast: Cast, name: string, role: Role): string[] {
  const byParty = new Map<string, string>();
  const own = cast.members[name];
  if (own) byParty.set(own.party, name);
  for (const [id, { party, kind, qualifications }] of Object.entries(cast.members))
    if (role.party.includes(kind) && (role.qualifications ?? []).every((one) => qualifications.includes(one)))
      if (!byParty.has(party)) byParty.set(party, id);
  return [...byParty.values()];
}

/** Roles that guards look at and nobody opens a case in: their holders may come from another case. */
function takenOver({ definition, transitions }: CompiledDefinition): string[] {
  return Object.keys(definition.roles).filter(
    (role) =>
      !definition.open.by.includes(role) &&
      transitions.some(({ rule }) => rule.guard?.includes(`holders.${role}`)),
  );
}

function opening({ compiled, cast }: Scene, { by, role, payload, at, cell, reason, holders }: Given) {
  const command: Command = {
    commandId: 'command-1',
    caseId: 'case-under-test',
    actor: actorOf(cast, by),
    kind: 'case.open',
    role,
    payload,
    ...(cell === undefined ? {} : { cellId: cell }),
    ...(holders === undefined ? {} : { holders }),
    ...(reason === undefined ? {} : { reason }),
  };
  return settled({ compiled, cast }, stepWithFacts(compiled, cast, null, command, at), at);
}

interface Reached {
  state: CaseState;
  now: Instant;
  changes: Change[];
}

function moved(scene: Scene, { state, now }: Node, { by, body, until, act }: Move): Reached | null {
  if (body === null) return passed(scene, state, now, until);
  const actor = by === SYSTEM.memberId ? SYSTEM : actorOf(scene.cast, by);
  const command: Command = {
    commandId: `command-${state.revision + 1}`,
    caseId: state.caseId,
    actor,
    ...body,
    ...('reason' in act && act.reason !== undefined ? { reason: act.reason } : {}),
  };
  return settled(scene, stepWithFacts(scene.compiled, scene.cast, state, command, now), now);
}

/** With the cases that it opened opened. */
function settled(
  { compiled, cast }: Pick<Scene, 'compiled' | 'cast'>,
  result: ReturnType<typeof stepWithFacts>,
  now: Instant,
): Reached | null {
  if (result.kind === 'refused') return null;
  let { case: state } = result;
  const changes = [...result.entry.changes];
  for (const { linkId } of result.openings) {
    const body = { kind: 'child.opened', linkId, childCaseId: `child-${linkId}` } as const;
    const command: Command = { commandId: `opened-${linkId}`, caseId: state.caseId, actor: SYSTEM, ...body };
    const noted = stepWithFacts(compiled, cast, state, command, now);
    if (noted.kind === 'accepted') state = noted.case;
  }
  return { state, now, changes };
}

function passed(scene: Scene, from: CaseState, now: Instant, until: Instant): Reached | null {
  let state = from;
  let at = now;
  const changes: Change[] = [];
  for (let count = 0; count < DUE_LIMIT; count++) {
    const due = nextDue(state);
    if (!due || due.at > until) return { state, now: until, changes };
    at = Math.max(at, due.at);
    const command: Command = {
      commandId: `due-${state.revision}`,
      caseId: state.caseId,
      actor: SYSTEM,
      ...due.body,
    };
    const next = settled(scene, stepWithFacts(scene.compiled, scene.cast, state, command, at), at);
    if (!next) return null;
    ({ state } = next);
    changes.push(...next.changes);
  }
  return null;
}

/**
 * What "seen before" may mean: the active states alone; with what was counted; with all that a guard compares with a
 * literal, and the roles that are held. Each leads the search in its turn: none of them alone finds every way.
 */
const PLACES: ((scene: Scene, node: Node) => string)[] = [
  (_, { state }) => JSON.stringify(state.machine.value),
  (scene, { state }) => JSON.stringify([state.machine.value, compared(scene, state, 'number')]),
  (scene, { state }) =>
    JSON.stringify([
      state.machine.value,
      compared(scene, state, 'number', 'string', 'boolean'),
      [...new Set(state.participants.map(({ role }) => role))].toSorted(),
    ]),
];

function compared({ payloads }: Scene, { data }: CaseState, ...types: string[]): Json[] {
  const { dataFields, literals } = payloads.influences;
  return [...dataFields].flatMap((field) => {
    const value = data[field] ?? null;
    if (!types.includes(typeof value)) return [];
    if (typeof value === 'boolean') return [value];
    const known = literals.get(field) ?? [];
    if (typeof value === 'string') return [known.indexOf(value)];
    return known.some((one) => typeof one === 'number') ? [clamped(value, known)] : [];
  });
}

/** Beyond the greatest literal that a number is compared with, one is as good as another. */
function clamped(value: Json, literals: readonly Json[] | undefined): Json {
  const numbers = (literals ?? []).filter((one) => typeof one === 'number');
  return typeof value === 'number' && numbers.length > 0 ? Math.min(value, Math.max(...numbers) + 1) : value;
}

/** What decides about a case's future, as text. */
function keyOf({ payloads }: Scene, { state, now }: Node): string {
  const { dataFields, literals } = payloads.influences;
  const data = Object.entries(state.data)
    .filter(([field]) => dataFields.has(field))
    .map(([field, value]) => {
      if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value)) return Date.parse(value) > now;
      return clamped(value, literals.get(field));
    });
  const clocks = Object.values(state.clocks).map(({ name, status, extensions }) => [
    name,
    status,
    extensions.length > 0,
  ]);
  return JSON.stringify([
    state.machine.value,
    data,
    state.custodian.partyId,
    state.tasks.map(({ name, reservedFor }) => [name, reservedFor]),
    state.handoffs.map(({ name, role, declinedBy }) => [name, role, declinedBy.length]),
    clocks,
    state.effects.map(({ name }) => name),
    state.awaits.map(({ name }) => name),
    state.children.map(({ name, outcome }) => [name, outcome]).slice(-3),
    state.participants.map(({ role, partyId }) => `${role} ${partyId}`).toSorted(),
  ]);
}

/** Few paths that reach all goals: the longest first, as they pass many. */
function chosen(goals: Map<string, Node>): Node[] {
  const reaching = new Map<Node, string[]>();
  for (const [goal, node] of goals) reaching.set(node, [...(reaching.get(node) ?? []), goal]);
  const covered = new Set<Node>();
  const ends: Node[] = [];
  for (const node of [...reaching.keys()].toSorted((a, b) => b.depth - a.depth)) {
    if (covered.has(node)) continue;
    ends.push(node);
    for (let at: Node | null = node; at; at = at.from) covered.add(at);
  }
  return ends.toReversed();
}

function stepsTo(node: Node): TestStep[] {
  const steps: TestStep[] = [];
  for (let at: Node | null = node; at; at = at.from) if (at.move) steps.push({ line: 0, act: at.move.act });
  return steps.toReversed();
}

/** Played once more in a whole world, with the invariants, and what came of it as the expectation. */
function testOf({ compiled, cast }: Scene, node: Node) {
  const world = createWorld(compiled, cast, node.given.at);
  open(world, node.given);
  const when = stepsTo(node);
  for (const { act } of when) perform(world, act);
  const goal = node.move === null ? node.given.role : nameOf(node.move);
  const from = node.from ? leafOf(node.from.state) : '';
  const to = node.state.status === 'closed' ? String(node.state.outcome) : leafOf(node.state);
  const test: CaseTest = {
    title: {
      'zh-CN': `自动生成：${from === '' ? '立案' : from} –${goal}→ ${to}`,
      en: `Generated: ${from === '' ? 'opened' : from} –${goal}→ ${to}`,
    },
    line: 0,
    given: node.given,
    when,
    then: describeNow(world),
  };
  return { test, journal: world.journal };
}

const nameOf = (move: Move) => eventOf(move) ?? move.act.do;

function leafOf({ machine }: CaseState): string {
  const active = activeStates(machine.value);
  return active.filter((path) => !active.some((other) => other.startsWith(`${path}.`))).join(' + ');
}

/** Lowest cost first; of one cost the first that came. */
class Queue<Item> {
  readonly #byCost: Item[][] = [];
  readonly #taken: number[] = [];

  add(item: Item, cost: number): void {
    (this.#byCost[cost] ??= []).push(item);
  }

  next(): Item | undefined {
    for (const [cost, items] of this.#byCost.entries()) {
      const index = this.#taken[cost] ?? 0;
      if (items === undefined || index >= items.length) continue;
      this.#taken[cost] = index + 1;
      return items[index];
    }
    return undefined;
  }
}
