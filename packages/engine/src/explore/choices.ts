/**
 * Guards as choices: every way in which a step of the machine can go.
 *
 * A question that what is known of the data does not answer is answered once with yes and once with no. Within one
 * step the same question about the same values has one answer.
 */
import type { Expressions, Variables } from '../compiled.ts';
import type { Json, JsonObject, JsonSchema } from '../text.ts';
import { readCondition, type Condition, type Guards, type Question } from './conditions.ts';
import { ANYTHING, equals, refine, valueOfExpression, valueOfSchema, type Value } from './values.ts';

/** Ways of one step that are looked at; more means that something goes round. */
const WAY_LIMIT = 400;
/** How often one question may be asked anew within a step: a loop that counts is followed this far. */
const ASK_LIMIT = 3;

interface Way<T> {
  result: T;
  /** Some guard said no on the way. */
  refused: boolean;
  /** What is known of the data after it, by what was answered. */
  learn: (data: JsonObject) => Record<string, Value>;
}

export interface Ways<T> {
  ways: Way<T>[];
  /** The limit on ways was reached: there are more. */
  cut: boolean;
}

/** What is known before the step. */
export interface Known {
  guards: Guards;
  /** Of the event; null: whatever comes. */
  payload: JsonSchema | null;
  /** Role of the custodian. */
  custodian: string;
  /** Fields of `data` that are followed. */
  fields: ReadonlySet<string>;
  /** Answers a question for good, e.g. about a role that nobody can hold. */
  answer: (question: string) => boolean | undefined;
}

/** Runs `run` once for each combination of answers. */
export function everyWay<T>(
  known: Known,
  run: (expressions: Expressions, rolesChanged: () => void) => T,
): Ways<T> {
  const ways: Way<T>[] = [];
  const pending: boolean[][] = [[]];
  for (let script = pending.pop(); script !== undefined; script = pending.pop()) {
    if (ways.length >= WAY_LIMIT) return { ways, cut: true };
    const answers = new Answers(known, script, (other) => pending.push(other));
    const result = run(answers, () => answers.forgetRoles());
    ways.push({ result, refused: answers.refused, learn: (data) => answers.learned(data) });
  }
  return { ways, cut: false };
}

/** One run of a step: answers by the script, then yes, and asks for another run with no. */
class Answers implements Expressions {
  readonly #known: Known;
  readonly #script: readonly boolean[];
  readonly #fork: (script: boolean[]) => void;
  readonly #given: boolean[] = [];
  /** By question and the values that it reads. */
  readonly #remembered = new Map<string, { question: Question; answer: boolean }>();
  readonly #asked = new Map<string, number>();
  #assigned = 0;
  refused = false;

  constructor(known: Known, script: readonly boolean[], fork: (script: boolean[]) => void) {
    this.#known = known;
    this.#script = script;
    this.#fork = fork;
  }

  /** A guard gives its answer; anything else is assigned and gives what is known of it. */
  evaluate(expression: string, { data }: Variables): Json {
    const condition = this.#known.guards.get(expression);
    if (condition !== undefined) return this.#holds(condition, data);
    const value = valueOfExpression(
      expression,
      (path) => this.#valueAt(path, data),
      (text) => this.#peek(readCondition(text), data),
    );
    return (value ?? { any: ++this.#assigned }) as Json;
  }

  render(): never {
    throw new Error('expected the machine to evaluate only, got a text to fill');
  }

  forgetRoles(): void {
    for (const key of this.#remembered.keys())
      if (/\b(holders|custodian)\b/.test(key)) this.#remembered.delete(key);
  }

  learned(data: JsonObject): Record<string, Value> {
    const values: Record<string, Value> = {};
    for (const field of this.#known.fields) {
      const value = this.#valueAt(`data.${field}`, data);
      values[field] = 'any' in value ? ANYTHING : value;
    }
    return values;
  }

  #holds(condition: Condition, data: JsonObject): boolean {
    switch (condition.kind) {
      case 'constant':
        return condition.value;
      case 'not':
        return !this.#holds(condition.of, data);
      case 'all':
        return condition.of.every((part) => this.#holds(part, data));
      case 'any':
        return condition.of.some((part) => this.#holds(part, data));
      case 'ask': {
        const answer = this.#ask(condition, data);
        this.refused ||= !answer;
        return answer;
      }
    }
  }

  /** What is answered already; asks nothing. */
  #peek(condition: Condition, data: JsonObject): boolean | undefined {
    switch (condition.kind) {
      case 'constant':
        return condition.value;
      case 'not': {
        const answer = this.#peek(condition.of, data);
        return answer === undefined ? undefined : !answer;
      }
      case 'all':
      case 'any': {
        const answers = condition.of.map((part) => this.#peek(part, data));
        const deciding = condition.kind === 'any';
        if (answers.includes(deciding)) return deciding;
        return answers.includes(undefined) ? undefined : !deciding;
      }
      case 'ask':
        return this.#certain(condition, data) ?? this.#remembered.get(keyOf(condition, data))?.answer;
    }
  }

  #certain(question: Question, data: JsonObject): boolean | undefined {
    return this.#known.answer(question.text) ?? this.#follows(question, data);
  }

  #ask(question: Question, data: JsonObject): boolean {
    const certain = this.#certain(question, data);
    if (certain !== undefined) return certain;
    const key = keyOf(question, data);
    const before = this.#remembered.get(key);
    if (before !== undefined) return before.answer;
    const times = (this.#asked.get(question.text) ?? 0) + 1;
    this.#asked.set(question.text, times);
    const answer = times <= ASK_LIMIT && this.#answer();
    this.#remembered.set(key, { question, answer });
    return answer;
  }

  #answer(): boolean {
    const scripted = this.#script[this.#given.length];
    if (scripted === undefined) this.#fork([...this.#given, false]);
    const answer = scripted ?? true;
    this.#given.push(answer);
    return answer;
  }

  /** What the values say by themselves. */
  #follows({ compared, present }: Question, data: JsonObject): boolean | undefined {
    if (compared !== null) return equals(this.#valueAt(compared.path, data), compared.literal);
    if (present === null) return undefined;
    const value = this.#valueAt(`data.${present}`, data);
    if ('absent' in value) return false;
    return 'any' in value && value.any === 0 ? undefined : true;
  }

  #valueAt(path: string, data: JsonObject): Value {
    const [of, field] = path.split('.') as [string, string];
    let value = this.#before(of, field, data);
    for (const [key, { question, answer }] of this.#remembered) {
      const { compared } = question;
      if (compared?.path === path && key === keyOf(question, data))
        value = refine(value, compared.literal, answer);
    }
    return value;
  }

  #before(of: string, field: string, data: JsonObject): Value {
    if (of === 'payload') return valueOfSchema(this.#known.payload, field);
    if (of === 'custodian') return field === 'role' ? { is: [this.#known.custodian] } : ANYTHING;
    const value = data[field];
    // An expression that is a guard somewhere too has its answer as its value.
    if (typeof value === 'boolean') return { is: [value] };
    return (value as unknown as Value | undefined) ?? ANYTHING;
  }
}

function keyOf({ text, fields }: Question, data: JsonObject): string {
  if (fields.length === 0) return text;
  return `${text} ${JSON.stringify(fields.map((field) => data[field]))}`;
}
