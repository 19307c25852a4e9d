/**
 * Clocks of a case: started and ended with their state, stopped while a state that stops them is active, extended by
 * those who may, warning and lapsing when the runtime says that the time has come. A clock is data; when it is due is
 * a pure function of them (calendar/).
 */
import { actAs } from './authority.ts';
import { computeDue, warnAt, type ClockDue, type ClockInput } from './calendar/index.ts';
import type { CaseState, Clock } from './case-state.ts';
import type { CompiledDefinition } from './compiled.ts';
import type { ClockRule } from './definition.ts';
import { makeId, note, refuse, type Draft } from './draft.ts';
import { evaluateIn } from './evaluate-in.ts';
import { checkReason } from './forms-of.ts';
import { activeStates } from './machine.ts';
import { engineErrors } from './refusals.ts';
import type { JsonObject } from './text.ts';

export function startClock(draft: Draft, name: string, state: string, data: JsonObject, payload: JsonObject) {
  const rule = clockRule(draft.compiled, name);
  const fromAt =
    rule.from === undefined ? draft.now : instantOf(name, evaluateIn(draft, rule.from, data, payload));
  const clock: Clock = {
    clockId: makeId(draft),
    name,
    state,
    status: 'running',
    fromAt,
    startedAt: draft.now,
    stops: [],
    extensions: [],
    dueAt: null,
    unknownYear: null,
    warnsAt: [],
    endedAt: null,
    calendarVersion: draft.compiled.calendar.version,
  };
  write(draft, clock);
  note(draft, 'clock.started', name, { id: clock.clockId });
  const isStopped = activeStates(draft.case.machine.value).some((path) =>
    stopsOf(draft, path).includes(name),
  );
  if (isStopped) stopClock(draft, name);
}

/** The state that ran it is left: it was met, or it does not matter any more. */
export function endClock(draft: Draft, name: string) {
  const clock = draft.case.clocks[name];
  if (clock === undefined || clock.status === 'ended') return;
  write(draft, {
    ...clock,
    stops: clock.stops.map((stop) => ({ ...stop, toAt: stop.toAt ?? draft.now })),
    status: clock.status === 'lapsed' ? 'lapsed' : 'ended',
    warnsAt: [],
    endedAt: draft.now,
  });
  note(draft, 'clock.ended', name, { id: clock.clockId });
}

export function stopClock(draft: Draft, name: string) {
  const clock = draft.case.clocks[name];
  if (clock?.status !== 'running') return;
  write(draft, {
    ...clock,
    status: 'stopped',
    stops: [...clock.stops, { fromAt: draft.now, toAt: null }],
  });
  note(draft, 'clock.stopped', name, { id: clock.clockId });
}

export function resumeClock(draft: Draft, name: string) {
  const clock = draft.case.clocks[name];
  if (clock?.status !== 'stopped') return;
  const stops = clock.stops.map((stop) => (stop.toAt === null ? { ...stop, toAt: draft.now } : stop));
  write(draft, { ...clock, status: 'running', stops });
  note(draft, 'clock.resumed', name, { id: clock.clockId });
}

/** Refuses with GZ_CLOCK_NOT_RUNNING, GZ_CLOCK_NOT_EXTENDABLE, GZ_REASON_REQUIRED and what `actAs` refuses with. */
export function extendClock(draft: Draft, name: string) {
  const clock = draft.case.clocks[name];
  if (
    clock === undefined ||
    (clock.status !== 'running' && clock.status !== 'stopped') ||
    clock.endedAt !== null
  )
    return refuse(engineErrors.refuse('GZ_CLOCK_NOT_RUNNING', { clock: name }));
  const { extendable } = clockRule(draft.compiled, name);
  if (extendable === undefined || clock.extensions.length >= extendable.times)
    return refuse(
      engineErrors.refuse('GZ_CLOCK_NOT_EXTENDABLE', {
        clock: name,
        times: clock.extensions.length,
      }),
    );
  actAs(draft, extendable.by);
  checkReason(draft, 'required', name);
  const extension = { limit: extendable.limit, at: draft.now, by: draft.command.actor.memberId };
  write(draft, { ...clock, extensions: [...clock.extensions, extension] });
  note(draft, 'clock.extended', name, {
    id: clock.clockId,
    by: extension.by,
    detail: extension.limit,
  });
}

/** Answers the clock's name for its `warned` event. Refuses with GZ_CLOCK_NOT_RUNNING, GZ_CLOCK_NOT_DUE. */
export function warnClock(draft: Draft, clockId: string): string {
  const clock = runningClock(draft, clockId);
  const [next] = clock.warnsAt;
  if (next === undefined || next > draft.now) return refuse(notDue(clock, next));
  replace(draft, { ...clock, warnsAt: clock.warnsAt.filter((at) => at > draft.now) });
  note(draft, 'clock.warned', clock.name, { id: clockId });
  return clock.name;
}

/** Answers the clock's name for its `lapsed` event. Refuses with GZ_CLOCK_NOT_RUNNING, GZ_CLOCK_NOT_DUE. */
export function lapseClock(draft: Draft, clockId: string): string {
  const clock = runningClock(draft, clockId);
  if (clock.dueAt === null || clock.dueAt > draft.now) return refuse(notDue(clock, clock.dueAt));
  replace(draft, { ...clock, status: 'lapsed', warnsAt: [] });
  note(draft, 'clock.lapsed', clock.name, { id: clockId });
  return clock.name;
}

/** Computes a clock again by the calendar as it is known now, e.g. when a year's notice has come. */
export function recomputeClock(draft: Draft, clockId: string) {
  const clock = Object.values(draft.case.clocks).find((given) => given.clockId === clockId);
  if (clock === undefined || clock.endedAt !== null || clock.status === 'lapsed')
    return refuse(engineErrors.refuse('GZ_CLOCK_NOT_RUNNING', { clock: clockId }));
  write(draft, { ...clock, calendarVersion: draft.compiled.calendar.version });
  note(draft, 'clock.recomputed', clock.name, { id: clockId });
}

/** Goes on with a clock of another version: start, stops and extensions are the same, what it is due is computed anew. */
export function carryClock(draft: Draft, clock: Clock) {
  if (clock.status === 'lapsed') return replace(draft, clock);
  write(draft, { ...clock, calendarVersion: draft.compiled.calendar.version });
  note(draft, 'clock.recomputed', clock.name, { id: clock.clockId });
}

/** When the clock is due and how that was computed, interval by interval. `now` is for a clock that stands still. */
export function explainClock(
  compiled: CompiledDefinition,
  state: CaseState,
  name: string,
  now: number,
): ClockDue {
  const clock = state.clocks[name];
  if (clock === undefined) throw new Error(`clock ${name} never ran in case ${state.caseId}`);
  return computeDue({ ...clockInput(compiled, clock), now });
}

/** Stores the clock with its due time and warnings computed; one that ended keeps what it was due. */
function write(draft: Draft, clock: Clock) {
  if (clock.endedAt !== null) return replace(draft, clock);
  if (clock.status === 'stopped')
    return replace(draft, { ...clock, dueAt: null, unknownYear: null, warnsAt: [] });
  const input = clockInput(draft.compiled, clock);
  const due = computeDue(input);
  replace(draft, {
    ...clock,
    dueAt: due.dueAt,
    unknownYear: due.provisional ? due.unknownYear : null,
    warnsAt: due.provisional ? [] : warnings(draft, clock, input),
  });
}

function warnings(draft: Draft, clock: Clock, input: ClockInput): number[] {
  const { warn = [] } = clockRule(draft.compiled, clock.name);
  return warn
    .map((before) => warnAt(input, before))
    .filter((at): at is number => at !== null && at > draft.now)
    .toSorted((a, b) => a - b);
}

function clockInput({ definition, calendar, timeZone }: CompiledDefinition, clock: Clock): ClockInput {
  const rule = definition.clocks?.[clock.name];
  if (rule === undefined) throw new Error(`clock ${clock.name} is not in the definition`);
  return {
    limit: rule.limit,
    days: rule.days,
    fromAt: clock.fromAt,
    stops: clock.stops,
    extensions: clock.extensions.map(({ limit }) => limit),
    calendar,
    timeZone,
  };
}

function replace(draft: Draft, clock: Clock) {
  draft.case.clocks = { ...draft.case.clocks, [clock.name]: clock };
}

function runningClock(draft: Draft, clockId: string): Clock {
  const clock = Object.values(draft.case.clocks).find((given) => given.clockId === clockId);
  if (clock?.status !== 'running' || clock.endedAt !== null)
    return refuse(engineErrors.refuse('GZ_CLOCK_NOT_RUNNING', { clock: clock?.name ?? clockId }));
  return clock;
}

const notDue = (clock: Clock, at: number | null | undefined) =>
  engineErrors.refuse('GZ_CLOCK_NOT_DUE', {
    clock: clock.name,
    due: typeof at === 'number' ? new Date(at).toISOString() : '–',
  });

function clockRule(compiled: CompiledDefinition, name: string): ClockRule {
  const rule = compiled.definition.clocks?.[name];
  if (rule === undefined) throw new Error(`clock ${name} is not in the definition`);
  return rule;
}

function stopsOf(draft: Draft, state: string): string[] {
  return draft.compiled.states.get(state)?.node.stops ?? [];
}

function instantOf(name: string, value: unknown): number {
  const at = typeof value === 'string' ? Date.parse(value) : NaN;
  if (Number.isNaN(at))
    throw new Error(`clock ${name}: expected from to be an instant, got ${JSON.stringify(value)}`);
  return at;
}
