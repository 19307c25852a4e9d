/** The invariants of DESIGN.md §3 that one case shows by itself, after each step. Nothing found: all hold. */
import type { CaseState } from '../case-state.ts';
import type { CompiledDefinition } from '../compiled.ts';
import type { JournalEntry } from '../journal-entry.ts';
import { activeStates } from '../machine.ts';
import { differences, throughJson } from './same-json.ts';

export function brokenInvariants(
  compiled: CompiledDefinition,
  state: CaseState,
  entry: JournalEntry,
): string[] {
  const active = new Set(['', ...activeStates(state.machine.value)]);
  return [
    ...throughJsonUnchanged(state),
    ...oneCustodian(state),
    ...custodyWithoutGap(state),
    ...livesWithItsState('task', state.tasks, active),
    ...livesWithItsState('hand-off', state.handoffs, active),
    ...livesWithItsState('effect', state.effects, active),
    ...livesWithItsState('await', state.awaits, active),
    ...livesWithItsState('clock', ticking(state), active),
    ...dutiesSeparate(compiled, state),
    ...(entry.seq === state.revision ? [] : [`revision ${state.revision} after entry ${entry.seq}`]),
    ...(state.status === 'closed' && state.outcome === null ? ['a closed case has no outcome'] : []),
  ];
}

function throughJsonUnchanged(state: CaseState): string[] {
  const changed = differences(state, throughJson(state));
  return changed.length === 0 ? [] : [`the case changes through JSON at ${changed.join(', ')}`];
}

function oneCustodian({ custodian, custody, status }: CaseState): string[] {
  const open = custody.filter(({ toAt }) => toAt === null);
  if (status === 'closed' && open.length === 0) return [];
  const [last] = open;
  if (open.length !== 1 || !last) return [`${open.length} custodians at once`];
  return last.partyId === custodian.partyId && last.role === custodian.role
    ? []
    : [`custodian ${custodian.partyId} but the chain of custody ends with ${last.partyId}`];
}

function custodyWithoutGap({ custody }: CaseState): string[] {
  return custody
    .slice(1)
    .flatMap(({ fromAt }, index) =>
      custody[index]!.toAt === fromAt ? [] : [`the chain of custody has a gap before period ${index + 2}`],
    );
}

function livesWithItsState(
  what: string,
  things: { name: string | null; state: string | null }[],
  active: Set<string>,
): string[] {
  return things
    .filter(({ state }) => state !== null && !active.has(state))
    .map(({ name, state }) => `${what} ${name} is open though ${state} is not active`);
}

function ticking({ clocks }: CaseState) {
  return Object.values(clocks).filter(({ status }) => status === 'running' || status === 'stopped');
}

function dutiesSeparate({ definition }: CompiledDefinition, { acts }: CaseState): string[] {
  return acts.flatMap((act) =>
    (definition.roles[act.role]?.separateFrom ?? []).flatMap((rule) => {
      const { role, level } = typeof rule === 'string' ? { role: rule, level: 'member' as const } : rule;
      const key = level === 'party' ? 'partyId' : 'memberId';
      return acts.some((other) => other.role === role && other[key] === act[key])
        ? [`${act[key]} acted as ${act.role} and as ${role}`]
        : [];
    }),
  );
}
