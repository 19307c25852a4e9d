/** What the plugins bring, by the names that a definition may use. */
import type { CelFunction, EffectDefinition, Plugin } from './plugin.ts';
import type { JsonSchema, Text } from './text.ts';

export interface Vocabulary {
  partyKinds: Set<string>;
  qualifications: Set<string>;
  /** By `<plugin>.<effect>`, and so on. */
  effects: Map<string, EffectDefinition>;
  forms: Map<string, JsonSchema>;
  documents: Map<string, { title: Text; body: Text }>;
  functions: Map<string, CelFunction>;
}

export function readVocabulary(plugins: readonly Plugin[]): Vocabulary {
  const words: Vocabulary = {
    partyKinds: new Set(),
    qualifications: new Set(),
    effects: new Map(),
    forms: new Map(),
    documents: new Map(),
    functions: new Map(),
  };
  for (const { name, partyKind, qualifications, effects, forms, documents, functions } of plugins) {
    if (partyKind) words.partyKinds.add(partyKind.kind);
    for (const qualification of Object.keys(qualifications ?? {})) words.qualifications.add(qualification);
    for (const [effect, rule] of Object.entries(effects ?? {})) words.effects.set(`${name}.${effect}`, rule);
    for (const [form, schema] of Object.entries(forms ?? {})) words.forms.set(`${name}.${form}`, schema);
    for (const [document, rule] of Object.entries(documents ?? {}))
      words.documents.set(`${name}.${document}`, rule);
    for (const [callee, rule] of Object.entries(functions ?? {})) words.functions.set(callee, rule);
  }
  return words;
}
