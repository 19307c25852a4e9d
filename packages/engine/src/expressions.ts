/**
 * Every expression of a definition, checked where it stands: what `payload` is there, what must come out.
 *
 *   guard                      bool; payload of its event        clock.from            timestamp
 *   assign                     what the field of `data` takes    open.title            text; payload of the opening
 *   appoint, dismiss, to       text                              await.correlate       text
 *   visibility.public.when     bool                              {{ }} in documents    anything that can be written
 */
import type { ASTNode, Environment } from '@marcbachmann/cel-js';
import {
  createBaseEnvironment,
  EXPRESSION_LIMIT,
  isCallOf,
  LOOP_DEPTH_LIMIT,
  prepare,
  VARIABLES,
  visit,
} from './cel.ts';
import { declareType, isObject, resolveSchema, type FieldsByType } from './cel-types.ts';
import type { Action, CaseBlock, Definition, EffectBlock } from './definition.ts';
import { nearest } from './nearest.ts';
import type { Outline } from './outline.ts';
import { compilePattern } from './pattern.ts';
import { both, hint, type ProblemArgs, type ProblemCode } from './problems.ts';
import type { Path, Source, Tell } from './source.ts';
import { splitTemplate } from './template.ts';
import type { Json, JsonObject, JsonSchema, Text } from './text.ts';
import type { Vocabulary } from './vocabulary.ts';

const TIMESTAMP = 'google.protobuf.Timestamp';
const TEMPLATE_PLACE_LIMIT = 200;

/** What must come out of an expression. */
type Expected = 'bool' | 'string' | 'timestamp' | 'json' | 'words' | { field: string; type: string };

interface Site {
  text: string;
  at: Path;
  /** Where it begins in the text at that place: in templates. */
  offset: number;
  payload: JsonSchema | null;
  expected: Expected;
}

/** Tells what is wrong with the expressions; returns the environment without variables, for evaluation. */
export function checkExpressions(
  definition: Definition,
  outline: Outline,
  words: Vocabulary,
  timeZone: string,
  source: Source,
  tell: Tell,
): Environment {
  const base = createBaseEnvironment(words.functions, timeZone);
  const check = new ExpressionCheck(base, definition, source, tell);
  for (const site of findSites(definition, outline, words, check.dataTypes(), source, tell))
    check.check(site);
  return base;
}

/** A flaw inside an expression: start and length count from its first character. */
interface Flaw {
  code: ProblemCode;
  start: number;
  length: number;
  args: ProblemArgs;
}

interface Checked {
  type: string;
  flaws: Flaw[];
}

class ExpressionCheck {
  readonly #definition: Definition;
  readonly #source: Source;
  readonly #tell: Tell;
  readonly #environment: Environment;
  readonly #fields: FieldsByType = new Map();
  readonly #byPayload = new Map<
    JsonSchema | null,
    { environment: Environment; fields: FieldsByType; checked: Map<string, Checked> }
  >();
  readonly #dataTypes = new Map<string, string>();

  constructor(base: Environment, definition: Definition, source: Source, tell: Tell) {
    this.#definition = definition;
    this.#source = source;
    this.#tell = tell;
    const environment = base.clone();
    environment.registerVariable('data', declareType(environment, 'data', definition.data, this.#fields));
    this.#declare(environment, 'actor', { memberId: 'string', partyId: 'string', partyKind: 'string' });
    this.#declare(environment, 'custodian', {
      role: 'string',
      partyId: 'string',
      partyKind: 'string',
      memberId: 'dyn',
    });
    this.#declare(environment, 'kase', {
      id: 'string',
      title: 'string',
      cellId: 'dyn',
      openedAt: TIMESTAMP,
      definition: 'string',
    });
    environment.registerType('holder', {
      fields: { partyId: 'string', partyKind: 'string', memberId: 'dyn' },
    });
    this.#fields.set('holder', ['partyId', 'partyKind', 'memberId']);
    this.#declare(
      environment,
      'holders',
      Object.fromEntries(Object.keys(definition.roles).map((role) => [role, 'list<holder>'])),
    );
    environment.registerVariable('now', TIMESTAMP);
    this.#environment = environment;
    for (const field of this.#fields.get('data') ?? []) {
      const { valid, type } = environment.check(`data[${JSON.stringify(field)}]`);
      if (valid && type !== undefined) this.#dataTypes.set(field, type);
    }
  }

  /** Types of the top-level fields of `data`. */
  dataTypes(): ReadonlyMap<string, string> {
    return this.#dataTypes;
  }

  check(site: Site): void {
    const tell = (code: ProblemCode, start: number, length: number, args: ProblemArgs) => {
      const place = this.#source.placeInside(site.at, site.offset + start, Math.max(1, length));
      this.#tell(code, place, site.at, args);
    };
    const { type, flaws } = this.#check(site.text, site.payload);
    for (const { code, start, length, args } of flaws) tell(code, start, length, args);
    if (type === '') return;
    const expected = whatIsExpected(site.expected, type);
    if (expected) tell('GZ503', 0, site.text.length, { expected, actual: kindName(type) });
  }

  #declare(environment: Environment, name: string, fields: Record<string, string>): void {
    environment.registerType(name, { fields });
    environment.registerVariable(name, name);
    this.#fields.set(name, Object.keys(fields));
  }

  #check(text: string, payload: JsonSchema | null): Checked {
    let context = this.#byPayload.get(payload);
    if (!context) {
      const environment = this.#environment.clone();
      const fields: FieldsByType = new Map(this.#fields);
      environment.registerVariable(
        'payload',
        payload ? declareType(environment, 'payload', payload, fields) : 'dyn',
      );
      this.#byPayload.set(payload, (context = { environment, fields, checked: new Map() }));
    }
    let checked = context.checked.get(text);
    if (!checked) {
      checked = checkText(text, context.environment, context.fields, {
        data: this.#definition.data,
        payload,
      });
      context.checked.set(text, checked);
    }
    return checked;
  }
}

interface Schemas {
  data: JsonSchema;
  payload: JsonSchema | null;
}

function checkText(text: string, environment: Environment, fields: FieldsByType, schemas: Schemas): Checked {
  if (text.length > EXPRESSION_LIMIT) {
    const args = { detail: `${text.length} > ${EXPRESSION_LIMIT}` };
    return { type: '', flaws: [{ code: 'GZ504', start: 0, length: text.length, args }] };
  }
  try {
    const { program, type } = prepare(environment, text);
    return { type, flaws: inspect(program.ast, schemas) };
  } catch (cause) {
    return { type: '', flaws: [toFlaw(cause, fields)] };
  }
}

function toFlaw(cause: unknown, fields: FieldsByType): Flaw {
  const {
    name,
    code = '',
    summary,
    message,
    node,
    range,
  } = cause as {
    name: string;
    code?: string;
    summary?: string;
    message: string;
    node?: ASTNode;
    range?: { start: number; end: number };
  };
  const detail = summary ?? message;
  const start = range?.start ?? 0;
  const length = range ? range.end - range.start : 1;
  if (name === 'ParseError') {
    const isLimit = /limit|exceed|maximum/i.test(`${code} ${detail}`);
    return { code: isLimit ? 'GZ504' : 'GZ501', start, length, args: { detail } };
  }
  if (code === 'no_such_key') {
    const field = /: (.*)$/.exec(detail)?.[1] ?? '';
    const of = (node?.args as [{ checkedType?: { name: string } }] | undefined)?.[0]?.checkedType?.name ?? '';
    return {
      code: 'GZ510',
      start,
      length,
      args: { of, name: field, hint: hint(nearest(field, fields.get(of) ?? [])) },
    };
  }
  if (code === 'unknown_variable') {
    const variable = /: (.*)$/.exec(detail)?.[1] ?? '';
    const args = {
      of: both('表达式', 'The expression'),
      name: variable,
      hint: hint(nearest(variable, VARIABLES)),
    };
    return { code: 'GZ510', start, length, args };
  }
  return { code: 'GZ502', start, length, args: { detail: both(inChinese(code, detail), detail) } };
}

function inChinese(code: string, detail: string): string {
  const words: Record<string, string> = {
    no_such_overload: '这两类值不能这样运算',
    no_matching_overload: '没有接受这些参数的函数',
    incompatible_ternary_branches: '? : 两边的类型不同',
    invalid_logical_operand: '逻辑运算的两边须为是或否',
    invalid_condition_type: '? : 的条件须为是或否',
    invalid_index_type: '列表下标须为整数',
    cannot_index_type: '该值没有字段',
    invalid_comprehension_range: '只能遍历列表或映射',
  };
  return words[code] === undefined ? detail : `${words[code]}（${detail}）`;
}

/** What the type checker does not see: fields that may be absent, values that never are, patterns, nested loops. */
function inspect(ast: ASTNode, schemas: Schemas): Flaw[] {
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
    const allowed =
      schema &&
      (Array.isArray(schema['enum']) ? schema['enum'] : 'const' in schema ? [schema['const']!] : null);
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

const KINDS: Record<string, Text> = {
  bool: both('是或否（bool）', 'a bool'),
  string: both('文字', 'a text'),
  double: both('数', 'a number'),
  int: both('整数', 'a whole number'),
  list: both('列表', 'a list'),
  map: both('对象', 'an object'),
  null: both('空', 'null'),
  [TIMESTAMP]: both('时刻（timestamp）', 'a timestamp'),
  'google.protobuf.Duration': both('时长', 'a duration'),
  bytes: both('字节', 'bytes'),
};

function kindName(type: string): Text {
  return KINDS[type] ?? KINDS[type.split('<')[0]!] ?? both('对象', 'an object');
}

/** What was expected instead of `type`; undefined when it fits. */
function whatIsExpected(expected: Expected, type: string): Text | undefined {
  if (type === 'dyn') return undefined;
  const isStored = !['google.protobuf.Duration', 'bytes', 'type', 'optional'].includes(type);
  switch (expected) {
    case 'bool':
      return type === 'bool' ? undefined : KINDS['bool'];
    case 'string':
      return type === 'string' ? undefined : KINDS['string'];
    case 'timestamp':
      return type === TIMESTAMP ? undefined : KINDS[TIMESTAMP];
    case 'json':
      return isStored ? undefined : both('可以保存的值', 'a value that can be stored');
    case 'words': {
      const isPlain =
        ['string', 'int', 'double', 'uint', 'bool', 'null', TIMESTAMP].includes(type) ||
        type.startsWith('list');
      return isPlain ? undefined : both('可以写出的值', 'a value that can be written');
    }
  }
  if (!isStored) return both('可以保存的值', 'a value that can be stored');
  return isTaken(type, expected.type) ? undefined : kindName(expected.type);
}

/** Whether a field of type `wanted` takes `type`. null stands for a type that allows it, which is `dyn`. */
function isTaken(type: string, wanted: string): boolean {
  if (wanted === 'dyn' || type === wanted) return true;
  if (wanted === 'double') return type === 'int' || type === 'uint';
  if (wanted === 'string') return type === TIMESTAMP;
  if (wanted === 'bool') return false;
  const isList = (name: string) => name === 'list' || name.startsWith('list<');
  const isScalar = ['string', 'bool', 'int', 'double', 'uint', 'null', TIMESTAMP].includes(type);
  return isList(wanted) ? isList(type) : !isScalar && !isList(type);
}

function findSites(
  definition: Definition,
  outline: Outline,
  words: Vocabulary,
  dataTypes: ReadonlyMap<string, string>,
  source: Source,
  tell: Tell,
): Site[] {
  const sites: Site[] = [];
  const payloads = payloadsByEvent(definition, outline, words);
  const add = (text: string | undefined, at: Path, expected: Expected, payload: JsonSchema | null = null) => {
    if (text !== undefined) sites.push({ text, at, offset: 0, payload, expected });
  };
  const addAll = (texts: Record<string, string> | undefined, at: Path, payload: JsonSchema | null) => {
    for (const [name, text] of Object.entries(texts ?? {})) add(text, [...at, name], 'json', payload);
  };
  const addTemplate = (template: Text | undefined, at: Path, isOwn: boolean) => {
    for (const language of ['zh-CN', 'en'] as const) {
      const place = isOwn ? [...at, language] : at;
      const { parts, unclosed } = splitTemplate(template?.[language] ?? '');
      if (unclosed !== null)
        tell('GZ507', source.placeInside(place, isOwn ? unclosed : 0, 2), place, { detail: language });
      const places = parts.filter(({ kind }) => kind === 'place');
      if (places.length > TEMPLATE_PLACE_LIMIT)
        tell('GZ504', source.place(place), place, { detail: `${places.length} > ${TEMPLATE_PLACE_LIMIT}` });
      for (const { text, start } of places.slice(0, TEMPLATE_PLACE_LIMIT))
        sites.push({ text, at: place, offset: isOwn ? start : 0, payload: null, expected: 'words' });
    }
  };

  add(
    definition.open.title,
    ['open', 'title'],
    'string',
    definition.open.form === undefined ? EMPTY : formOf(definition, words, definition.open.form),
  );
  for (const [name, clock] of Object.entries(definition.clocks ?? {}))
    add(clock.from, ['clocks', name, 'from'], 'timestamp');
  for (const [name, document] of Object.entries(definition.documents ?? {})) {
    addTemplate(document.title, ['documents', name, 'title'], true);
    addTemplate(document.body, ['documents', name, 'body'], true);
  }
  add(definition.visibility?.public?.when, ['visibility', 'public', 'when'], 'bool');
  for (const { event, rule, at } of outline.transitions)
    add(rule.guard, [...at, 'guard'], 'bool', payloads.get(event) ?? null);

  const addEffect = (rule: EffectBlock, at: Path, payload: JsonSchema | null) =>
    addAll(rule.input, [...at, 'input'], payload);
  const addCase = (rule: CaseBlock, at: Path, payload: JsonSchema | null) =>
    addAll(rule.payload, [...at, 'payload'], payload);
  for (const block of outline.blocks) {
    if (block.kind === 'task') add(block.rule.to, [...block.at, 'to'], 'string');
    else if (block.kind === 'handoff') add(block.rule.party, [...block.at, 'party'], 'string');
    else if (block.kind === 'await') add(block.rule.correlate, [...block.at, 'correlate'], 'string');
    else if (block.kind === 'effect') addEffect(block.rule, block.at, null);
    else addCase(block.rule, block.at, null);
  }
  for (const { node, at } of outline.states.values()) addAll(node.result, [...at, 'result'], null);
  const addAction = (rule: Action, at: Path, payload: JsonSchema | null) => {
    if ('assign' in rule)
      for (const [field, text] of Object.entries(rule.assign))
        add(text, [...at, 'assign', field], { field, type: dataTypes.get(field) ?? 'dyn' }, payload);
    else if ('appoint' in rule) {
      add(rule.appoint.party, [...at, 'appoint', 'party'], 'string', payload);
      add(rule.appoint.member, [...at, 'appoint', 'member'], 'string', payload);
    } else if ('dismiss' in rule) add(rule.dismiss.party, [...at, 'dismiss', 'party'], 'string', payload);
    else if ('effect' in rule) addEffect(rule.effect, [...at, 'effect'], payload);
    else if ('open' in rule) addCase(rule.open, [...at, 'open'], payload);
    else if ('issue' in rule && !Object.hasOwn(definition.documents ?? {}, rule.issue.document)) {
      const document = words.documents.get(rule.issue.document);
      addTemplate(document?.title, [...at, 'issue', 'document'], false);
      addTemplate(document?.body, [...at, 'issue', 'document'], false);
    }
  };
  for (const { rule, at, event } of outline.actions) addAction(rule, at, payloads.get(event) ?? null);
  return sites;
}

/** What `payload` is for the handlers of each event; an event that is missing here brings anything. */
function payloadsByEvent(
  definition: Definition,
  outline: Outline,
  words: Vocabulary,
): Map<string, JsonSchema> {
  const payloads = new Map<string, JsonSchema>();
  const set = (event: string, schema: JsonSchema | null) => {
    if (schema) payloads.set(event, schema);
  };
  // A raised event comes with the payload of whatever led to it.
  const raised = new Set(outline.actions.flatMap(({ rule }) => ('raise' in rule ? [rule.raise] : [])));
  for (const [name, { form }] of Object.entries(definition.events ?? {}))
    if (!raised.has(name)) set(name, form === undefined ? EMPTY : formOf(definition, words, form));
  for (const block of outline.blocks) {
    const { kind, name } = block;
    if (kind === 'task')
      set(
        `${name}.completed`,
        block.rule.form === undefined ? EMPTY : formOf(definition, words, block.rule.form),
      );
    else if (kind === 'await') set(`${name}.received`, formOf(definition, words, block.rule.form));
    else if (kind === 'case') set(`${name}.closed`, CLOSED);
    else if (kind === 'effect') set(`${name}.replied`, replySchema(words.effects.get(block.rule.use)?.reply));
  }
  return payloads;
}

/** Without a form nothing may be sent along. */
const EMPTY: JsonSchema = { type: 'object', properties: {} };

const CLOSED: JsonSchema = {
  type: 'object',
  properties: { caseId: { type: 'string' }, outcome: { type: 'string' }, data: {} },
  required: ['caseId', 'outcome', 'data'],
};

function replySchema(reply: JsonSchema | undefined): JsonSchema | null {
  if (!reply) return null;
  return reply['type'] === 'object'
    ? reply
    : { type: 'object', properties: { value: reply }, required: ['value'] };
}

export function formOf(
  definition: Definition,
  words: Vocabulary,
  name: string | undefined,
): JsonSchema | null {
  if (name === undefined) return null;
  const own = definition.forms;
  return (own && Object.hasOwn(own, name) ? own[name] : words.forms.get(name)) ?? null;
}
