/** Repairs that an editor can make: the name that was meant, a text in the other language, a handler of a lapse. */
import { CodeActionKind, type CodeAction, type Range, type TextEdit } from 'vscode-languageserver';
import type { Language, Problem } from '@gongzhi/engine';
import { say } from '../texts.ts';
import { rangeOf, type Analysis } from './analysis.ts';
import { rangeOfProblem, toDiagnostic } from './diagnose.ts';
import { reduce } from './places.ts';
import { partAt, type Part, type Path, type Span } from './tree.ts';

export function quickFixes(
  analysis: Analysis,
  problems: readonly Problem[],
  range: Range,
  language: Language,
): CodeAction[] {
  return problems
    .filter((problem) => overlaps(rangeOfProblem(problem), range))
    .flatMap((problem) => {
      const fix = repair(analysis, problem, language);
      if (!fix) return [];
      const { document } = analysis;
      const edit: TextEdit = { range: rangeOf(document, fix.span), newText: fix.newText };
      return [
        {
          title: fix.title,
          kind: CodeActionKind.QuickFix,
          diagnostics: [toDiagnostic(problem, language)],
          isPreferred: true,
          edit: { changes: { [document.uri]: [edit] } },
        },
      ];
    });
}

interface Fix {
  title: string;
  span: Span;
  newText: string;
}

function repair(analysis: Analysis, problem: Problem, language: Language): Fix | null {
  switch (problem.code) {
    case 'GZ207':
      return addLanguage(analysis, problem, language);
    case 'GZ407':
      return addLapse(analysis, problem, language);
    default:
      return replaceByMeant(analysis, problem, language);
  }
}

/** The compiler says what was meant in its message (`hint` in problems.ts). */
function replaceByMeant({ document, tree }: Analysis, problem: Problem, language: Language): Fix | null {
  const meant = /did you mean ([^?\s]+)\?/.exec(problem.message.en)?.[1];
  if (meant === undefined) return null;
  const title = say('lspReplaceBy', language, { name: meant });
  const range = rangeOfProblem(problem);
  const span: Span = [document.offsetAt(range.start), document.offsetAt(range.end)];
  const found = partAt(tree, span[0]);
  const written = found?.on === 'key' ? found.part.key : (found?.part.text?.span ?? null);
  const isWhole =
    written !== null && Math.abs(written[0] - span[0]) <= 1 && Math.abs(written[1] - span[1]) <= 1;
  if (isWhole) return { title, span: written, newText: meant };
  // Inside an expression: only where the place is a word by itself.
  return /^\w+$/.test(tree.text.slice(...span)) ? { title, span, newText: meant } : null;
}

function addLanguage({ document, tree }: Analysis, problem: Problem, language: Language): Fix | null {
  const found = partAt(tree, document.offsetAt(rangeOfProblem(problem).start));
  const part = found?.part;
  const [there] = part ? tree.children(part.path) : [];
  if (!part || part.kind !== 'map' || !there?.key) return null;
  const given = String(there.path.at(-1));
  const missing = given === 'en' ? 'zh-CN' : 'en';
  const words = JSON.stringify(`TODO ${there.text?.value ?? ''}`);
  const at = there.value[1];
  const newText = part.flow
    ? `, ${missing}: ${words}`
    : `\n${indentOf(tree.text, there)}${missing}: ${words}`;
  // A block scalar ends behind its line break.
  const end = tree.text[at - 1] === '\n' ? at - 1 : at;
  return { title: say('lspAddLanguage', language, { language: missing }), span: [end, end], newText };
}

function addLapse({ document, tree }: Analysis, problem: Problem, language: Language): Fix | null {
  const clock = /clock ([a-z0-9-]+)\.$/.exec(problem.message.en)?.[1];
  const found = partAt(tree, document.offsetAt(rangeOfProblem(problem).start));
  if (clock === undefined || !found) return null;
  const state = statePath(found.part.path);
  const title = say('lspAddLapse', language, { clock });
  const rule = `${clock}.lapsed: { title: { zh-CN: 逾期, en: Out of time } }`;
  const [handler] = tree.children([...state, 'on']);
  if (handler) return insertBefore(tree.text, handler, rule, title, tree.part([...state, 'on'])!.flow);
  const [first] = tree.children(state);
  if (!first) return null;
  const isFlow = tree.part(state)!.flow;
  const indent = indentOf(tree.text, first);
  return insertBefore(
    tree.text,
    first,
    isFlow ? `on: { ${rule} }` : `on:\n${indent}  ${rule}`,
    title,
    isFlow,
  );
}

function insertBefore(text: string, part: Part, written: string, title: string, isFlow: boolean): Fix | null {
  if (!part.key) return null;
  const quote = /["']/.test(text[part.key[0] - 1] ?? '') ? 1 : 0;
  const at = part.key[0] - quote;
  return { title, span: [at, at], newText: written + (isFlow ? ', ' : `\n${indentOf(text, part)}`) };
}

/** Of the state that a path is in. */
function statePath(path: Path): Path {
  const { state } = reduce(path);
  return state === '' ? [] : state.split('.').flatMap((name) => ['states', name]);
}

function indentOf(text: string, { key }: Part): string {
  const line = text.slice(text.lastIndexOf('\n', key![0] - 1) + 1, key![0]);
  return ' '.repeat(line.replace(/["']$/, '').length);
}

function overlaps(a: Range, b: Range): boolean {
  const before = (x: Range['start'], y: Range['start']) =>
    x.line < y.line || (x.line === y.line && x.character <= y.character);
  return before(a.start, b.end) && before(b.start, a.end);
}
