/** Guards taken apart at `&&`, `||`, `!` and `in [...]`; what is left are questions. */
import type { CompiledDefinition } from '../compiled.ts';
import type { Json } from '../text.ts';

export type Condition =
  | Question
  | { kind: 'constant'; value: boolean }
  | { kind: 'not'; of: Condition }
  | { kind: 'all' | 'any'; of: Condition[] };

export interface Question {
  kind: 'ask';
  text: string;
  /** It asks whether the value at this path, `data.kind`, equals the literal. */
  compared: { path: string; literal: Json } | null;
  /** It asks whether this field of `data` is there. */
  present: string | null;
  /** Fields of `data` that it reads. */
  fields: string[];
}

/** The guards of a definition by their text. */
export type Guards = ReadonlyMap<string, Condition>;

export function readGuards({ transitions }: CompiledDefinition): Guards {
  const guards = new Map<string, Condition>([['true', { kind: 'constant', value: true }]]);
  for (const { rule } of transitions)
    if (rule.guard !== undefined) guards.set(rule.guard, readCondition(rule.guard));
  return guards;
}

/** Fields of `data` that a guard reads. */
export function fieldsOf(condition: Condition): string[] {
  switch (condition.kind) {
    case 'constant':
      return [];
    case 'ask':
      return condition.fields;
    case 'not':
      return fieldsOf(condition.of);
    case 'all':
    case 'any':
      return condition.of.flatMap(fieldsOf);
  }
}

/** The parts of `a ? b : c`; null: it is none. */
export function readChoice(text: string): { condition: string; yes: string; no: string } | null {
  const bare = withoutParentheses(text.trim());
  const [mark, ...others] = topLevelMarks(bare).filter((given) => given.mark === '?');
  if (mark === undefined || others.length > 0) return null;
  const colon = [...characters(bare)].find(
    ({ at, depth, character }) => at > mark.at && depth === 0 && character === ':',
  );
  if (colon === undefined) return null;
  return {
    condition: bare.slice(0, mark.at),
    yes: bare.slice(mark.at + 1, colon.at),
    no: bare.slice(colon.at + 1),
  };
}

const PATH = /^(data|payload|custodian)\.\w+$/;
const COMPARED = /^([\w.]+) ?(==|!=) ?('[^'\\]*'|"[^"\\]*"|-?\d+(?:\.\d+)?|true|false)$/;
const LISTED = /^([\w.]+) in \[([^[\]]*)\]$/;

export function readCondition(text: string): Condition {
  const bare = withoutParentheses(text.trim());
  if (bare === 'true' || bare === 'false') return { kind: 'constant', value: bare === 'true' };
  const marks = topLevelMarks(bare);
  // A choice `a ? b : c` binds loosest; it is one question.
  if (marks.some(({ mark }) => mark === '?')) return question(bare);
  for (const [mark, kind] of [
    ['||', 'any'],
    ['&&', 'all'],
  ] as const) {
    const cuts = marks.filter((given) => given.mark === mark).map(({ at }) => at);
    if (cuts.length === 0) continue;
    const of = [...cuts, bare.length].map((end, index) =>
      readCondition(bare.slice(index === 0 ? 0 : cuts[index - 1]! + 2, end)),
    );
    return { kind, of };
  }
  if (bare.startsWith('!') && isOneOperand(bare.slice(1).trim()))
    return { kind: 'not', of: readCondition(bare.slice(1)) };
  const [, path, sign, literal] = COMPARED.exec(bare) ?? [];
  if (path !== undefined && PATH.test(path)) {
    const equal = question(`${path} == ${literal}`, { path, literal: literalOf(literal!)! });
    return sign === '==' ? equal : { kind: 'not', of: equal };
  }
  const [, listed, list] = LISTED.exec(bare) ?? [];
  const literals = list?.split(',').map((item) => item.trim());
  if (listed !== undefined && PATH.test(listed) && literals?.every((item) => literalOf(item) !== undefined))
    return { kind: 'any', of: literals.map((item) => readCondition(`${listed} == ${item}`)) };
  if (PATH.test(bare)) return question(bare, { path: bare, literal: true });
  return question(bare);
}

/** The value of a literal; undefined: it is none. */
export function literalOf(text: string): Json | undefined {
  const quoted = /^'([^'\\]*)'$|^"([^"\\]*)"$/.exec(text);
  if (quoted !== null) return quoted[1] ?? quoted[2] ?? '';
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

function question(text: string, compared: Question['compared'] = null): Question {
  const fields = [...new Set([...text.matchAll(/\bdata\.(\w+)/g)].map(([, field]) => field!))];
  const [, present] = /^has\(data\.(\w+)\)$/.exec(text) ?? [];
  return { kind: 'ask', text, compared, present: present ?? null, fields };
}

/** `!` binds to what follows only when no comparison does. */
const isOneOperand = (text: string) =>
  /^[\w.]+(\([^()]*\))?$/.test(text) || withoutParentheses(text) !== text;

function withoutParentheses(text: string): string {
  if (!text.startsWith('(') || !text.endsWith(')')) return text;
  for (const { at, depth, character } of characters(text))
    if (character === ')' && depth === 0)
      return at === text.length - 1 ? withoutParentheses(text.slice(1, -1).trim()) : text;
  return text;
}

function topLevelMarks(text: string): { mark: '&&' | '||' | '?'; at: number }[] {
  const marks: { mark: '&&' | '||' | '?'; at: number }[] = [];
  for (const { at, depth, character } of characters(text)) {
    if (depth > 0) continue;
    if (character === '?') marks.push({ mark: '?', at });
    const two = text.slice(at, at + 2);
    if (two === '&&' || two === '||') marks.push({ mark: two, at });
  }
  return marks;
}

/** Characters outside of texts, with the depth of brackets around each; a bracket counts as outside of itself. */
function* characters(text: string): Generator<{ at: number; depth: number; character: string }> {
  let depth = 0;
  let quote: string | null = null;
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (quote !== null) {
      if (character === '\\') at++;
      else if (character === quote) quote = null;
      continue;
    }
    if (character === '"' || character === "'") {
      quote = character;
      continue;
    }
    if (')]}'.includes(character)) depth--;
    yield { at, depth, character };
    if ('([{'.includes(character)) depth++;
  }
}
