/**
 * Guards as choices: every way in which a step of the machine can go, whatever the data are.
 *
 * A guard is taken apart at `&&`, `||` and `!`; each part that is left is a question, answered once with yes and once
 * with no. Within one step the same question has one answer until an assignment or a change of holders comes between,
 * and `x == 'a'` rules out `x == 'b'`.
 */
import type { CompiledDefinition, Expressions, Variables } from '../compiled.ts';
import type { Json } from '../text.ts';

/** Ways of one step that are looked at; more means that something goes round. */
const WAY_LIMIT = 400;
/** How often one question may be asked anew within a step: a loop that counts is followed this far. */
const ASK_LIMIT = 3;

export interface Way<T> {
  result: T;
  /** Some guard said no on the way. */
  refused: boolean;
}

export interface Ways<T> {
  ways: Way<T>[];
  /** The limit on ways was reached: there are more. */
  cut: boolean;
}

/** Runs `run` once for each combination of answers; `known` answers a question for good. */
export function everyWay<T>(
  guards: Guards,
  known: (question: string) => boolean | undefined,
  run: (expressions: Expressions, rolesChanged: () => void) => T,
): Ways<T> {
  const ways: Way<T>[] = [];
  const pending: boolean[][] = [[]];
  for (let script = pending.pop(); script !== undefined; script = pending.pop()) {
    if (ways.length >= WAY_LIMIT) return { ways, cut: true };
    const answers = new Answers(guards, known, script, (other) => pending.push(other));
    const result = run(answers, () => answers.forget(/\b(holders|custodian)\b/));
    ways.push({ result, refused: answers.refused });
  }
  return { ways, cut: false };
}

export type Condition =
  | { kind: 'ask'; question: string }
  | { kind: 'constant'; value: boolean }
  | { kind: 'not'; of: Condition }
  | { kind: 'all' | 'any'; of: Condition[] };

/** The guards of a definition, taken apart, by their text. */
export type Guards = ReadonlyMap<string, Condition>;

export function readGuards({ transitions }: CompiledDefinition): Guards {
  const guards = new Map<string, Condition>([['true', readCondition('true')]]);
  for (const { rule } of transitions)
    if (rule.guard !== undefined) guards.set(rule.guard, readCondition(rule.guard));
  return guards;
}

/** One run of a step: answers by the script, then yes, and asks for another run with no. */
class Answers implements Expressions {
  readonly #guards: Guards;
  readonly #known: (question: string) => boolean | undefined;
  readonly #script: readonly boolean[];
  readonly #fork: (script: boolean[]) => void;
  readonly #given: boolean[] = [];
  readonly #remembered = new Map<string, boolean>();
  readonly #asked = new Map<string, number>();
  refused = false;

  constructor(
    guards: Guards,
    known: (question: string) => boolean | undefined,
    script: readonly boolean[],
    fork: (script: boolean[]) => void,
  ) {
    this.#guards = guards;
    this.#known = known;
    this.#script = script;
    this.#fork = fork;
  }

  evaluate(expression: string, _variables: Variables): Json {
    const condition = this.#guards.get(expression);
    if (condition === undefined) {
      // What is assigned does not matter here, only that the data are others now.
      this.forget(/\bdata\b/);
      return null;
    }
    const holds = this.#holds(condition);
    if (!holds) this.refused = true;
    return holds;
  }

  render(): never {
    throw new Error('expected the machine to evaluate only, got a text to fill');
  }

  forget(about: RegExp): void {
    for (const question of this.#remembered.keys())
      if (about.test(question)) this.#remembered.delete(question);
  }

  #holds(condition: Condition): boolean {
    switch (condition.kind) {
      case 'constant':
        return condition.value;
      case 'not':
        return !this.#holds(condition.of);
      case 'all':
        return condition.of.every((part) => this.#holds(part));
      case 'any':
        return condition.of.some((part) => this.#holds(part));
      case 'ask':
        return this.#ask(condition.question);
    }
  }

  #ask(question: string): boolean {
    const before = this.#known(question) ?? this.#remembered.get(question) ?? this.#ruledOut(question);
    if (before !== undefined) return before;
    const times = (this.#asked.get(question) ?? 0) + 1;
    this.#asked.set(question, times);
    const answer = times <= ASK_LIMIT && this.#answer();
    this.#remembered.set(question, answer);
    return answer;
  }

  #answer(): boolean {
    const scripted = this.#script[this.#given.length];
    if (scripted === undefined) this.#fork([...this.#given, false]);
    const answer = scripted ?? true;
    this.#given.push(answer);
    return answer;
  }

  /** Equal to another value already. */
  #ruledOut(question: string): false | undefined {
    const compared = EQUALS.exec(question);
    if (compared === null) return undefined;
    for (const [other, answer] of this.#remembered)
      if (answer && EQUALS.exec(other)?.[1] === compared[1]) return false;
    return undefined;
  }
}

const EQUALS = /^([\w.]+) ?== ?('[^']*'|"[^"]*"|[\d.]+)$/;

export function readCondition(text: string): Condition {
  const bare = withoutParentheses(text.trim());
  if (bare === 'true' || bare === 'false') return { kind: 'constant', value: bare === 'true' };
  const marks = topLevelMarks(bare);
  // A choice `a ? b : c` binds loosest; it is one question.
  if (marks.some(({ mark }) => mark === '?')) return { kind: 'ask', question: bare };
  for (const [mark, kind] of [
    ['||', 'any'],
    ['&&', 'all'],
  ] as const) {
    const cuts = marks.filter((given) => given.mark === mark);
    if (cuts.length === 0) continue;
    const ends = [...cuts.map(({ at }) => at), bare.length];
    const of = ends.map((end, index) =>
      readCondition(bare.slice(index === 0 ? 0 : ends[index - 1]! + 2, end)),
    );
    return { kind, of };
  }
  if (bare.startsWith('!') && isOneOperand(bare.slice(1)))
    return { kind: 'not', of: readCondition(bare.slice(1)) };
  const unequal = /^([\w.]+) ?!= ?('[^']*'|"[^"]*"|[\d.]+)$/.exec(bare);
  if (unequal !== null)
    return { kind: 'not', of: { kind: 'ask', question: `${unequal[1]} == ${unequal[2]}` } };
  return { kind: 'ask', question: bare };
}

/** `!` binds to what follows only when no comparison does. */
const isOneOperand = (text: string) => /^[\w.]+(\(.*\))?$/s.test(text) || withoutParentheses(text) !== text;

function withoutParentheses(text: string): string {
  if (!text.startsWith('(') || !text.endsWith(')')) return text;
  return closingAt(text) === text.length - 1 ? withoutParentheses(text.slice(1, -1).trim()) : text;
}

function closingAt(text: string): number {
  for (const { at, depth, character } of characters(text))
    if (character === ')' && depth === 0) return at;
  return -1;
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
