/** Rebuilds a case from its journal alone: each entry is the command that was accepted, with all that it relied on. */
import type { CaseState } from './case-state.ts';
import type { CompiledDefinition } from './compiled.ts';
import type { DefinitionRef } from './case-state.ts';
import type { Command } from './command.ts';
import type { JournalEntry } from './journal-entry.ts';
import { migrate } from './migrate/migrate.ts';
import { step } from './step.ts';

/** An entry that does not follow from those before it. */
export class ReplayError extends Error {
  override name = 'ReplayError';
  readonly seq: number;

  constructor(seq: number, message: string, options?: ErrorOptions) {
    super(`entry ${seq}: ${message}`, options);
    this.seq = seq;
  }
}

/**
 * Replays entries 1 to n, oldest first. `each` sees the case after every entry.
 *
 * Throws `ReplayError` at the first entry that is missing, out of order, or would be refused.
 */
export function replay(
  definitionOf: (ref: DefinitionRef, calendarVersion: string) => CompiledDefinition,
  entries: Iterable<JournalEntry>,
  each: (state: CaseState, entry: JournalEntry) => void = () => {},
): CaseState {
  let state: CaseState | null = null;
  let before: CompiledDefinition | null = null;
  for (const entry of entries) {
    const compiled = definitionOf(entry.definition, entry.calendar);
    state = replayOne(compiled, state, entry, before);
    before = compiled;
    each(state, entry);
  }
  if (state === null) throw new ReplayError(0, 'the journal is empty');
  return state;
}

/** The case after one more entry. `before` is the definition of the entry before: a migration needs both. */
export function replayOne(
  compiled: CompiledDefinition,
  state: CaseState | null,
  entry: JournalEntry,
  before: CompiledDefinition | null = null,
): CaseState {
  const expected = (state?.revision ?? 0) + 1;
  if (entry.seq !== expected) throw new ReplayError(entry.seq, `expected seq ${expected}, got ${entry.seq}`);
  const { commandId, caseId, actor, facts, reason, body, at, seq } = entry;
  const command: Command = {
    commandId,
    caseId,
    actor,
    ...(facts === undefined ? {} : { facts }),
    ...(reason === undefined ? {} : { reason }),
    ...body,
  };
  const result =
    command.kind === 'case.migrate' && state !== null && before !== null
      ? migrate(before, compiled, state, command, at)
      : step(compiled, state, command, at);
  if (result.kind === 'refused')
    throw new ReplayError(seq, `${body.kind} is refused with ${result.refusal.code}`);
  if (result.kind === 'needs') throw new ReplayError(seq, `${body.kind} lacks facts of the directory`);
  return result.case;
}
