import type { Problem, UnusedPart } from '@gongzhi/engine';
import type { Output } from '../output.ts';
import type { SourceFile } from '../workflows.ts';
import { text } from '../texts.ts';
import { excerpt } from './excerpt.ts';
import { toSarif } from './sarif.ts';

export interface CheckReport {
  ok: boolean;
  files: number;
  errors: number;
  warnings: number;
  explored: { configurations: number; moves: number };
  /** For information: what the plugins bring and no definition uses. */
  unused: readonly UnusedPart[];
  problems: Problem[];
}

export function formatProblems(
  format: 'text' | 'json' | 'sarif' | 'github',
  report: CheckReport,
  sources: readonly SourceFile[],
  output: Output,
): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(report, null, 2)}\n`;
    case 'sarif':
      return `${JSON.stringify(toSarif(report.problems, output.language), null, 2)}\n`;
    case 'github':
      return report.problems.map((problem) => toGithub(problem, output)).join('');
    case 'text':
      return toText(report.problems, sources, output);
  }
}

/** By file, each with the line it is about and a caret under the place. */
export function toText(problems: readonly Problem[], sources: readonly SourceFile[], output: Output): string {
  const { paint, words } = output;
  const lines: string[] = [];
  for (const { file, source } of sources) {
    const here = problems.filter((problem) => problem.file === file);
    if (here.length > 0) lines.push(paint('bold', file));
    for (const problem of here) {
      const colour = problem.severity === 'error' ? 'red' : 'yellow';
      const place = `${problem.line}:${problem.column}`.padEnd(7);
      lines.push(
        `  ${place} ${paint(colour, problem.severity.padEnd(8))} ${problem.code}  ${words(problem.message)}`,
        ...excerpt(source, problem).map((line) => paint('dim', line)),
        `          ${paint('cyan', '→')} ${words(problem.remedy)}`,
        ...trailLines(problem, output),
      );
    }
  }
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

/** The way that shows the problem, a step a line: what happens, and where the case stands after it. */
function trailLines({ trail = [] }: Problem, { paint, words }: Output): string[] {
  if (trail.length === 0) return [];
  const steps = trail.map(({ what, states }, index) => {
    const where = states.map(words).join(' + ');
    return `            ${index + 1}. ${words(what)}${where === '' ? '' : ` ${paint('dim', `→ ${where}`)}`}`;
  });
  return [`          ${words(text('trail'))}`, ...steps];
}

/** A workflow command of GitHub Actions. */
function toGithub(problem: Problem, { words }: Output): string {
  const { severity, file, line, endLine, column, endColumn, code, message, remedy } = problem;
  const place = `file=${property(file)},line=${line},endLine=${endLine},col=${column},endColumn=${endColumn}`;
  return `::${severity} ${place},title=${property(code)}::${data(`${words(message)} ${words(remedy)}`)}\n`;
}

const data = (text: string) => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string) => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
