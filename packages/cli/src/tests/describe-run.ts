import type { TestFailure, UncoveredTransition } from '@gongzhi/engine/testing';
import type { Output } from '../output.ts';
import { toText } from '../problems/format.ts';
import { text } from '../texts.ts';
import { testFileOf } from '../workflows.ts';
import type { FileRun } from './run-files.ts';

export function describeRun({ file, problems, sources, run }: FileRun, output: Output): string {
  const { paint, words } = output;
  const lines = [paint('bold', testFileOf(file))];
  if (problems.length > 0) lines.push(toText(problems, sources, output).trimEnd());
  else if (run === null) lines.push(`  ${paint('yellow', words(text('noTests')))}`);
  for (const { test, ok, failures } of run?.results ?? []) {
    lines.push(`  ${ok ? paint('green', '✓') : paint('red', '✗')} ${words(test.title)}`);
    for (const failure of failures)
      lines.push(`      ${testFileOf(file)}:${failure.line}  ${wordsOf(failure, output)}`);
  }
  if (run) {
    const { states, transitions } = run.coverage;
    const counts = { states: states.covered, allStates: states.all };
    lines.push(
      `  ${words(text('coverage', { ...counts, transitions: transitions.covered, allTransitions: transitions.all }))}`,
      ...states.missing.map((path) => `    ${paint('yellow', words(text('uncoveredState', { path })))}`),
      ...transitions.missing.map((one) => `    ${paint('yellow', uncovered(one, output))}`),
    );
  }
  return lines.join('\n');
}

export function wordsOf(failure: TestFailure, { words }: Pick<Output, 'words'>): string {
  switch (failure.kind) {
    case 'unmet':
      return words(text('unmet', { ...failure.unmet }));
    case 'refused':
      return `${failure.refusal.code}  ${words(failure.refusal.message)}`;
    case 'not-refused':
      return words(text('notRefused', { expected: failure.expected, found: failure.found ?? '–' }));
    case 'threw':
      return words(text('threw', { message: failure.message }));
    case 'invariant':
      return words(text('invariantBroken', { message: failure.message }));
  }
}

export function uncovered(
  { id, source, event, target, guard }: UncoveredTransition,
  { words }: Output,
): string {
  const what = `${source || '*'} –${event || 'always'}${guard === null ? '' : ` [${guard}]`}→ ${target ?? '(stay)'}`;
  return words(text('uncoveredTransition', { id, what }));
}
