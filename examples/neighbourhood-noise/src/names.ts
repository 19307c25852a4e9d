/** What things are called: titles from the definitions, names of people and parties. */
import type { CompiledDefinition, Language, Text } from '@gongzhi/engine';
import { people, type Person } from './people.ts';

export interface Names {
  /** A state (full path), task, hand-off, clock, document, role or field of a definition, by its name. */
  of(
    definitionId: string,
    what: 'state' | 'block' | 'clock' | 'document' | 'role' | 'field',
    name: string,
  ): string;
  /** Of a state inside one of several parts that run side by side: the path of that part. */
  region(definitionId: string, state: string): string | null;
  definition(id: string): string;
  outcome(definitionId: string, outcome: string): string;
  /** The members whose ids a text of the server holds, by name. */
  mentioned(text: string): string[];
  member(memberId: string): string;
  party(partyId: string): string;
}

export function createNames(
  language: Language,
  definitions: ReadonlyMap<string, CompiledDefinition>,
  partyNames: Map<string, Text>,
): Names {
  const members = new Map(Object.values<Person>(people).map(({ memberId, name }) => [memberId, name]));
  const say = (text: Text | undefined, otherwise: string) => text?.[language] ?? otherwise;

  function titleOf(compiled: CompiledDefinition, what: string, name: string): Text | undefined {
    if (what === 'state') return compiled.states.get(name)?.node.title;
    if (what === 'clock') return compiled.definition.clocks?.[name]?.title;
    if (what === 'document') return compiled.documents.get(name)?.title;
    if (what === 'role') return compiled.definition.roles[name]?.title;
    if (what === 'field') return titleOfField(compiled, name);
    const block = compiled.blocks.get(name);
    return block !== undefined && 'title' in block.rule ? block.rule.title : undefined;
  }

  return {
    of(definitionId, what, name) {
      const compiled = definitions.get(definitionId);
      return compiled === undefined ? name : say(titleOf(compiled, what, name), name);
    },
    region(definitionId, state) {
      const states = definitions.get(definitionId)?.states;
      for (let at = states?.get(state); at !== undefined && at.parent !== null; at = states?.get(at.parent))
        if (states?.get(at.parent)?.node.type === 'parallel') return at.path;
      return null;
    },
    definition: (id) => say(definitions.get(id)?.definition.title, id),
    outcome(definitionId, outcome) {
      const states = [...(definitions.get(definitionId)?.states.values() ?? [])];
      return say(states.find(({ node }) => node.outcome === outcome)?.node.title, outcome);
    },
    mentioned: (text) =>
      [...members].flatMap(([memberId, name]) =>
        text.split(/[^\w-]+/).includes(memberId) ? [`${memberId}: ${name[language]}`] : [],
      ),
    member: (memberId) => say(members.get(memberId), memberId),
    party: (partyId) => say(partyNames.get(partyId), partyId),
  };
}

function titleOfField({ definition }: CompiledDefinition, field: string): Text | undefined {
  const properties = definition.data['properties'] as Record<string, { 'x-title'?: Text }> | undefined;
  return properties?.[field]?.['x-title'];
}
