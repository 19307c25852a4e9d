/** What plugins bring and no definition uses. Nothing wrong with that: other definitions may use it. */
import type { CompiledDefinition } from '../compiled.ts';
import { outlineDefinition } from '../outline.ts';
import type { Plugin } from '../plugin.ts';

export interface UnusedPart {
  plugin: string;
  kind: 'qualification' | 'effect' | 'form' | 'document' | 'function';
  /** As a definition names it. */
  name: string;
}

export function unusedOf(all: readonly CompiledDefinition[], plugins: readonly Plugin[]): UnusedPart[] {
  const used = usedIn(all);
  return plugins.flatMap(({ name: plugin, qualifications, effects, forms, documents, functions }) => {
    const of = (kind: UnusedPart['kind'], entries: object | undefined, named: (name: string) => string) =>
      Object.keys(entries ?? {})
        .map((entry) => ({ plugin, kind, name: named(entry) }))
        .filter(({ name }) => !used.has(`${kind} ${name}`));
    const full = (name: string) => `${plugin}.${name}`;
    const plain = (name: string) => name;
    return [
      ...of('qualification', qualifications, plain),
      ...of('effect', effects, full),
      ...of('form', forms, full),
      ...of('document', documents, full),
      ...of('function', functions, plain),
    ];
  });
}

function usedIn(all: readonly CompiledDefinition[]): Set<string> {
  const used = new Set<string>();
  for (const { definition, formSchemas, effects } of all) {
    for (const { qualifications = [], appoint } of Object.values(definition.roles)) {
      for (const name of qualifications) used.add(`qualification ${name}`);
      if (typeof appoint === 'object') used.add(`qualification ${appoint.office}`);
    }
    for (const name of formSchemas.keys()) used.add(`form ${name}`);
    for (const name of effects.keys()) used.add(`effect ${name}`);
    for (const { rule } of outlineDefinition(definition).actions)
      if ('issue' in rule) used.add(`document ${rule.issue.document}`);
    for (const [, name] of JSON.stringify(definition).matchAll(/\b(\w+)\(/g)) used.add(`function ${name}`);
  }
  return used;
}
