/** Runs the tests of a definition, each on a world of its own, and says what they covered. */
import type { CompiledDefinition } from '../compiled.ts';
import type { Refusal } from '../errors.ts';
import type { JournalEntry } from '../journal-entry.ts';
import type { CaseTest, Expectation, Given, TestFile, TestStep } from './case-test.ts';
import { bodyOf, senderOf } from './body-of.ts';
import { ReplayError } from '../replay.ts';
import { coverageOf, type Coverage } from './coverage.ts';
import { later } from './time.ts';
import { unmet, type Unmet } from './unmet.ts';
import { assertReplays, createWorld, InvariantError, type World } from './world.ts';

export interface TestRun {
  results: TestResult[];
  coverage: Coverage;
  passed: number;
  failed: number;
}

export interface TestResult {
  test: CaseTest;
  ok: boolean;
  failures: TestFailure[];
  journal: readonly JournalEntry[];
}

export type TestFailure = { line: number } & (
  | { kind: 'unmet'; unmet: Unmet }
  /** A step that had to go through was refused. */
  | { kind: 'refused'; refusal: Refusal }
  /** A step had to be refused with a code and was not, or with another. */
  | { kind: 'not-refused'; expected: string; found: string | null }
  /** An expression of the definition failed, or a step of the test cannot be done. */
  | { kind: 'threw'; message: string }
  /** The engine did what it never may. */
  | { kind: 'invariant'; message: string }
);

export interface TestOptions {
  /** Only tests whose title, in any language, holds this. */
  only?: string;
}

export function runTests(compiled: CompiledDefinition, file: TestFile, options: TestOptions = {}): TestRun {
  const { only } = options;
  const tests = file.tests.filter(
    ({ title }) => only === undefined || title.en.includes(only) || title['zh-CN'].includes(only),
  );
  const results = tests.map((test) => runTest(compiled, file, test));
  const failed = results.filter(({ ok }) => !ok).length;
  return {
    results,
    coverage: coverageOf(
      compiled,
      results.flatMap(({ journal }) => journal),
    ),
    passed: results.length - failed,
    failed,
  };
}

function runTest(compiled: CompiledDefinition, file: TestFile, test: CaseTest): TestResult {
  const world = createWorld(compiled, file.cast, test.given.at);
  const failures = [...play(world, test)];
  return { test, ok: failures.length === 0, failures, journal: world.journal };
}

/** Stops at the first step that does not go as written: what comes after it would mean nothing. */
function* play(world: World, test: CaseTest): Generator<TestFailure> {
  let { line } = test;
  try {
    for (const attempt of [opening(test), ...test.when.map(doing)]) {
      ({ line } = attempt);
      const failures = [...judge(world, attempt)];
      yield* failures;
      if (failures.length > 0) return;
    }
    if (test.then) yield* check(world, test.then);
    assertReplays(world);
  } catch (cause) {
    if (cause instanceof InvariantError || cause instanceof ReplayError)
      yield { kind: 'invariant', line, message: cause.message };
    else if (cause instanceof Error) yield { kind: 'threw', line, message: cause.message };
    else throw cause;
  }
}

interface Attempt {
  line: number;
  refused: string | undefined;
  then: Expectation | undefined;
  perform(world: World): Refusal | null;
}

function* judge(world: World, { line, refused, then, perform }: Attempt): Generator<TestFailure> {
  const refusal = perform(world);
  if (refusal && refused === undefined) yield { kind: 'refused', line, refusal };
  else if (refused !== undefined && refusal?.code !== refused)
    yield { kind: 'not-refused', line, expected: refused, found: refusal?.code ?? null };
  else if (then) yield* check(world, then);
}

function* check(world: World, expectation: Expectation): Generator<TestFailure> {
  for (const one of unmet(expectation, world)) yield { kind: 'unmet', line: expectation.line, unmet: one };
}

function opening({ given, line }: CaseTest): Attempt {
  return { line, refused: given.refused, then: given.then, perform: (world) => open(world, given) };
}

function doing({ line, act, refused, then }: TestStep): Attempt {
  return { line, refused, then, perform: (world) => perform(world, act) };
}

/** Opens the case that a test is given. */
export function open(world: World, given: Given): Refusal | null {
  const { by, role, payload, cell, holders, from, reason } = given;
  return world.send(
    by,
    {
      kind: 'case.open',
      role,
      payload,
      ...(cell === undefined ? {} : { cellId: cell }),
      ...(holders === undefined ? {} : { holders }),
      ...(from === undefined
        ? {}
        : { origin: { caseId: 'case-of-origin', linkId: 'link-of-origin', definition: from } }),
    },
    reason,
  );
}

/** Does one step of a test: sends its command, or lets time pass. */
export function perform(world: World, act: TestStep['act']): Refusal | null {
  switch (act.do) {
    case 'wait':
      world.advanceTo(later(world.now, act.duration, world.compiled.timeZone));
      return null;
    case 'until':
      world.advanceTo(act.at);
      return null;
    case 'lapse': {
      const dueAt = world.state?.clocks[act.clock]?.dueAt ?? null;
      if (dueAt === null) throw new RangeError(`expected clock ${act.clock} to run, so that it can lapse`);
      world.advanceTo(dueAt);
      return null;
    }
    default:
      return world.send(senderOf(act), bodyOf(act, world), 'reason' in act ? act.reason : undefined);
  }
}
