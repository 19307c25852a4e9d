/**
 * One case goes on in another version of its definition. Pure, like `step`, and a step of its own in the journal.
 *
 *   1. layout.ts   each active state has an image                    → GZ_MIGRATION_STATE, _STATES_COLLIDE, _FINAL …
 *   2. carry.ts    open work and running clocks have a place          → GZ_MIGRATION_WORK, _CLOCK …
 *   3. leave       what ends, ends under the old version; its `exit` actions do not run, for nobody took that way
 *   4. cross       roles and data become those of the new version     → GZ_MIGRATION_ROLE, _DUTIES, _DATA
 *   5. enter       states, regions, clocks and blocks that are new begin, with their `entry` actions
 *   6. tick        `always` is taken, which XState does not do by itself after a restore; then what step 5 raised
 *
 * Nothing is guessed and nothing is half done: a refusal names the case and leaves it as it was.
 */
import { appointByRule } from '../opening.ts';
import { act, beginBlock, changeRole, leaveState } from '../blocks.ts';
import type { CaseState, Clock } from '../case-state.ts';
import { carryClock, endClock, resumeClock, startClock, stopClock } from '../clocks.ts';
import type { CommandBody, CommandHead, FactQuery, Instant } from '../command.ts';
import type { CompiledDefinition } from '../compiled.ts';
import { clockNames, type Action } from '../definition.ts';
import { createDraft, note, refuse, Refused, type Draft } from '../draft.ts';
import { evaluateIn } from '../evaluate-in.ts';
import { checkReason } from '../forms-of.ts';
import { advance } from '../machine.ts';
import { engineErrors } from '../refusals.ts';
import { accepted, closeCase, move, settle } from '../step.ts';
import type { StepResult } from '../step-result.ts';
import type { Json, JsonObject } from '../text.ts';
import { carryOver, type Carried, type Crossing } from './carry.ts';
import { imageOf, layOut } from './layout.ts';
import { changeRoles } from './roles.ts';

export type MigrateCommand = CommandHead & Extract<CommandBody, { kind: 'case.migrate' }>;

/** The event of the tick; no definition can name it. */
const RESUME = '@resume';
const RAISED_LIMIT = 100;

/**
 * `needs` asks the directory, as `step` does. Refuses with GZ_OPERATOR_ONLY, GZ_REASON_REQUIRED, GZ_CASE_CLOSED,
 * GZ_MIGRATION_OTHER_VERSION and the codes above; what the new version throws is a refusal too (GZ_MIGRATION_FAILED),
 * because the case is well where it is: there is nothing for an incident to repair.
 *
 * The plan's names must have been checked (`checkPlan`).
 */
export function migrate(
  from: CompiledDefinition,
  to: CompiledDefinition,
  state: CaseState,
  command: MigrateCommand,
  now: Instant,
): StepResult {
  const needs: FactQuery[] = [];
  try {
    const draft = perform(from, to, state, command, now, needs);
    return needs.length > 0 ? { kind: 'needs', queries: needs } : accepted(draft);
  } catch (error) {
    if (needs.length > 0) return { kind: 'needs', queries: needs };
    if (error instanceof Refused) return { kind: 'refused', refusal: error.refusal };
    const refusal = engineErrors.refuse('GZ_MIGRATION_FAILED', {
      case: state.caseId,
      error: (error as Error).message,
    });
    return { kind: 'refused', refusal };
  }
}

function perform(
  from: CompiledDefinition,
  to: CompiledDefinition,
  state: CaseState,
  command: MigrateCommand,
  now: Instant,
  needs: FactQuery[],
): Draft {
  const draft = createDraft(from, state, command, now, needs);
  mayMigrate(draft, command);
  const layout = layOut(from, to, command.plan, state);
  const crossing: Crossing = { from, to, plan: command.plan, state, layout };
  const carried = carryOver(crossing);
  leaveAll(draft, crossing, carried);
  cross(draft, crossing, carried);
  const raised = enterAll(draft, crossing, carried);
  if (needs.length > 0) return draft;
  goOn(draft, raised);
  return settle(draft, {});
}

function mayMigrate(draft: Draft, { actor, kind, to, plan }: MigrateCommand) {
  const { caseId, definition, status, closedAt } = draft.case;
  if (actor.operator !== true && actor.system !== true)
    refuse(engineErrors.refuse('GZ_OPERATOR_ONLY', { kind }));
  checkReason(draft, 'required', kind);
  if (status === 'closed')
    refuse(
      engineErrors.refuse('GZ_CASE_CLOSED', { closedAt: new Date(closedAt ?? draft.now).toISOString() }),
    );
  const expected = `${plan.from.id}@${plan.from.version}`;
  const found = `${definition.id}@${definition.version}`;
  if (expected !== found || (to.id === definition.id && to.version === definition.version))
    refuse(engineErrors.refuse('GZ_MIGRATION_OTHER_VERSION', { case: caseId, expected, found }));
}

/** Innermost first, under the old version. What is carried is out of the way meanwhile. */
function leaveAll(draft: Draft, { state, layout }: Crossing, carried: Carried) {
  const isIn = <Thing extends object>(things: readonly Thing[], key: keyof Thing) => {
    const ids = new Set(things.map((thing) => thing[key]));
    return (thing: Thing) => !ids.has(thing[key]);
  };
  const goOn = new Set(carried.clocks.map(({ clockId }) => clockId));
  draft.case = {
    ...draft.case,
    tasks: state.tasks.filter(isIn(carried.tasks, 'taskId')),
    handoffs: state.handoffs.filter(isIn(carried.handoffs, 'handoffId')),
    effects: state.effects.filter(isIn(carried.effects, 'effectId')),
    awaits: state.awaits.filter(isIn(carried.awaits, 'awaitId')),
    clocks: Object.fromEntries(Object.entries(state.clocks).filter(([, { clockId }]) => !goOn.has(clockId))),
  };
  for (const name of carried.endedClocks) endClock(draft, name);
  for (const path of layout.left.toReversed()) leaveState(draft, path);
}

/** From here on the case is one of the new version. */
function cross(draft: Draft, crossing: Crossing, carried: Carried) {
  const { from, to, plan, state, layout } = crossing;
  draft.compiled = to;
  draft.case = {
    ...draft.case,
    definition: to.ref,
    machine: { value: layout.value, historyValue: historyThere(crossing) },
    tasks: carried.tasks,
    handoffs: carried.handoffs,
    effects: carried.effects,
    awaits: carried.awaits,
    children: carried.children,
    completedBy: renamed(state.completedBy, plan.tasks),
  };
  note(draft, 'case.migrated', to.ref.id, {
    by: draft.command.actor.memberId,
    detail: { from: from.ref.version, to: to.ref.version },
  });
  changeRoles(draft, crossing);
  draft.case.data = dataThere(draft, crossing);
  for (const clock of carried.clocks) carryClock(draft, clock);
  appointByRule(draft, (role) => !Object.hasOwn(from.definition.roles, role));
}

function renamed<Value>(
  values: Record<string, Value>,
  names: Record<string, string> = {},
): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [names[name] ?? name, value]));
}

/** Where it would go back to; a place that is gone is forgotten, and the history's own default counts. */
function historyThere({ to, plan, state }: Crossing): Json {
  const root = to.config['id'] as string;
  const pathOf = (id: string) => id.slice(id.indexOf('.') + 1);
  const there: JsonObject = {};
  for (const [id, places] of Object.entries(
    (state.machine.historyValue ?? {}) as Record<string, { id: string }[]>,
  )) {
    const history = historyImage(to, plan, pathOf(id));
    const images = places.map((place) => imageOf(to, plan, pathOf(place.id))?.path);
    if (history === null || images.includes(undefined)) continue;
    there[`${root}.${history}`] = images.map((path) => ({ id: `${root}.${path}` }));
  }
  return there;
}

function historyImage(to: CompiledDefinition, plan: Crossing['plan'], path: string): string | null {
  const cut = path.lastIndexOf('.');
  const around = cut < 0 ? '' : imageOf(to, plan, path.slice(0, cut))?.path;
  if (around === undefined) return null;
  const image = around === '' ? path : around + path.slice(cut);
  return to.states.get(image)?.node.type === 'history' ? image : null;
}

/** Defaults of fields that are new, the data as they were, and what the plan makes of them. */
function dataThere(draft: Draft, { from, to, plan, state }: Crossing): JsonObject {
  const known = (from.definition.data['properties'] ?? {}) as JsonObject;
  const data: JsonObject = { ...state.data };
  for (const [field, value] of Object.entries(to.initialData))
    if (!Object.hasOwn(known, field)) data[field] = value;
  for (const [field, expression] of Object.entries(plan.data ?? {}))
    if (expression === null) delete data[field];
    else data[field] = evaluateIn(draft, expression, state.data, {});
  const [problem] = to.validateData(data);
  if (problem !== undefined)
    refuse(
      engineErrors.refuse(
        'GZ_MIGRATION_DATA',
        {
          case: state.caseId,
          pointer: problem.pointer,
          problem: problem.message.en,
          problemZh: problem.message['zh-CN'],
        },
        { problem: problem.message as unknown as Json },
      ),
    );
  return data;
}

/** Begins what is new; answers the events that entry actions raised, in order. */
function enterAll(draft: Draft, { from, plan, layout }: Crossing, carried: Carried): string[] {
  const raised: string[] = [];
  const isRunning = new Set(carried.clocks.map(({ name }) => name));
  for (const path of layout.active) {
    const node = draft.compiled.states.get(path)!.node;
    const before = layout.kept.get(path);
    if (before === undefined) {
      note(draft, 'state.entered', path);
      for (const action of node.entry ?? []) enact(draft, action, raised);
    }
    const had = namesOf(from, plan, before ?? []);
    for (const name of clockNames(node))
      if (!isRunning.has(name) && (carried.restarted.has(name) || !had.clocks.has(name)))
        startClock(draft, name, path, draft.case.data, {});
    for (const block of draft.compiled.blocksByState.get(path) ?? [])
      if (!carried.blocks.has(block.name) && !had.blocks.has(`${block.kind} ${block.name}`))
        beginBlock(draft, block, draft.case.data, {});
  }
  stand(draft, layout.active);
  return raised;
}

/** Names there of the clocks and blocks that the states here have or had. */
function namesOf(from: CompiledDefinition, { clocks = {}, tasks = {} }: Crossing['plan'], paths: string[]) {
  const had = { clocks: new Set<string>(), blocks: new Set<string>() };
  for (const path of paths) {
    for (const name of clockNames(from.states.get(path)!.node)) {
      const stated = clocks[name];
      had.clocks.add(typeof stated === 'object' ? stated.as : name);
    }
    for (const { kind, name } of from.blocksByState.get(path) ?? [])
      had.blocks.add(`${kind} ${tasks[name] ?? name}`);
  }
  return had;
}

/** An author's entry action, with the data as they are now. */
function enact(draft: Draft, action: Action, raised: string[]) {
  const { data } = draft.case;
  if ('assign' in action)
    draft.case.data = Object.entries(action.assign).reduce<JsonObject>(
      (assigned, [field, expression]) => ({ ...assigned, [field]: evaluateIn(draft, expression, data, {}) }),
      data,
    );
  else if ('raise' in action) raised.push(action.raise);
  else if ('appoint' in action || 'dismiss' in action) changeRole(draft, action, data, {});
  else act(draft, action, data, {});
}

/** A clock stands still while an active state stops it, and at no other time. */
function stand(draft: Draft, active: string[]) {
  const stopped = new Set(active.flatMap((path) => draft.compiled.states.get(path)!.node.stops ?? []));
  for (const { name, status, endedAt } of Object.values<Clock>(draft.case.clocks))
    if (endedAt !== null) continue;
    else if (status === 'running' && stopped.has(name)) stopClock(draft, name);
    else if (status === 'stopped' && !stopped.has(name)) resumeClock(draft, name);
}

function goOn(draft: Draft, raised: string[]) {
  const { value } = draft.case.machine;
  if (typeof value === 'string' && draft.compiled.states.get(value)?.node.type === 'final')
    return closeCase(draft, {});
  for (const event of [RESUME, ...raised.slice(0, RAISED_LIMIT)]) {
    if (draft.case.status === 'closed') return;
    move(draft, {}, (environment) =>
      advance(draft.compiled, draft.case.machine, draft.case.data, event, environment),
    );
  }
}
