/** Forms and the case's data: which fields are asked for, and what may be in them. */
import { isObject } from '../cel-types.ts';
import type { Json, JsonObject, JsonSchema, Text } from '../text.ts';
import { called, say, type ChangeClass, type Changes, type Subject } from './change.ts';
import { Facets, isSame } from './facets.ts';

export function compareForms(
  changes: Changes,
  before: Record<string, JsonSchema> | undefined,
  after: Record<string, JsonSchema> | undefined,
): void {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  for (const name of names) {
    const [a, b] = [before, after].map((forms) =>
      forms !== undefined && Object.hasOwn(forms, name) ? forms[name] : undefined,
    );
    const at = ['forms', name];
    const words = say('表单{name}', 'form {name}', { name: called(titleOf(b ?? a!), name) });
    if (a !== undefined && b !== undefined)
      compareSchema(changes, { part: 'form', name, words, before: at, after: at }, a, b);
    else
      changes.add({
        // Who asks for it is told at its place: a task, an event.
        class: 'same-behaviour',
        kind: a === undefined ? 'added' : 'removed',
        part: 'form',
        name,
        words:
          a === undefined
            ? say('新增{words}', 'new {words}', { words })
            : say('删去{words}', '{words} is gone', { words }),
        before: a === undefined ? null : at,
        after: b === undefined ? null : at,
      });
  }
}

export function compareData(changes: Changes, before: JsonSchema, after: JsonSchema): void {
  const subject = { part: 'data', name: 'data', words: say('案件数据', 'case data') } as const;
  compareSchema(changes, { ...subject, before: ['data'], after: ['data'] }, before, after);
}

function compareSchema(changes: Changes, subject: Subject, a: JsonSchema, b: JsonSchema): void {
  const facets = new Facets(changes, subject);
  // Data of a running case were made by the older one.
  const isData = subject.part === 'data';
  const stricter: ChangeClass = isData ? 'breaking' : 'stricter';
  facets.words('x-title', say('名称', 'the title'), titleOf(a), titleOf(b));
  const [older, newer] = [propertiesOf(a), propertiesOf(b)];
  const [needed, needs] = [namesIn(a['required']), namesIn(b['required'])];
  for (const [name, field] of older) {
    const words = fieldWords(name, field);
    const now = newer.get(name);
    if (now === undefined) {
      facets.tell(
        `properties.${name}`,
        isData || needed.includes(name) ? 'breaking' : 'stricter',
        say('删去字段{words}', 'field {words} is gone', { words }),
      );
      continue;
    }
    if (needs.includes(name) && !needed.includes(name))
      facets.tell(
        'required',
        stricter,
        say('字段{words}改为必填', 'field {words} must be given now', { words }),
      );
    if (needed.includes(name) && !needs.includes(name))
      facets.tell(
        'required',
        'looser',
        say('字段{words}不再必填', 'field {words} need not be given', { words }),
      );
    compareField(facets, name, field, now, isData);
  }
  for (const [name, field] of newer) {
    if (older.has(name)) continue;
    const words = fieldWords(name, field);
    const isNeeded = needs.includes(name);
    facets.tell(
      `properties.${name}`,
      isNeeded ? stricter : 'looser',
      isNeeded
        ? say('新增必填字段{words}', 'new field {words}, which must be given', { words })
        : say('新增字段{words}', 'new field {words}', { words }),
    );
  }
  facets.other(
    'additionalProperties',
    say('能否有其他字段', 'whether other fields may be given'),
    a['additionalProperties'],
    b['additionalProperties'],
    b['additionalProperties'] === false ? stricter : 'looser',
  );
  const rest = (schema: JsonSchema) =>
    Object.fromEntries(Object.entries(schema).filter(([key]) => !OWN_KEYS.has(key)));
  facets.other('', say('其他规则', 'other rules'), rest(a), rest(b));
}

const OWN_KEYS = new Set(['x-title', 'title', 'properties', 'required', 'additionalProperties']);

/** Where more of it allows less, and the other way round. */
const LOWER = ['minLength', 'minimum', 'exclusiveMinimum', 'minItems', 'minProperties'];
const UPPER = ['maxLength', 'maximum', 'exclusiveMaximum', 'maxItems', 'maxProperties'];

function compareField(facets: Facets, name: string, a: JsonObject, b: JsonObject, isData: boolean): void {
  const at = `properties.${name}`;
  const stricter: ChangeClass = isData ? 'breaking' : 'stricter';
  const words = fieldWords(name, b);
  const of = (chinese: string, english: string): Text =>
    say(`字段{words}的${chinese}`, `${english} of field {words}`, { words });
  const told = new Set(['x-title', 'title', 'enum', 'oneOf', ...LOWER, ...UPPER]);
  facets.words(`${at}.x-title`, of('名称', 'the title'), titleOf(a), titleOf(b));
  if (!isSame(a['type'], b['type'])) {
    told.add('type');
    facets.tell(
      at,
      'breaking',
      say('{what}由 {a} 改为 {b}', '{what} {a} is now {b}', {
        what: of('类型', 'the type'),
        a: String(a['type']),
        b: String(b['type']),
      }),
    );
  }
  for (const key of [...LOWER, ...UPPER]) {
    const [from, to] = [a[key], b[key]];
    if (isSame(from, to)) continue;
    const isTighter =
      to === undefined
        ? false
        : from === undefined || (LOWER.includes(key) ? Number(to) > Number(from) : Number(to) < Number(from));
    facets.value(`${at}.${key}`, of(` ${key}`, key), numberOf(from), numberOf(to), {
      given: stricter,
      dropped: 'looser',
      other: isTighter ? stricter : 'looser',
    });
  }
  const [choices, now] = [choicesOf(a), choicesOf(b)];
  if (choices !== null || now !== null)
    facets.names(
      at,
      of('可选值', 'the choices'),
      choices ?? undefined,
      now ?? undefined,
      'looser',
      'everything',
    );
  else for (const key of ['enum', 'oneOf']) facets.other(`${at}.${key}`, of(` ${key}`, key), a[key], b[key]);
  const rest = (field: JsonObject) =>
    Object.fromEntries(Object.entries(field).filter(([key]) => !told.has(key)));
  facets.other(at, of('规则', 'the rules'), rest(a), rest(b));
}

const numberOf = (value: Json | undefined) => (value === undefined ? undefined : Number(value));

/** What may be chosen: `enum`, or `oneOf` of constants. */
function choicesOf(field: JsonObject): string[] | null {
  if (Array.isArray(field['enum'])) return field['enum'].map(String);
  if (!Array.isArray(field['oneOf'])) return null;
  const values = field['oneOf'].map((one) => (isObject(one) ? one['const'] : undefined));
  return values.every((value) => value !== undefined) ? values.map(String) : null;
}

function propertiesOf(schema: JsonSchema): Map<string, JsonObject> {
  const { properties } = schema;
  if (!isObject(properties)) return new Map();
  return new Map(Object.entries(properties).map(([name, field]) => [name, isObject(field) ? field : {}]));
}

const namesIn = (value: Json | undefined): string[] => (Array.isArray(value) ? value.map(String) : []);

function titleOf(schema: JsonObject): Text | undefined {
  const title = schema['x-title'];
  if (!isObject(title)) return undefined;
  const { 'zh-CN': chinese, en } = title;
  return typeof chinese === 'string' && typeof en === 'string' ? { 'zh-CN': chinese, en } : undefined;
}

const fieldWords = (name: string, field: JsonObject) => called(titleOf(field), name);
