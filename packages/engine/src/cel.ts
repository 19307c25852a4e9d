/**
 * CEL as definitions use it: the functions there are, the limits, evaluation.
 *
 * Numbers of JSON are `double`, literals without a point are `int`; the two mix freely here. Evaluation takes
 * everything as `dyn`: what `check` in expressions.ts has accepted runs, and nothing reaches a prototype, because
 * only own properties of plain objects are read.
 */
import type { ASTNode, ParseResult } from '@marcbachmann/cel-js';
import { Duration, Environment, UnsignedInt } from '@marcbachmann/cel-js/evaluator';
import { Temporal } from 'temporal-polyfill';
import { localDay, workingDaysBetween, type Calendar } from './calendar/index.ts';
import { ExpressionError, type Expressions, type Variables } from './compiled.ts';
import { compilePattern } from './pattern.ts';
import type { CelFunction } from './plugin.ts';
import { DANGEROUS_KEYS } from './storable.ts';
import { splitTemplate, type TemplatePart } from './template.ts';
import type { Json, JsonObject, Language } from './text.ts';

export const EXPRESSION_LIMIT = 1000;
export const LOOP_DEPTH_LIMIT = 2;
const PROGRAM_LIMIT = 20_000;
const RESULT_NODE_LIMIT = 20_000;
const TIMESTAMP = 'google.protobuf.Timestamp';
export const VARIABLES = ['data', 'payload', 'now', 'actor', 'custodian', 'holders', 'kase'] as const;

export function createExpressions(base: Environment): Expressions {
  const environment = base.clone();
  for (const name of VARIABLES) environment.registerVariable(name, 'dyn');
  const programs = new Map<string, Program>();
  const programFor = (expression: string): Program => {
    let program = programs.get(expression);
    if (!program) {
      if (programs.size >= PROGRAM_LIMIT) programs.clear();
      programs.set(expression, (program = createProgram(environment, expression)));
    }
    return program;
  };
  const evaluate = (expression: string, variables: Variables): Json => {
    try {
      return toJson(programFor(expression)(variables));
    } catch (cause) {
      throw new ExpressionError(
        expression,
        (cause as { summary?: string }).summary ?? (cause as Error).message,
        { cause },
      );
    }
  };
  const templates = new Map<string, TemplatePart[]>();
  const renderText = (text: string, language: Language, variables: Variables): string => {
    let parts = templates.get(text);
    if (!parts) templates.set(text, (parts = splitTemplate(text).parts));
    return parts
      .map((part) => (part.kind === 'text' ? part.text : asWords(evaluate(part.text, variables), language)))
      .join('');
  };
  return {
    evaluate,
    render: (template, variables) => ({
      'zh-CN': renderText(template['zh-CN'], 'zh-CN', variables),
      en: renderText(template.en, 'en', variables),
    }),
  };
}

type Program = (variables: Variables) => unknown;

function createProgram(environment: Environment, expression: string): Program {
  const { program } = prepare(environment, expression, takeMembersAsDyn);
  const names = new Set<string>();
  visit(program.ast, ({ op, args }) => {
    if (op === 'id') names.add(args as string);
  });
  const usesNow = names.has('now');
  const usesCase = names.has('kase');
  return ({ data, payload, now, actor, custodian, holders, kase }) =>
    program({
      data,
      payload,
      actor,
      custodian,
      holders,
      ...(usesNow ? { now: new Date(now) } : {}),
      ...(usesCase ? { kase: { ...kase, openedAt: new Date(kase.openedAt) } } : {}),
    });
}

/**
 * Parses an expression and checks its types; throws the library's ParseError or TypeError.
 *
 * Two things are made milder than CEL: `matches` takes only bounded patterns, and the branches of `? :` may be an
 * integer literal or null beside something else.
 */
export function prepare(
  environment: Environment,
  expression: string,
  change: (environment: Environment, ast: ASTNode) => void = () => {},
): { program: ParseResult; type: string } {
  let program = parse(environment, expression);
  change(environment, program.ast);
  let checked = program.check();
  if (!checked.valid && checked.error?.code === 'incompatible_ternary_branches') {
    program = parse(environment, expression);
    change(environment, program.ast);
    relaxBranches(environment, program.ast);
    const again = program.check();
    if (again.valid) checked = again;
  }
  if (!checked.valid) throw checked.error ?? new TypeError(`expected a type error for ${expression}`);
  return { program, type: checked.type ?? 'dyn' };
}

function parse(environment: Environment, expression: string): ParseResult {
  const program = environment.parse(expression);
  visit(program.ast, (node) => {
    if (isCallOf(node, 'matches')) (node.args as [string, ...unknown[]])[0] = 'matchesPattern';
  });
  return program;
}

/** `x in list` with `dyn(x)`: then numbers of both kinds are compared, which the library does only for `dyn`. */
function takeMembersAsDyn(environment: Environment, ast: ASTNode): void {
  visit(ast, ({ op, args }) => {
    if (op !== 'in') return;
    const operands = args as [ASTNode, ASTNode];
    if (operands[0].op === 'id' || operands[0].op === '.') return;
    const wrapped = environment.parse('dyn(0)').ast;
    (wrapped.args as [string, ASTNode[]])[1][0] = operands[0];
    operands[0] = wrapped;
  });
}

function relaxBranches(environment: Environment, ast: ASTNode): void {
  visit(ast, ({ op, args }) => {
    if (op !== '?:') return;
    const branches = args as ASTNode[];
    for (const index of [1, 2]) {
      const branch = branches[index]!;
      if (branch.op !== 'value') continue;
      if (typeof branch.args === 'bigint') branches[index] = environment.parse(`${branch.args}.0`).ast;
      else if (branch.args === null) branches[index] = environment.parse('dyn(null)').ast;
    }
  });
}

export function isCallOf(node: ASTNode, method: string): boolean {
  return node.op === 'rcall' && node.args[0] === method;
}

/** How many loops, and how many `cel.bind`, stand around a node. */
export interface Depth {
  loops: number;
  binds: number;
}

/** Every node of the expression as it was written, outermost first. */
export function visit(
  ast: ASTNode,
  seen: (node: ASTNode, depth: Depth) => void,
  depth: Depth = { loops: 0, binds: 0 },
): void {
  seen(ast, depth);
  const walk = (part: unknown, around: Depth): void => {
    if (Array.isArray(part)) for (const item of part) walk(item, around);
    else if (isNode(part)) visit(part, seen, around);
  };
  if (ast.op !== 'rcall') return walk(ast.args, depth);
  const [method, receiver, args] = ast.args;
  walk(receiver, depth);
  if (LOOPS.has(method)) walk(args, { ...depth, loops: depth.loops + 1 });
  else walk(args, method === 'bind' ? { ...depth, binds: depth.binds + 1 } : depth);
}

const LOOPS = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'op' in value && 'args' in value;
}

/** The environment without variables: operators, functions, those of plugins, dates in `timeZone`. */
export function createBaseEnvironment(
  functions: ReadonlyMap<string, CelFunction>,
  timeZone: string,
  calendar: Calendar | undefined,
): Environment {
  const environment = new Environment({
    homogeneousAggregateLiterals: false,
    limits: { maxAstNodes: 250, maxDepth: 24, maxListElements: 100, maxMapEntries: 50, maxCallArguments: 8 },
  });
  registerNumbers(environment);
  const register = (signature: string, run: (...args: never[]) => unknown) =>
    environment.registerFunction(signature, run as (...args: unknown[]) => unknown, { async: false });
  register('string.matchesPattern(string): bool', matchesPattern);
  register(`string(${TIMESTAMP}): string`, (at: Date) => at.toISOString());
  register('days(int): google.protobuf.Duration', (count: bigint) => daysLong(Number(count)));
  register('days(double): google.protobuf.Duration', daysLong);
  register(`date(string): ${TIMESTAMP}`, (day: string) => {
    const { epochMilliseconds } = Temporal.PlainDate.from(day).toZonedDateTime(timeZone);
    return new Date(epochMilliseconds);
  });
  register(`localDate(${TIMESTAMP}): string`, (at: Date) =>
    Temporal.Instant.fromEpochMilliseconds(at.getTime())
      .toZonedDateTimeISO(timeZone)
      .toPlainDate()
      .toString(),
  );
  register(`workingDaysBetween(${TIMESTAMP}, ${TIMESTAMP}): double`, (from: Date, to: Date) => {
    if (calendar === undefined) throw new Error('the definition has no calendar');
    const days = [from, to].map((at) => localDay(at.getTime(), timeZone)) as [string, string];
    const counted = workingDaysBetween(calendar, ...days);
    if (typeof counted === 'number') return counted;
    throw new Error(`calendar ${calendar.id} does not know the year ${counted.unknownYear}`);
  });
  for (const [name, { signature, run }] of functions) register(`${name}${signature}`, run);
  return environment;
}

function registerNumbers(environment: Environment): void {
  type Operate = (a: number, b: number) => number | boolean;
  const both = (signs: string, result: string, operate: Operate, pairs: [string, string][]) => {
    for (const [left, right] of pairs)
      environment.registerOperator(`${left} ${signs} ${right}: ${result}`, (a: unknown, b: unknown) =>
        operate(Number(a), Number(b)),
      );
  };
  const mixed: [string, string][] = [
    ['double', 'int'],
    ['int', 'double'],
  ];
  both('+', 'double', (a, b) => a + b, mixed);
  both('-', 'double', (a, b) => a - b, mixed);
  both('*', 'double', (a, b) => a * b, mixed);
  both('/', 'double', (a, b) => a / b, mixed);
  both('%', 'double', (a, b) => a % b, [...mixed, ['double', 'double']]);
  // Brings `int == double` and both `!=` with it; the ordering operators are there already.
  both('==', 'bool', (a, b) => a === b, [['double', 'int']]);
}

/**
 * Lets the type checker accept `data.amount in [1, 2]`. For checking only: what is `dyn` compares numbers of both
 * kinds by itself, and with these overloads the library finds the two ambiguous.
 */
export function registerMixedMembership(environment: Environment): void {
  const neverRun = () => false;
  environment.registerOperator('double in list<int>: bool', neverRun);
  environment.registerOperator('int in list<double>: bool', neverRun);
}

function matchesPattern(text: string, source: string): boolean {
  const result = compilePattern(source);
  if (!result.ok) throw new RangeError(`pattern ${source}: ${result.reason.en}`);
  return result.pattern.test(text);
}

function daysLong(count: number): Duration {
  if (!Number.isFinite(count) || Math.abs(count) > 1e6)
    throw new RangeError(`expected at most 1000000 days, got ${count}`);
  return new Duration(BigInt(Math.trunc(count * 86_400)));
}

/** What CEL gives, as JSON that can be stored. Throws a RangeError for what cannot. */
function toJson(value: unknown): Json {
  if (typeof value === 'boolean' || value === null) return value;
  let nodes = 0;
  const convert = (given: unknown): Json => {
    if (++nodes > RESULT_NODE_LIMIT) throw new RangeError(`expected at most ${RESULT_NODE_LIMIT} values`);
    switch (typeof given) {
      case 'boolean':
        return given;
      case 'string':
        if (!given.isWellFormed() || given.includes('\0'))
          throw new RangeError('expected a text that can be stored');
        return given;
      case 'number':
        if (!Number.isFinite(given)) throw new RangeError(`expected a finite number, got ${given}`);
        return given === 0 ? 0 : given;
      case 'bigint':
        if (!Number.isSafeInteger(Number(given)))
          throw new RangeError(`expected a number within 2^53, got ${given}`);
        return Number(given);
    }
    if (given === null) return null;
    if (Array.isArray(given) || given instanceof Set) return Array.from(given, convert);
    if (given instanceof Date) return given.toISOString();
    if (given instanceof UnsignedInt) return convert(given.value);
    if (given instanceof Map) return convertEntries(given);
    const prototype: unknown = typeof given === 'object' ? Object.getPrototypeOf(given) : undefined;
    if (prototype === Object.prototype || prototype === null)
      return convertEntries(Object.entries(given as object));
    throw new RangeError(`expected a value of JSON, got ${Object.prototype.toString.call(given)}`);
  };
  const convertEntries = (entries: Iterable<[unknown, unknown]>): JsonObject => {
    const object: JsonObject = {};
    for (const [key, item] of entries) {
      if (DANGEROUS_KEYS.has(String(key))) throw new RangeError(`expected another key than ${String(key)}`);
      object[String(key)] = convert(item);
    }
    return object;
  };
  return convert(value);
}

/** A value inside a document's text. */
function asWords(value: Json, language: Language): string {
  if (value === null) return '';
  if (typeof value === 'boolean') return (language === 'en' ? ['no', 'yes'] : ['否', '是'])[Number(value)]!;
  if (Array.isArray(value))
    return value.map((item) => asWords(item, language)).join(language === 'en' ? ', ' : '、');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
