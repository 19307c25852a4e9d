/** Every place of a definition where an expression stands, with what `payload` is there and what must come out. */
import type { Action, CaseBlock, Definition, EffectBlock } from './definition.ts';
import type { Outline } from './outline.ts';
import type { Path, Source, Tell } from './source.ts';
import { splitTemplate } from './template.ts';
import type { JsonSchema, Text } from './text.ts';
import type { Vocabulary } from './vocabulary.ts';

const TEMPLATE_PLACE_LIMIT = 200;

/** What must come out of an expression. */
export type Expected = 'bool' | 'string' | 'timestamp' | 'json' | 'words' | { field: string; type: string };

export interface Site {
  text: string;
  at: Path;
  /** Where it begins in the text at that place: in templates. */
  offset: number;
  /** null: whatever comes. */
  payload: JsonSchema | null;
  expected: Expected;
}

export function findSites(
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
  const addTemplate = (template: Text | undefined, at: Path, isOwn: boolean, payload: JsonSchema | null) => {
    for (const language of ['zh-CN', 'en'] as const) {
      const place = isOwn ? [...at, language] : at;
      const { parts, unclosed } = splitTemplate(template?.[language] ?? '');
      if (unclosed !== null)
        tell('GZ507', source.placeInside(place, isOwn ? unclosed : 0, 2), place, { detail: language });
      const places = parts.filter(({ kind }) => kind === 'place');
      if (places.length > TEMPLATE_PLACE_LIMIT)
        tell('GZ504', source.place(place), place, { detail: `${places.length} > ${TEMPLATE_PLACE_LIMIT}` });
      for (const { text, start } of places.slice(0, TEMPLATE_PLACE_LIMIT))
        sites.push({ text, at: place, offset: isOwn ? start : 0, payload, expected: 'words' });
    }
  };
  /** A document reads the payload of the transition that issues it. */
  const addDocument = (name: string, at: Path, payload: JsonSchema | null) => {
    const own = definition.documents;
    const isOwn = own !== undefined && Object.hasOwn(own, name);
    const document = isOwn ? own[name] : words.documents.get(name);
    const place = isOwn ? ['documents', name] : at;
    addTemplate(document?.title, isOwn ? [...place, 'title'] : place, isOwn, payload);
    addTemplate(document?.body, isOwn ? [...place, 'body'] : place, isOwn, payload);
  };

  add(
    definition.open.title,
    ['open', 'title'],
    'string',
    definition.open.form === undefined ? EMPTY : formOf(definition, words, definition.open.form),
  );
  for (const [name, clock] of Object.entries(definition.clocks ?? {}))
    add(clock.from, ['clocks', name, 'from'], 'timestamp');
  for (const name of Object.keys(definition.documents ?? {})) addDocument(name, [], null);
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
    else if ('issue' in rule) addDocument(rule.issue.document, [...at, 'issue', 'document'], payload);
  };
  for (const { rule, at, event } of outline.actions) addAction(rule, at, payloads.get(event) ?? null);
  return sites;
}

/** What `payload` is for the handlers of each event; an event that is missing here brings anything. */
export function payloadsByEvent(
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
