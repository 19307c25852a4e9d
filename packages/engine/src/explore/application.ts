/** All definitions together: what each opens fits what the other asks for, and nothing opens itself for ever. */
import { isObject, resolveSchema, valuesOf } from '../cel-types.ts';
import type { CompiledDefinition } from '../compiled.ts';
import type { CaseBlock, Definition } from '../definition.ts';
import { nearest } from '../nearest.ts';
import type { Plugin } from '../plugin.ts';
import type { Problem } from '../problem.ts';
import { both, hint, ProblemList, type ProblemArgs, type ProblemCode } from '../problems.ts';
import type { Path } from '../source.ts';
import type { Json, JsonSchema, Text } from '../text.ts';
import { canReach } from './check-space.ts';
import { literalOf } from './conditions.ts';
import type { Exploration } from './explore.ts';
import type { TrailStep } from '../problem.ts';
import { unusedOf, type UnusedPart } from './unused.ts';

export interface ApplicationOptions {
  plugins: readonly Plugin[];
  /** Definitions that are there too but of which nothing is told. */
  others?: readonly CompiledDefinition[];
}

export interface Application {
  problems: Problem[];
  /** What plugins bring and no definition uses: for information. */
  unused: UnusedPart[];
}

export function exploreAll(
  explorations: readonly (Exploration & { file: string })[],
  { plugins, others = [] }: ApplicationOptions,
): Application {
  const known = new Map(
    [...others, ...explorations.map(({ compiled }) => compiled)].map((one) => [one.definition.id, one]),
  );
  const lists = explorations.map((exploration) => checkOpenings(exploration, known));
  checkCircles(explorations, lists);
  return {
    problems: lists.flatMap((list) => list.sorted()),
    unused: unusedOf([...known.values()], plugins),
  };
}

interface Opening {
  rule: CaseBlock;
  at: Path;
  /** The event on which it happens; '' when there is none. */
  event: string;
}

/** Tells a problem at a place under the opening. */
type TellAt = (code: ProblemCode, at: Path, args: ProblemArgs, part?: 'key' | 'value') => void;

function checkOpenings(
  { compiled, outline, source, payloads, file }: Exploration & { file: string },
  known: ReadonlyMap<string, CompiledDefinition>,
): ProblemList {
  const problems = new ProblemList(file);
  const openings: Opening[] = [
    ...outline.blocks.flatMap(({ kind, rule, at }) => (kind === 'case' ? [{ rule, at, event: '' }] : [])),
    ...outline.actions.flatMap(({ rule, at, event }) =>
      'open' in rule ? [{ rule: rule.open, at: [...at, 'open'], event }] : [],
    ),
  ];
  for (const opening of openings) {
    const tell: TellAt = (code, at, args, part = 'key') =>
      problems.add(code, source.place([...opening.at, ...at], part), [...opening.at, ...at], args);
    const { definition } = opening.rule;
    const other = known.get(definition);
    if (other === undefined) {
      const ids = [...known.keys()];
      const args = { name: definition, hint: hint(nearest(definition, ids)), known: ids.join(', ') };
      tell('GZ315', ['definition'], args, 'value');
      continue;
    }
    checkPayload(compiled.definition, opening, other, payloads.get(opening.event) ?? null, tell);
    checkRoles(compiled.definition, opening, other.definition, tell);
  }
  return problems;
}

function checkPayload(
  own: Definition,
  { rule }: Opening,
  other: CompiledDefinition,
  payload: JsonSchema | null,
  tell: TellAt,
): void {
  const { id, open } = other.definition;
  const schema = open.form === undefined ? NO_FORM : other.formSchemas.get(open.form);
  if (schema === undefined) return;
  const given = rule.payload ?? {};
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  for (const field of (schema['required'] ?? []) as string[])
    if (!Object.hasOwn(given, field))
      tell('GZ451', rule.payload === undefined ? [] : ['payload'], { definition: id, field });
  for (const [field, expression] of Object.entries(given)) {
    const at = ['payload', field];
    if (!Object.hasOwn(properties, field)) {
      const args = { definition: id, field, hint: hint(nearest(field, Object.keys(properties))) };
      if (schema['additionalProperties'] === false) tell('GZ452', at, args);
      continue;
    }
    const detail = misfit(other, field, properties[field]!, schema, sourceOf(own, expression, payload));
    if (detail !== null) tell('GZ453', at, { definition: id, field, detail }, 'value');
  }
}

/** A definition without an opening form takes nothing along. */
const NO_FORM: JsonSchema = { type: 'object', properties: {}, additionalProperties: false };

/** What an expression comes to, as far as it can be seen without types: its values, or its JSON type. */
interface Comes {
  values: Json[] | null;
  type: string | null;
}

function sourceOf(own: Definition, text: string, payload: JsonSchema | null): Comes {
  const literal = literalOf(text.trim());
  if (literal !== undefined) return { values: [literal], type: typeof literal };
  const [, of, field] = /^(data|payload)\.(\w+)$/.exec(text.trim()) ?? [];
  if (of !== undefined && field !== undefined) return ofSchema(of === 'data' ? own.data : payload, field);
  return { values: null, type: ALWAYS_TEXT.test(text.trim()) ? 'string' : null };
}

const ALWAYS_TEXT =
  /^(kase\.(id|title|definition)|(custodian|actor|holders\.\w+\[\d+\])\.(partyId|partyKind))$/;

function ofSchema(schema: JsonSchema | null, field: string): Comes {
  const properties = schema?.['properties'];
  const part = schema && isObject(properties) ? resolveSchema(properties[field], schema) : undefined;
  if (part === undefined) return { values: null, type: null };
  const values = valuesOf(part);
  const type = part['type'] ?? (values !== null && values.length > 0 ? typeof values[0] : null);
  return { values, type: typeof type === 'string' ? plainType(type) : null };
}

/** Why it cannot fit; null: it may. */
function misfit(
  other: CompiledDefinition,
  field: string,
  given: Json,
  schema: JsonSchema,
  { values, type }: Comes,
): Text | string | null {
  const validate = other.forms.get(other.definition.open.form ?? '');
  const wrong = (value: Json) =>
    validate?.({ [field]: value }).find(
      ({ pointer }) => pointer === `/${field}` || pointer.startsWith(`/${field}/`),
    );
  if (values !== null && values.length > 0) {
    const wrongs = values.map(wrong);
    return wrongs.every((one) => one !== undefined) ? wrongs[0]!.message : null;
  }
  const part = resolveSchema(given, schema);
  const asked = part?.['type'];
  if (typeof asked !== 'string' || type === null || plainType(asked) === type) return null;
  return both(`需要 ${plainType(asked)}，得到 ${type}`, `expected ${plainType(asked)}, got ${type}`);
}

const plainType = (type: string) => (type === 'integer' ? 'number' : type);

function checkRoles(own: Definition, { rule }: Opening, other: Definition, tell: TellAt): void {
  const mapped = rule.roles ?? {};
  for (const [there, here] of Object.entries(mapped)) {
    const role = other.roles[there];
    if (role === undefined) {
      const names = Object.keys(other.roles);
      tell('GZ316', ['roles', there], {
        definition: other.id,
        name: there,
        hint: hint(nearest(there, names)),
      });
      continue;
    }
    const kinds = kindsOf(own, here);
    if (!kinds.some((kind) => role.party.includes(kind)))
      tell('GZ454', ['roles', there], {
        here,
        there,
        definition: other.id,
        kinds: kinds.join(', '),
        allowed: role.party.join(', '),
      });
  }
  const { first } = other.custody;
  if (!isFilled(own, other, mapped, first)) tell('GZ455', [], { definition: other.id, role: first });
}

/** The role has a holder when a case is opened so: mapped, appointed, or taken by the custodian that opens it. */
function isFilled(own: Definition, other: Definition, mapped: Record<string, string>, name: string): boolean {
  const role = other.roles[name];
  if (role === undefined || (role.appoint !== undefined && role.appoint !== 'named')) return true;
  if (mapped[name] !== undefined) return true;
  const { by } = other.open;
  const opening = by.find((one) => mapped[one] !== undefined) ?? by[0];
  return opening === name && kindsOf(own, 'custodian').some((kind) => role.party.includes(kind));
}

/** Kinds of party that may hold a role; of the custodian those of every role that custody can come to. */
function kindsOf(definition: Definition, role: string): string[] {
  if (role !== 'custodian') return definition.roles[role]?.party ?? [];
  const names = [definition.custody.first, ...(definition.custody.roles ?? []), ...handoffRoles(definition)];
  return [...new Set(names.flatMap((name) => definition.roles[name]?.party ?? []))];
}

function handoffRoles(definition: Definition): string[] {
  const roles: string[] = [];
  const visit = (node: Pick<Definition, 'states'> | { states?: Definition['states'] }) => {
    for (const inner of Object.values(node.states ?? {})) {
      for (const { to } of Object.values(inner.handoff ?? {})) roles.push(to);
      visit(inner);
    }
  };
  visit(definition);
  return roles;
}

/** Definitions each of which opens the next on every way to its end. */
function checkCircles(
  explorations: readonly (Exploration & { file: string })[],
  lists: readonly ProblemList[],
): void {
  const byId = new Map(
    explorations.map((one, index) => [one.compiled.definition.id, { ...one, list: lists[index]! }]),
  );
  const always = new Map([...byId].map(([id, { space }]) => [id, alwaysOpened(space)]));
  const told = new Set<string>();
  for (const id of byId.keys()) {
    const circle = circleFrom(id, always);
    if (circle === null || circle.some((one) => told.has(one))) continue;
    for (const one of circle) told.add(one);
    const { compiled, source, list } = byId.get(circle[0]!)!;
    const trail: TrailStep[] = circle.map((one) => ({
      what: byId.get(one)!.compiled.definition.title,
      states: [byId.get(circle[(circle.indexOf(one) + 1) % circle.length]!)!.compiled.definition.title],
    }));
    const args = { path: [...circle, circle[0]!].join(' → '), id: compiled.definition.id };
    list.add('GZ456', source.place(['id']), ['id'], args, trail);
  }
}

/** Definitions of which a case is opened on every way to an end; nothing when there is no end. */
function alwaysOpened({ nodes, openings }: Exploration['space']): string[] {
  const isEnd = ({ configuration, expanded }: (typeof nodes)[number]) => configuration.done || !expanded;
  if (!nodes.some(isEnd)) return [];
  const moves = [...openings, ...nodes.flatMap((node) => node.moves)];
  const opened = new Set(moves.flatMap(({ opens }) => opens));
  return [...opened].filter((id) => {
    const ends = canReach(nodes, isEnd, ({ opens }) => !opens.includes(id));
    return openings.every(({ to, opens }) => opens.includes(id) || !ends[to]);
  });
}

function circleFrom(start: string, edges: ReadonlyMap<string, readonly string[]>): string[] | null {
  const work: string[][] = [[start]];
  const seen = new Set<string>();
  for (let trail = work.shift(); trail !== undefined; trail = work.shift())
    for (const next of edges.get(trail.at(-1)!) ?? []) {
      if (next === start) return trail;
      if (seen.has(next) || !edges.has(next)) continue;
      seen.add(next);
      work.push([...trail, next]);
    }
  return null;
}
