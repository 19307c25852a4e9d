import type { Problem } from '@gongzhi/engine';
import { columns } from '../columns.ts';

const WIDTH = 100;

/** The line of the problem and, under it, carets from its first to its last column; long lines are cut around it. */
export function excerpt(
  source: string,
  problem: Pick<Problem, 'line' | 'column' | 'endLine' | 'endColumn'>,
): string[] {
  const whole = source.split('\n')[problem.line - 1]?.replace(/\r$/, '').replaceAll('\t', ' ');
  if (whole === undefined || whole.trim() === '') return [];
  const first = problem.column - 1;
  const last = problem.endLine === problem.line ? Math.max(problem.endColumn - 1, first + 1) : whole.length;
  const cut = Math.max(0, Math.min(first - 20, whole.length - WIDTH));
  const shown = whole.slice(cut, cut + WIDTH);
  const before = whole.slice(cut, first);
  const marked = whole.slice(first, Math.min(last, cut + WIDTH));
  const number = String(problem.line);
  const gutter = ' '.repeat(10);
  return [
    `${gutter}${number} │ ${shown}`,
    `${gutter}${' '.repeat(number.length)} │ ${' '.repeat(columns(before))}${'^'.repeat(Math.max(1, columns(marked)))}`,
  ];
}
