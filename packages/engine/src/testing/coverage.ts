import type { CompiledDefinition, CompiledTransition } from '../compiled.ts';
import type { JournalEntry } from '../journal-entry.ts';

export interface Coverage {
  states: Covered<string>;
  transitions: Covered<UncoveredTransition>;
}

export interface Covered<Missing> {
  covered: number;
  all: number;
  missing: Missing[];
}

export interface UncoveredTransition {
  id: number;
  source: string;
  event: string;
  target: string | null;
  guard: string | null;
}

/** Which states were entered and which transitions taken, over all of these journals. */
export function coverageOf(compiled: CompiledDefinition, journals: readonly JournalEntry[]): Coverage {
  const changes = journals.flatMap((entry) => entry.changes);
  const named = (what: string) => new Set(changes.filter((one) => one.what === what).map(({ name }) => name));
  const [entered, taken] = [named('state.entered'), named('transition.taken')];
  const states = [...compiled.states.values()]
    .filter(({ path, node }) => path !== '' && node.type !== 'history')
    .map(({ path }) => path);
  return {
    states: covered(
      states,
      states.filter((path) => !entered.has(path)),
    ),
    transitions: covered(
      compiled.transitions,
      compiled.transitions.filter(({ id }) => !taken.has(String(id))).map(described),
    ),
  };
}

function covered<Missing>(all: readonly unknown[], missing: Missing[]): Covered<Missing> {
  return { covered: all.length - missing.length, all: all.length, missing };
}

function described({ id, source, event, target, rule }: CompiledTransition): UncoveredTransition {
  return { id, source, event, target, guard: rule.guard ?? null };
}
