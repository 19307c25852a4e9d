/** What the type checker does not see in an expression: absent fields, values never had, patterns, nested loops. */
import type { ASTNode } from '@marcbachmann/cel-js';
import { isCallOf, LOOP_DEPTH_LIMIT, visit } from './cel.ts';
import { isObject, resolveSchema, valuesOf } from './cel-types.ts';
import { nearest } from './nearest.ts';
import { compilePattern } from './pattern.ts';
import { both, hint, type ProblemArgs, type ProblemCode } from './problems.ts';
import type { Json, JsonObject, JsonSchema } from './text.ts';

/** A flaw inside an expression: start and length count from its first character. */
export interface Flaw {
  code: ProblemCode;
  start: number;
  length: number;
  args: ProblemArgs;
}

/** What is known of the two variables that authors describe. */
export interface Schemas {
  data: JsonSchema;
  payload: JsonSchema | null;
}

export function inspectExpression(ast: ASTNode, schemas: Schemas): Flaw[] {
  const flaws: Flaw[] = [];
  const guarded = new Set<string>();
  /** Parts of a longer chain, or what a `has` asks for. */
  const inner = new Set<unknown>();
  visit(ast, (node) => {
    if (node.op === 'call' && node.args[0] === 'has') {
      const chain = chainOf(node.args[1][0]);
      if (chain) guarded.add(chain.join('.'));
    }
    if (node.op === 'in' && node.args[0].op === 'value') {
      const chain = chainOf(node.args[1]);
      if (chain) guarded.add([...chain, String(node.args[0].args)].join('.'));
    }
  });
  let tooDeep = false;
  visit(ast, (node, depth) => {
    const flaw = (code: ProblemCode, args: ProblemArgs, of: { start: number; end: number } = node) =>
      flaws.push({ code, start: of.start, length: of.end - of.start, args });
    if ((depth.loops > LOOP_DEPTH_LIMIT || depth.binds > LOOP_DEPTH_LIMIT) && !tooDeep) {
      tooDeep = true;
      flaw('GZ508', { limit: LOOP_DEPTH_LIMIT });
    }
    if (isCallOf(node, 'matchesPattern'))
      inspectPattern((node.args as [string, ASTNode, ASTNode[]])[2][0], flaw);
    if (node.op === 'call') inspectConversion(node, schemas, flaw);
    if (node.op === '==' || node.op === '!=' || node.op === 'in') inspectValues(node, schemas, flaw);
    if (node.op !== '.' && node.op !== '[]') return;
    if (inner.has(node)) return;
    for (let part: ASTNode | undefined = node; part; part = objectOf(part)) inner.add(part);
    const chain = chainOf(node);
    const absent = chain && findOptional(chain, schemas, guarded);
    if (absent) flaw('GZ505', { field: absent });
  });
  return flaws;
}

type TellFlaw = (code: ProblemCode, args: ProblemArgs, of?: { start: number; end: number }) => void;

function inspectPattern(argument: ASTNode | undefined, flaw: TellFlaw): void {
  if (argument?.op !== 'value' || typeof argument.args !== 'string')
    return flaw(
      'GZ506',
      { pattern: '…', detail: both('模式必须是字面文字', 'it must be a literal text') },
      argument,
    );
  const result = compilePattern(argument.args);
  if (!result.ok)
    flaw('GZ506', { pattern: argument.args, detail: both(result.reason.zh, result.reason.en) }, argument);
}

/** These fail on a text that does not say what they read. */
const CONVERSIONS = new Set(['double', 'int', 'uint', 'timestamp', 'date']);

/** A conversion of a text that its schema leaves free: what somebody mistypes would become an incident. */
function inspectConversion(node: ASTNode, schemas: Schemas, flaw: TellFlaw): void {
  const [name, [argument]] = node.args as [string, ASTNode[]];
  const chain = CONVERSIONS.has(name) ? chainOf(argument) : null;
  const schema = chain && schemaOf(chain, schemas);
  if (!schema || schema['type'] !== 'string') return;
  if ('format' in schema || 'pattern' in schema || valuesOf(schema) !== null) return;
  flaw('GZ511', { function: name, field: chain.join('.') });
}

/** A comparison with a text that the field's `enum` does not have. */
function inspectValues(node: ASTNode, schemas: Schemas, flaw: TellFlaw): void {
  const [left, right] = node.args as [ASTNode, ASTNode];
  const pairs: [ASTNode, ASTNode][] =
    node.op === 'in'
      ? right.op === 'list'
        ? right.args.map((item): [ASTNode, ASTNode] => [left, item])
        : []
      : [
          [left, right],
          [right, left],
        ];
  for (const [field, value] of pairs) {
    if (value.op !== 'value' || typeof value.args !== 'string') continue;
    const chain = chainOf(field);
    const schema = chain && schemaOf(chain, schemas);
    const allowed = schema && valuesOf(schema);
    if (!allowed || allowed.includes(value.args)) continue;
    const known = allowed.filter((item): item is string => typeof item === 'string');
    const args = {
      field: chain.join('.'),
      value: value.args,
      allowed: allowed.map(String).join(', '),
      hint: hint(nearest(value.args, known)),
    };
    flaw('GZ509', args, value);
  }
}

function objectOf(node: ASTNode): ASTNode | undefined {
  return node.op === '.' || node.op === '[]' ? (node.args[0] as ASTNode) : undefined;
}

/** `data.a["b"]` as [data, a, b]; null when it is anything else than fields of a variable. */
function chainOf(node: ASTNode | undefined): string[] | null {
  const steps: string[] = [];
  for (let at = node; at; at = objectOf(at)) {
    if (at.op === 'id') return [at.args, ...steps];
    if (at.op === '.') steps.unshift(at.args[1]);
    else if (at.op === '[]' && at.args[1].op === 'value' && typeof at.args[1].args === 'string')
      steps.unshift(at.args[1].args);
    else return null;
  }
  return null;
}

function schemaOf(chain: string[], schemas: Schemas): JsonObject | undefined {
  const root = rootSchema(chain, schemas);
  let schema = root ? resolveSchema(root, root) : undefined;
  for (const step of chain.slice(1)) schema = schema && resolveSchema(propertyOf(schema, step), root!);
  return schema;
}

/** The first field on the way that need not be there and that no `has` asks for. */
function findOptional(chain: string[], schemas: Schemas, guarded: ReadonlySet<string>): string | undefined {
  const root = rootSchema(chain, schemas);
  let schema = root ? resolveSchema(root, root) : undefined;
  for (let index = 1; index < chain.length && schema; index++) {
    const step = chain[index]!;
    const property = propertyOf(schema, step);
    if (property === undefined) return undefined;
    const required = Array.isArray(schema['required']) && schema['required'].includes(step);
    const hasDefault = root === schemas.data && isObject(property) && 'default' in property;
    const name = chain.slice(0, index + 1).join('.');
    // What is asked for is not a use of it; what lies around it is.
    if (!required && !hasDefault && !guarded.has(name)) return name;
    schema = resolveSchema(property, root!);
  }
  return undefined;
}

function rootSchema([variable]: string[], schemas: Schemas): JsonSchema | null {
  return variable === 'data' ? schemas.data : variable === 'payload' ? schemas.payload : null;
}

function propertyOf(schema: JsonObject, name: string): Json | undefined {
  const properties = schema['properties'];
  return isObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined;
}
