import { activeStates } from '../machine.ts';
import type { CaseState, Clock } from '../case-state.ts';
import type { ChangeKind } from '../journal-entry.ts';
import type { Json } from '../text.ts';
import type { Expectation } from './case-test.ts';
import { compact, differences } from './same-json.ts';
import { lastDay } from './time.ts';
import type { World } from './world.ts';

/** One thing that is not as the test says. */
export interface Unmet {
  what: string;
  expected: string;
  found: string;
}

/** What of an expectation does not hold now; empty: all does. */
export function unmet(expectation: Expectation, world: World): Unmet[] {
  const { state } = world;
  if (state === null) return [{ what: 'case', expected: 'open', found: 'not opened' }];
  const { line: _, ...expected } = expectation;
  return Object.entries(expected).flatMap(([key, value]) =>
    CHECKS[key as keyof typeof expected](value as never, state, world),
  );
}

type Checks = {
  [Key in keyof Omit<Expectation, 'line'>]-?: (
    expected: NonNullable<Expectation[Key]>,
    state: CaseState,
    world: World,
  ) => Unmet[];
};

const CHECKS: Checks = {
  state: (expected, state) => {
    const active = activeStates(state.machine.value);
    return expected.every((path) => active.includes(path))
      ? []
      : [differ('state', expected, leavesOf(active))];
  },
  status: (expected, { status }) => same('status', expected, status),
  outcome: (expected, { outcome }) => same('outcome', expected, outcome),
  custodian: (expected, { custodian: { partyId, memberId } }) =>
    expected === partyId || expected === memberId ? [] : [differ('custodian', expected, memberId ?? partyId)],
  tasks: (expected, { tasks }) =>
    sameSet(
      'tasks',
      expected,
      tasks.map(({ name }) => name),
    ),
  handoffs: (expected, { handoffs }) =>
    sameSet(
      'handoffs',
      expected,
      handoffs.map(({ name, role }) => name ?? role),
    ),
  data: (expected, { data }) =>
    differences(expected, data, true).map((path) => ({
      what: `data.${path}`,
      expected: compact(valueAt(expected, path)),
      found: compact(valueAt(data, path)),
    })),
  due: (expected, { clocks }, { compiled }) =>
    Object.entries(expected).flatMap(([clock, day]) =>
      same(`due.${clock}`, day, dueDay(clocks[clock], compiled.timeZone)),
    ),
  warnings: (expected, _, world) => contains('warnings', expected, changed(world, 'clock.warned')),
  lapsed: (expected, _, world) => contains('lapsed', expected, changed(world, 'clock.lapsed')),
  documents: (expected, { documents }) =>
    contains(
      'documents',
      expected,
      documents.map(({ name }) => name),
    ),
  opened: (expected, _, { openings }) =>
    contains(
      'opened',
      expected,
      openings.map(({ definition }) => definition),
    ),
  effects: (expected, _, { effects }) =>
    contains(
      'effects',
      expected,
      effects.map(({ use }) => use),
    ),
  participants: (expected, { participants }) =>
    Object.entries(expected).flatMap(([role, holders]) => {
      const holding = participants.filter((one) => one.role === role);
      const named = holding.map(({ partyId, memberId }) =>
        memberId !== undefined && holders.includes(memberId) ? memberId : partyId,
      );
      return sameSet(`participants.${role}`, holders, [...new Set(named)]);
    }),
  public: (expected, state) => same('public', expected, state.public),
};

function dueDay(clock: Clock | undefined, timeZone: string): string | null {
  if (!clock || clock.status !== 'running' || clock.dueAt === null) return null;
  return lastDay(clock.dueAt, timeZone);
}

function changed({ journal }: World, what: ChangeKind): string[] {
  return journal.flatMap(({ changes }) => changes.filter((one) => one.what === what).map(({ name }) => name));
}

const leavesOf = (active: string[]) =>
  active.filter((path) => !active.some((other) => other.startsWith(`${path}.`)));

function same(what: string, expected: Json, found: Json): Unmet[] {
  return expected === found ? [] : [differ(what, expected, found)];
}

function sameSet(what: string, expected: string[], found: string[]): Unmet[] {
  const [a, b] = [expected.toSorted(), found.toSorted()];
  return compact(a) === compact(b) ? [] : [differ(what, a, b)];
}

function contains(what: string, expected: string[], found: string[]): Unmet[] {
  return expected.every((one) => found.includes(one)) ? [] : [differ(what, expected, [...new Set(found)])];
}

function differ(what: string, expected: Json, found: Json): Unmet {
  return { what, expected: compact(expected), found: compact(found) };
}

function valueAt(value: Json, path: string): Json | undefined {
  let at: Json | undefined = value;
  for (const key of path.split('.')) at = (at as Record<string, Json> | null | undefined)?.[key];
  return at;
}
