/** Whether plugins go together; asked once at start, before anything is compiled against them. */
import { createBaseEnvironment } from './cel.ts';
import { findCalendar } from './calendar/index.ts';
import type { Plugin } from './plugin.ts';
import { readVocabulary } from './vocabulary.ts';

/**
 * Throws a TypeError that names both plugins when two bring the same name: of a plugin, a kind of party, a
 * qualification or a function. Throws when the signature of a CEL function cannot be read.
 */
export function checkPlugins(plugins: readonly Plugin[]): void {
  const taken = new Map<string, string>();
  const take = (what: string, plugin: string) => {
    const other = taken.get(what);
    if (other !== undefined) throw new TypeError(`plugins ${other} and ${plugin} both bring ${what}`);
    taken.set(what, plugin);
  };
  for (const { name, partyKind, qualifications, functions } of plugins) {
    take(`plugin ${name}`, name);
    if (partyKind !== undefined) take(`party kind ${partyKind.kind}`, name);
    for (const qualification of Object.keys(qualifications ?? {}))
      take(`qualification ${qualification}`, name);
    for (const callee of Object.keys(functions ?? {})) take(`function ${callee}`, name);
  }
  createBaseEnvironment(readVocabulary(plugins).functions, 'UTC', findCalendar('monday-friday'));
}
