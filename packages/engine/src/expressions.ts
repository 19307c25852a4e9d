/**
 * Every expression of a definition, checked where it stands: what `payload` is there, what must come out.
 *
 *   guard                      bool; payload of its event        clock.from            timestamp
 *   assign                     what the field of `data` takes    open.title            text; payload of the opening
 *   appoint, dismiss, to       text                              await.correlate       text
 *   visibility.public.when     bool                              {{ }} in documents    anything that can be written
 */
import type { ASTNode, Environment } from '@marcbachmann/cel-js';
import { EXPRESSION_LIMIT, prepare, registerMixedMembership, VARIABLES } from './cel.ts';
import { declareType, type FieldsByType } from './cel-types.ts';
import type { Definition } from './definition.ts';
import { findSites, type Expected, type Site } from './expression-sites.ts';
import { inspectExpression, type Flaw, type Schemas } from './inspect-expression.ts';
import { nearest } from './nearest.ts';
import type { Outline } from './outline.ts';
import { both, hint, type ProblemArgs, type ProblemCode } from './problems.ts';
import type { Source, Tell } from './source.ts';
import type { JsonSchema, Text } from './text.ts';
import type { Vocabulary } from './vocabulary.ts';

const TIMESTAMP = 'google.protobuf.Timestamp';

/** Tells what is wrong with the expressions. `base` has the functions; it cannot be changed afterwards. */
export function checkExpressions(
  definition: Definition,
  outline: Outline,
  words: Vocabulary,
  base: Environment,
  source: Source,
  tell: Tell,
): void {
  const check = new ExpressionCheck(base, definition, source, tell);
  for (const site of findSites(definition, outline, words, check.dataTypes(), source, tell))
    check.check(site);
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
    registerMixedMembership(environment);
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

function checkText(text: string, environment: Environment, fields: FieldsByType, schemas: Schemas): Checked {
  if (text.length > EXPRESSION_LIMIT) {
    const args = { detail: `${text.length} > ${EXPRESSION_LIMIT}` };
    return { type: '', flaws: [{ code: 'GZ504', start: 0, length: text.length, args }] };
  }
  try {
    const { program, type } = prepare(environment, text);
    return { type, flaws: inspectExpression(program.ast, schemas) };
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
