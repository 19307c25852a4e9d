/** Tests of definitions under a virtual clock. Pure, as the engine is. */
export { castFor, SIMULATED_CELL, SYSTEM, type Cast, type CastMember } from './cast.ts';
export { readTests, type ReadTests } from './read-tests.ts';
export type { Act, CaseTest, Expectation, Given, TestFile, TestStep } from './case-test.ts';
export {
  open,
  perform,
  runTests,
  type TestFailure,
  type TestOptions,
  type TestResult,
  type TestRun,
} from './run-tests.ts';
export { generateTests, type Generated, type GenerateOptions, type WhyNot } from './generate.ts';
export { generousCast } from './generous-cast.ts';
export { createPayloads, type Payloads } from './payloads.ts';
export { describeNow } from './record.ts';
export { writeTestItems, writeTests, type WriteOptions } from './write-tests.ts';
export { coverageOf, type Coverage, type Covered, type UncoveredTransition } from './coverage.ts';
export { assertReplays, CASE_ID, createWorld, InvariantError, type World } from './world.ts';
export { nextDue, type Due } from './due.ts';
export { unmet, type Unmet } from './unmet.ts';
export { lastDay, later } from './time.ts';
export { brokenInvariants } from './invariants.ts';
