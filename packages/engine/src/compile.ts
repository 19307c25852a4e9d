/**
 * A workflow definition as its author wrote it, made ready to run; or everything that is wrong with it, at once.
 *
 *   1. source.ts       text → value with places
 *   2. shape.ts        the published JSON Schema
 *   3. names.ts        every name means something
 *   4. flow.ts         states can be reached and left, what is awaited is handled
 *   5. forms.ts        schemas of data and forms → validators
 *   6. expressions.ts  CEL, typed by those schemas
 *   7. machine.ts      the XState machine
 *
 * Total: whatever it is given, it returns. Pure: no clock, no file, no network; today comes in as `now`.
 */
import { calendarYears, findCalendar, type Calendar } from './calendar/index.ts';
import { createBaseEnvironment, createExpressions } from './cel.ts';
import { isObject } from './cel-types.ts';
import type { Block, CompiledDefinition, CompileOptions, CompileResult, Validate } from './compiled.ts';
import type { Definition } from './definition.ts';
import { checkExpressions } from './expressions.ts';
import { formOf } from './expression-sites.ts';
import { checkFlow } from './flow.ts';
import { compileSchema } from './forms.ts';
import { canonicalJson, sha256Hex } from './hash.ts';
import { buildMachine, type BuiltMachine } from './machine.ts';
import { checkNames } from './names.ts';
import { outlineDefinition, type Outline } from './outline.ts';
import { ProblemList } from './problems.ts';
import { checkShape } from './shape.ts';
import { readSource, type Path, type Source, type Tell } from './source.ts';
import type { JsonObject, JsonSchema } from './text.ts';
import { readVocabulary, type Vocabulary } from './vocabulary.ts';

const STATE_LIMIT = 1000;
const TRANSITION_LIMIT = 5000;

export function compile(given: string | JsonObject, options: CompileOptions): CompileResult {
  const problems = new ProblemList(options.file ?? '');
  const tell: Tell = (...args) => problems.add(...args);
  const source = readSource(given, tell);
  const value = source.value;
  if (!value || !checkShape(value, source, tell)) return { ok: false, problems: problems.sorted() };

  const definition = value as unknown as Definition;
  const outline = outlineDefinition(definition);
  if (outline.states.size > STATE_LIMIT || outline.transitions.length > TRANSITION_LIMIT) {
    const args = { states: outline.states.size, transitions: outline.transitions.length };
    tell('GZ426', source.place(['states'], 'key'), ['states'], {
      ...args,
      stateLimit: STATE_LIMIT,
      transitionLimit: TRANSITION_LIMIT,
    });
    return { ok: false, problems: problems.sorted() };
  }
  const words = readVocabulary(options.plugins);
  checkNames(definition, outline, words, options, source, tell);
  checkFlow(definition, outline, source, tell);
  const { calendar, timeZone } = checkCalendar(definition, options, source, tell);
  const schemas = compileSchemas(definition, outline, words, source, tell);
  const base = createBaseEnvironment(words.functions, timeZone, calendar);
  if (schemas) checkExpressions(definition, outline, words, base, source, tell);
  if (problems.hasErrors || !schemas || !calendar) return { ok: false, problems: problems.sorted() };

  const built = buildSafely(definition, tell);
  if (!built) return { ok: false, problems: problems.sorted() };
  const compiled: CompiledDefinition = {
    definition,
    ref: { id: definition.id, version: definition.version, hash: sha256Hex(canonicalJson(value)) },
    ...built,
    ...collectBlocks(outline),
    documents: new Map([...words.documents, ...Object.entries(definition.documents ?? {})]),
    expressions: createExpressions(base),
    forms: schemas.forms,
    formSchemas: schemas.formSchemas,
    replies: schemas.replies,
    validateData: schemas.validateData,
    initialData: schemas.initialData,
    calendar,
    timeZone,
    effects: usedEffects(outline, words),
    warnings: problems.sorted(),
  };
  return { ok: true, compiled, problems: compiled.warnings };
}

/** Whatever XState refuses although every check above has passed. */
function buildSafely(definition: Definition, tell: Tell): BuiltMachine | null {
  try {
    return buildMachine(definition);
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    tell('GZ901', { line: 1, column: 1, endLine: 1, endColumn: 1 }, [], { detail });
    return null;
  }
}

function checkCalendar(
  { calendar: id, timeZone }: Definition,
  { now, calendars, calendarVersion }: CompileOptions,
  source: Source,
  tell: Tell,
): { calendar: Calendar | undefined; timeZone: string } {
  const calendar = typeof id === 'string' ? findCalendar(id, calendarVersion, calendars) : undefined;
  if (!calendar && typeof id === 'string')
    tell('GZ310', source.place(['calendar']), ['calendar'], { name: id });
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    tell('GZ311', source.place(['timeZone']), ['timeZone'], { name: timeZone });
    return { calendar, timeZone: 'UTC' };
  }
  const zone = timeZone ?? calendar?.timeZone ?? 'UTC';
  if (!calendar || now === undefined) return { calendar, timeZone: zone };
  const year = Number(new Intl.DateTimeFormat('en', { year: 'numeric', timeZone: zone }).format(now));
  const years = calendarYears(calendar);
  if (years !== 'every' && !years.includes(year))
    tell('GZ422', source.place(['calendar']), ['calendar'], { name: id, year });
  return { calendar, timeZone: zone };
}

function isTimeZone(name: string): boolean {
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions();
    // An offset such as +08:00 is one to Intl; IANA names are all that a definition may use.
    return /^[A-Za-z]/.test(timeZone);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    return false;
  }
}

function collectBlocks(outline: Outline): Pick<CompiledDefinition, 'blocks' | 'blocksByState'> {
  const blocks = new Map<string, Block>();
  const blocksByState = new Map<string, Block[]>();
  for (const { at: _, ...rest } of outline.blocks) {
    const block = rest as Block;
    blocks.set(block.name, block);
    const beside = blocksByState.get(block.state);
    if (beside) beside.push(block);
    else blocksByState.set(block.state, [block]);
  }
  return { blocks, blocksByState };
}

interface Schemas {
  forms: Map<string, Validate>;
  formSchemas: Map<string, JsonSchema>;
  replies: Map<string, Validate>;
  validateData: Validate;
  initialData: JsonObject;
}

/** null when a schema is wrong: then what expressions may read is not known. */
function compileSchemas(
  definition: Definition,
  outline: Outline,
  words: Vocabulary,
  source: Source,
  tell: Tell,
): Schemas | null {
  let sound = true;
  const compileOne = (schema: JsonSchema, path: Path): Validate | null => {
    const result = compileSchema(schema);
    if (result.ok) return result.validate;
    sound = false;
    for (const { code, at, args } of result.flaws) {
      const place = [...path, ...at.map((step) => (/^\d+$/.test(String(step)) ? Number(step) : step))];
      tell(code, source.place(place), place, args);
    }
    return null;
  };
  const forms = new Map<string, Validate>();
  const formSchemas = new Map(Object.entries(definition.forms ?? {}));
  for (const { name, at } of usedForms(definition, outline)) {
    const schema = words.forms.get(name);
    if (!schema || formSchemas.has(name)) continue;
    formSchemas.set(name, schema);
    const validate = compileOne(schema, at);
    if (validate) forms.set(name, validate);
  }
  for (const [name, schema] of Object.entries(definition.forms ?? {})) {
    const validate = compileOne(schema, ['forms', name]);
    if (validate) forms.set(name, validate);
  }
  const replies = new Map<string, Validate>();
  for (const { kind, rule, at } of outline.blocks) {
    const schema = kind === 'effect' ? words.effects.get(rule.use)?.reply : undefined;
    const validate = schema === undefined ? null : compileOne(schema, [...at, 'use']);
    if (kind === 'effect' && validate !== null) replies.set(rule.use, validate);
  }
  const validateData = compileOne(definition.data, ['data']);
  if (!validateData || !sound) return null;

  const initialData = defaultsOf(definition.data);
  for (const { pointer, message } of validateData(initialData)) {
    const field = pointer.split('/')[1]?.replaceAll('~1', '/').replaceAll('~0', '~') ?? '';
    const at = ['data', 'properties', field];
    if (Object.hasOwn(initialData, field))
      tell('GZ605', source.place([...at, 'default']), [...at, 'default'], { field, detail: message });
    else if (!isGivenAtOpening(definition, words, field))
      tell('GZ607', source.place(at, 'key'), at, { field });
  }
  return { forms, formSchemas, replies, validateData, initialData };
}

function usedForms({ open, events }: Definition, outline: Outline): { name: string; at: Path }[] {
  const used: { name: string | undefined; at: Path }[] = [{ name: open.form, at: ['open', 'form'] }];
  for (const [event, { form }] of Object.entries(events ?? {}))
    used.push({ name: form, at: ['events', event, 'form'] });
  for (const { kind, rule, at } of outline.blocks)
    if (kind === 'task' || kind === 'await') used.push({ name: rule.form, at: [...at, 'form'] });
  return used.flatMap(({ name, at }) => (name === undefined ? [] : [{ name, at }]));
}

function defaultsOf(schema: JsonSchema): JsonObject {
  const data: JsonObject = {};
  const properties = schema['properties'];
  if (isObject(properties))
    for (const [field, property] of Object.entries(properties))
      if (isObject(property) && property['default'] !== undefined) data[field] = property['default'];
  return data;
}

function isGivenAtOpening(definition: Definition, words: Vocabulary, field: string): boolean {
  const required = formOf(definition, words, definition.open.form)?.['required'];
  return Array.isArray(required) && required.includes(field);
}

function usedEffects(outline: Outline, words: Vocabulary): CompiledDefinition['effects'] {
  const used = new Set<string>();
  for (const block of outline.blocks) if (block.kind === 'effect') used.add(block.rule.use);
  for (const { rule } of outline.actions) if ('effect' in rule) used.add(rule.effect.use);
  return new Map(
    [...used].flatMap((name) => (words.effects.has(name) ? [[name, words.effects.get(name)!]] : [])),
  );
}
