/** What the machine would take now: the ways out of the active states, and why one is barred. */
import type { CaseState } from './case-state.ts';
import type { CompiledDefinition, CompiledTransition, Variables } from './compiled.ts';
import { variables, type Draft } from './draft.ts';
import type { Refusal } from './errors.ts';
import { activeStates } from './machine.ts';
import { engineErrors } from './refusals.ts';
import type { Json, Language, Text } from './text.ts';

/** Transitions out of the active states for an event, whether or not their guards hold. */
export function transitionsFor(
  compiled: CompiledDefinition,
  state: CaseState,
  event: string,
): CompiledTransition[] {
  const active = new Set(['', ...activeStates(state.machine.value)]);
  return compiled.transitions.filter((given) => given.event === event && active.has(given.source));
}

export function guardHolds(
  compiled: CompiledDefinition,
  state: CaseState,
  { rule }: CompiledTransition,
  seen: Variables,
): boolean {
  if (rule.in !== undefined && !activeStates(state.machine.value).includes(rule.in)) return false;
  return rule.guard === undefined || compiled.expressions.evaluate(rule.guard, seen) === true;
}

/** Nothing took the event: no transition has it, or the guards of those that do say no. */
export function notPossible(draft: Draft, event: string): Refusal {
  const { compiled, case: state } = draft;
  const barred = transitionsFor(compiled, state, event);
  const details = { possible: possibleNow(compiled, state) };
  if (barred.length === 0)
    return engineErrors.refuse(
      'GZ_EVENT_NOT_POSSIBLE',
      { event, state: leafStates(state).join(', ') },
      details,
    );
  const because = barred.map(({ rule }) => rule.because).find((given) => given !== undefined);
  const guards = barred.map(({ rule }) => rule.guard ?? rule.in ?? '').join(' | ');
  const refusedIn = (language: Language) =>
    engineErrors.refuse(
      'GZ_GUARD_REFUSED',
      { event, because: because?.[language] ?? guards },
      { ...details, because: (because ?? null) as Json, guards },
    );
  // The definition says why in both languages, and each reader gets it in theirs.
  const { message } = refusedIn('zh-CN');
  const refusal = refusedIn('en');
  return { ...refusal, message: { ...refusal.message, 'zh-CN': message['zh-CN'] } };
}

/** Events and tasks that the active states take, and the roles to which each is given. */
function possibleNow(compiled: CompiledDefinition, state: CaseState): Json {
  const events = Object.entries(compiled.definition.events ?? {})
    .filter(([event, { by }]) => by !== undefined && transitionsFor(compiled, state, event).length > 0)
    .map(([event, { by, title }]) => ({
      kind: 'event',
      name: event,
      roles: by ?? [],
      title: plain(title),
    }));
  const tasks = state.tasks.map(({ name, role, taskId }) => ({
    kind: 'task',
    name,
    taskId,
    roles: [role],
  }));
  return [...events, ...tasks];
}

/** Full paths of the innermost active states. */
export function leafStates(state: CaseState): string[] {
  const active = activeStates(state.machine.value);
  return active.filter((path) => !active.some((other) => other.startsWith(`${path}.`)));
}

const plain = (text: Text): Json => ({ ...text });

export function variablesOf(draft: Draft): Variables {
  return { ...variables(draft, {}), data: draft.case.data };
}
