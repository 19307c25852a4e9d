/** Tests that the engine finds by itself, run beside those that a definition carries. */
import { relative, dirname, resolve } from 'node:path';
import {
  coverageOf,
  generateTests,
  runTests,
  writeTests,
  type Coverage,
  type Generated,
  type TestRun,
  type WhyNot,
} from '@gongzhi/engine/testing';
import type { CompiledDefinition } from '@gongzhi/engine';
import type { Output } from '../output.ts';
import { text, type TextKey } from '../texts.ts';
import { uncovered, wordsOf } from './describe-run.ts';
import type { FileRun } from './run-files.ts';

export interface GeneratedRun {
  file: string;
  compiled: CompiledDefinition;
  generated: Generated;
  run: TestRun;
  /** Of the saved tests and these. */
  together: Coverage;
}

/** Where the virtual clock begins when nothing else is said: a Monday morning of a year whose holidays are known. */
export const GENERATED_AT = '2026-03-02T09:00:00+08:00';

export function generateFor({ file, compiled, run: saved }: FileRun, at: number): GeneratedRun | null {
  if (compiled === null) return null;
  const generated = generateTests(compiled, { at });
  const run = runTests(compiled, { file, definition: file, cast: generated.cast, tests: generated.tests });
  const results = [...(saved?.results ?? []), ...run.results];
  const together = coverageOf(
    compiled,
    results.flatMap(({ journal }) => journal),
  );
  return { file, compiled, generated, run, together };
}

const WHY: Record<WhyNot, TextKey> = {
  'source-not-reached': 'whySource',
  'event-not-sent': 'whyEvent',
  'guard-not-met': 'whyGuard',
};

export function describeGenerated({ file, generated, run, together }: GeneratedRun, output: Output): string {
  const { paint, words } = output;
  const { faults, tests, tried, exhausted, why } = generated;
  return [
    paint('bold', words(text('generated', { file, tests: tests.length, tried }))),
    ...(exhausted ? [] : [`  ${paint('yellow', words(text('generatedLimit')))}`]),
    ...run.results
      .filter(({ ok }) => !ok)
      .flatMap(({ test, failures }) => [
        `  ${paint('red', '✗')} ${words(test.title)}`,
        ...failures.map((failure) => `      ${wordsOf(failure, output)}`),
      ]),
    ...faults.map(({ message }) => `  ${paint('red', '✗')} ${words(text('generatedFault', { message }))}`),
    `  ${words(text('coverage', countsOf(run.coverage)))}`,
    ...run.coverage.transitions.missing.map(
      (one) => `    ${paint('yellow', `${uncovered(one, output)} — ${words(text(WHY[why.get(one.id)!]))}`)}`,
    ),
    `  ${words(text('coverageTogether', countsOf(together)))}`,
  ].join('\n');
}

export function generatedJson({ file, generated, run, together }: GeneratedRun) {
  const { tests, tried, exhausted, faults, why } = generated;
  return {
    file,
    tests: tests.length,
    passed: run.passed,
    failed: run.failed,
    tried,
    exhausted,
    coverage: run.coverage,
    why: Object.fromEntries(why),
    faults,
    together,
  };
}

/** The tests as the text of a file that is to lie at `path`. */
export function generatedYaml({ file, compiled, generated }: GeneratedRun, path: string): string {
  const definition = relative(dirname(resolve(path)), resolve(file));
  return writeTests(definition, generated.cast, generated.tests, {
    timeZone: compiled.timeZone,
    comment: 'gongzhi test --generate --write',
  });
}

function countsOf({ states, transitions }: Coverage) {
  return {
    states: states.covered,
    allStates: states.all,
    transitions: transitions.covered,
    allTransitions: transitions.all,
  };
}
