/** Payloads for a form: the least that fits, all that fits, and what makes each guard come out either way. */
import type { CompiledDefinition } from '../compiled.ts';
import type { Instant } from '../command.ts';
import type { Json, JsonObject, JsonSchema } from '../text.ts';
import type { Cast } from './cast.ts';
import { secondOf } from './generous-cast.ts';
import { influencesOf, type Influences } from './influences.ts';
import { typeOf, resolveSchema, sampleOf, sampleText } from './sample.ts';

export interface Payloads {
  /** The first is the least that fits. Empty: nothing was found that fits. */
  ofForm(form: string | undefined, now: Instant): JsonObject[];
  ofSchema(schema: JsonSchema | undefined, now: Instant): JsonObject[];
  /** Outcomes and results of a child case. */
  ofChild(): { outcome: string; payload: JsonObject }[];
  influences: Influences;
}

/** So many are tried at most. */
const VARIANT_LIMIT = 64;
const REPAIR_ROUNDS = 4;
const HOUR = 3_600_000;

export interface PayloadOptions {
  /** Whether a field that names a party or a member is also given others than the one made for its role; default true. */
  others?: boolean;
}

export function createPayloads(
  compiled: CompiledDefinition,
  cast: Cast,
  { others = true }: PayloadOptions = {},
): Payloads {
  const influences = influencesOf(compiled);
  const cache = new Map<string, { at: Instant; found: JsonObject[] }>();

  function ofSchema(schema: JsonSchema | undefined, now: Instant): JsonObject[] {
    return schema === undefined ? [{}] : distinct(variants(schema, now));
  }

  function ofForm(form: string | undefined, now: Instant): JsonObject[] {
    if (form === undefined) return [{}];
    const known = cache.get(form);
    const schema = compiled.formSchemas.get(form);
    // A form without a date gives the same at any time.
    if (known && (known.at === now || (schema && !JSON.stringify(schema).includes('"date'))))
      return known.found;
    if (schema === undefined) return [];
    const fitting = ofSchema(schema, now).map((payload) => repaired(form, schema, payload, now));
    const found = distinct(fitting.filter((payload) => payload !== null));
    cache.set(form, { at: now, found });
    return found;
  }

  /** Adds what a condition of the schema misses, takes away what it does not allow; null: in vain. */
  function repaired(form: string, schema: JsonSchema, given: JsonObject, now: Instant): JsonObject | null {
    let payload = given;
    for (let round = 0; round < REPAIR_ROUNDS; round++) {
      const problems = compiled.forms.get(form)?.(payload) ?? [];
      if (problems.length === 0) return payload;
      payload = { ...payload };
      for (const { pointer } of problems) {
        const [, field = ''] = pointer.split('/');
        const property = propertiesOf(schema)[field];
        if (Object.hasOwn(payload, field) && pointer === `/${field}`) delete payload[field];
        else if (property) payload[field] = candidates(field, property, schema, now)[0] ?? null;
      }
    }
    return null;
  }

  function* variants(schema: JsonSchema, now: Instant): Generator<JsonObject> {
    const properties = propertiesOf(schema);
    const required = new Set((schema['required'] ?? []) as string[]);
    const values = Object.fromEntries(
      Object.entries(properties).map(([field, property]) => [
        field,
        candidates(field, property, schema, now),
      ]),
    );
    const pick = (fields: string[]): JsonObject =>
      Object.fromEntries(
        fields.flatMap((field) => (values[field]?.length ? [[field, values[field][0]!]] : [])),
      );
    const least = pick(Object.keys(properties).filter((field) => required.has(field)));
    yield least;
    const deciding = Object.keys(properties).filter((field) => decides(field));
    const choices = deciding.map((field): [string, (Json | undefined)[]] => [
      field,
      [...values[field]!, ...(required.has(field) ? [] : [undefined])],
    ]);
    const count = choices.reduce((product, [, list]) => product * list.length, 1);
    if (count <= VARIANT_LIMIT) for (const chosen of product(choices)) yield without({ ...least, ...chosen });
    else yield* oneOrTwo(least, choices);
    yield pick(Object.keys(properties));
  }

  const decides = (field: string) =>
    influences.payloadFields.has(field) || influences.parties.has(field) || influences.members.has(field);

  function candidates(field: string, given: JsonSchema, root: JsonSchema, now: Instant): Json[] {
    const schema = resolveSchema(given, root);
    if ('const' in schema) return [schema['const']!];
    const listed = listedIn(schema);
    if (listed.length > 0) return listed;
    const literals = influences.literals.get(field) ?? [];
    switch (typeOf(schema)) {
      case 'boolean':
        return [true, false];
      case 'integer':
      case 'number':
        return numbersAround(schema, literals, sampleOf(schema, root));
      case 'string':
        return texts(field, schema, literals, now);
      default:
        return [sampleOf(schema, root, now)];
    }
  }

  function texts(field: string, schema: JsonSchema, literals: Json[], now: Instant): string[] {
    const { format } = schema;
    if (format === 'date-time')
      return [now, now - HOUR, now + 30 * 24 * HOUR].map((at) => new Date(at).toISOString());
    if (format === 'date')
      return [now, now + 30 * 24 * HOUR].map((at) => new Date(at).toISOString().slice(0, 10));
    const partyRole = influences.parties.get(field) ?? (format === 'party-id' ? anyRole() : undefined);
    const memberRole = influences.members.get(field) ?? (format === 'member-id' ? anyRole() : undefined);
    if (partyRole !== undefined)
      return others
        ? partiesOf([partyRole, compiled.definition.custody.first])
        : partiesOf([partyRole]).slice(0, 1);
    if (memberRole !== undefined)
      return [memberRole, ...(others ? [secondOf(memberRole)] : [])].filter((id) => cast.members[id]);
    const least = typeof schema['minLength'] === 'number' ? schema['minLength'] : 0;
    const compared = literals.filter(
      (one): one is string => typeof one === 'string' && one.length >= least && one !== '',
    );
    return [...new Set([sampleText(schema, now), ...compared])];
  }

  const anyRole = () => Object.keys(compiled.definition.roles).at(-1)!;

  function partiesOf(roles: string[]): string[] {
    const known = roles.flatMap((role) => {
      const fitting = Object.values(cast.members).filter(({ kind }) =>
        compiled.definition.roles[role]?.party.includes(kind),
      );
      const own = [cast.members[role], cast.members[secondOf(role)]].flatMap((member) => member?.party ?? []);
      return own.length > 0 ? own : fitting.slice(0, 2).map(({ party }) => party);
    });
    return [...new Set(known)];
  }

  function ofChild(): { outcome: string; payload: JsonObject }[] {
    const outcomes = [...new Set(['done', ...(influences.literals.get('outcome') ?? []).map(String)])];
    const results: JsonObject[] = [{}];
    for (const field of influences.results) {
      const literals = influences.literals.get(field) ?? [];
      for (const value of literals.length > 0 ? literals : [true, false]) results.push({ [field]: value });
    }
    return outcomes.flatMap((outcome) => results.map((payload) => ({ outcome, payload })));
  }

  return { ofForm, ofSchema, ofChild, influences };
}

/** The least with one field, then with two fields chosen otherwise. */
function* oneOrTwo(least: JsonObject, choices: [string, (Json | undefined)[]][]): Generator<JsonObject> {
  let count = 0;
  for (const [field, values] of choices)
    for (const value of values) yield without({ ...least, [field]: value });
  for (const [index, [one, ones]] of choices.entries())
    for (const [other, others] of choices.slice(index + 1))
      for (const chosen of product([
        [one, ones],
        [other, others],
      ])) {
        if (++count > VARIANT_LIMIT) return;
        yield without({ ...least, ...chosen });
      }
}

function* product(choices: [string, (Json | undefined)[]][]): Generator<Record<string, Json | undefined>> {
  const [first, ...rest] = choices;
  if (!first) {
    yield {};
    return;
  }
  const [field, values] = first;
  for (const value of values) for (const others of product(rest)) yield { [field]: value, ...others };
}

function without(payload: Record<string, Json | undefined>): JsonObject {
  return Object.fromEntries(
    Object.entries(payload).filter((entry): entry is [string, Json] => entry[1] !== undefined),
  );
}

function listedIn(schema: JsonSchema): Json[] {
  if (Array.isArray(schema['enum'])) return schema['enum'];
  const either = (schema['oneOf'] ?? schema['anyOf']) as JsonSchema[] | undefined;
  return (either ?? []).flatMap((one) => ('const' in one ? [one['const']!] : []));
}

function numbersAround(schema: JsonSchema, literals: Json[], sample: Json): Json[] {
  const [least, most] = [schema['minimum'] ?? -Infinity, schema['maximum'] ?? Infinity] as [number, number];
  const around = literals.flatMap((one) => (typeof one === 'number' ? [one - 1, one, one + 1] : []));
  return [sample, ...around.filter((one) => one >= least && one <= most && one !== sample)];
}

const propertiesOf = (schema: JsonSchema) => (schema['properties'] ?? {}) as Record<string, JsonSchema>;

function distinct(payloads: Iterable<JsonObject>): JsonObject[] {
  const seen = new Map<string, JsonObject>();
  for (const payload of payloads) {
    const key = JSON.stringify(payload);
    if (!seen.has(key)) seen.set(key, payload);
  }
  return [...seen.values()];
}
