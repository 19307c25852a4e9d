/** What the compiler says of a text, as an editor shows it. */
import { pathToFileURL } from 'node:url';
import { DiagnosticSeverity, type Diagnostic, type Range } from 'vscode-languageserver';
import { compile, type DefinitionSummary, type Language, type Plugin, type Problem } from '@gongzhi/engine';

const PAGE = new URL('../../../../docs/PROBLEMS.md', import.meta.url);

export interface DiagnoseOptions {
  file: string;
  plugins: readonly Plugin[];
  definitions: ReadonlyMap<string, DefinitionSummary>;
  /** Epoch ms. */
  now: number;
}

export function findProblems(text: string, options: DiagnoseOptions): Problem[] {
  return [...compile(text, options).problems];
}

export function toDiagnostic(problem: Problem, language: Language): Diagnostic {
  const { code, severity, message, remedy } = problem;
  return {
    range: rangeOfProblem(problem),
    severity: severity === 'error' ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
    code,
    codeDescription: { href: pageOf(code) },
    source: 'gongzhi',
    message: `${message[language]}\n→ ${remedy[language]}`,
  };
}

export const pageOf = (code: string) => `${PAGE.href}#${code}`;

/** A place of no width is widened, for it to be seen. */
export function rangeOfProblem({ line, column, endLine, endColumn }: Problem): Range {
  const isEmpty = line === endLine && column >= endColumn;
  return {
    start: { line: line - 1, character: column - 1 },
    end: { line: endLine - 1, character: isEmpty ? column : endColumn - 1 },
  };
}

export const fileUri = (file: string) => pathToFileURL(file).href;
