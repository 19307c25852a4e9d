import type { CompiledDefinition } from '@gongzhi/engine';
import type { Coverage } from '@gongzhi/engine/testing';
import type { ChartOptions } from './chart.ts';
import type { Mark } from './marks.ts';

/** Every state and transition, marked by whether the tests reach it. */
export function coverageMarks(
  compiled: CompiledDefinition,
  { states, transitions }: Coverage,
): NonNullable<ChartOptions['marks']> {
  const left = new Set(states.missing);
  const untaken = new Set(transitions.missing.map(({ id }) => id));
  const mark = (isMissing: boolean): Mark => (isMissing ? 'uncovered' : 'covered');
  return {
    states: new Map(
      [...compiled.states.values()]
        .filter(({ path, node }) => path !== '' && node.type !== 'history')
        .map(({ path }) => [path, mark(left.has(path))]),
    ),
    transitions: new Map(compiled.transitions.map(({ id }) => [id, mark(untaken.has(id))])),
  };
}
