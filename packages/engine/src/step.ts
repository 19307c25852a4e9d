/**
 * One step of a case: a command is judged, the machine moves, and everything that must be written comes back.
 *
 * Pure: the time and the ids come in, nothing is read or written. The same definition, case, command and time always
 * give the same answer, so that a case can be replayed, simulated and checked.
 *
 *   authority   may this actor do this, in which role           → GZ_NOT_A_PARTICIPANT, GZ_DUTIES_SEPARATE …
 *   command     tasks, hand-offs, clocks, payloads, reasons      → GZ_TASK_…, GZ_HANDOFF_…, GZ_PAYLOAD_INVALID …
 *   machine     the event that follows, if one does              → GZ_EVENT_NOT_POSSIBLE, GZ_GUARD_REFUSED
 *   blocks      what states that were left and entered end and begin
 *   invariants  one custodian, tasks only in active states       → a failure of the definition, never stored
 */
import { actAs } from './authority.ts';
import { changeRole, follow } from './blocks.ts';
import { attachDocument } from './case-documents.ts';
import type { CaseState, ChildCase, PendingEffect } from './case-state.ts';
import { extendClock, lapseClock, recomputeClock, warnClock } from './clocks.ts';
import type { Command, FactQuery, Instant } from './command.ts';
import type { CompiledDefinition } from './compiled.ts';
import { createDraft, note, refuse, Refused, variables, type Draft } from './draft.ts';
import { evaluateFields } from './evaluate-in.ts';
import { checkForm, checkReason, checkReply } from './forms-of.ts';
import {
  acceptHandoff,
  declineHandoff,
  lapseHandoff,
  offerCustody,
  recallHandoff,
  withdrawHandoffs,
} from './handoffs.ts';
import { assertInvariants } from './invariants.ts';
import type { JournalEntry } from './journal-entry.ts';
import { activeStates, advance, begin, moveEvent, type Advance, type Environment } from './machine.ts';
import { openDraft } from './opening.ts';
import { engineErrors } from './refusals.ts';
import type { StepResult } from './step-result.ts';
import { claimTask, completeTask, delegateTask, lapseClaim, releaseTask, takeOver } from './tasks.ts';
import type { Json, JsonObject } from './text.ts';
import { notPossible } from './ways-out.ts';

/**
 * Answers one command on one case; `state` is null for `case.open`, and only then.
 *
 * `needs` asks the directory: put the answers into `command.facts` and call again. Throws what a definition's
 * expression throws (`ExpressionError`), or an assertion: the runtime makes an incident of it.
 */
export function step(
  compiled: CompiledDefinition,
  state: CaseState | null,
  command: Command,
  now: Instant,
): StepResult {
  const needs: FactQuery[] = [];
  try {
    const draft = perform(compiled, state, command, now, needs);
    return needs.length > 0 ? { kind: 'needs', queries: needs } : accepted(draft);
  } catch (error) {
    // An open question makes whatever followed from it meaningless, a failure too.
    if (needs.length > 0) return { kind: 'needs', queries: needs };
    if (error instanceof Refused) return { kind: 'refused', refusal: error.refusal };
    throw error;
  }
}

function perform(
  compiled: CompiledDefinition,
  state: CaseState | null,
  command: Command,
  now: Instant,
  needs: FactQuery[],
): Draft {
  if (command.kind === 'case.open') {
    if (state !== null) throw new Error(`case ${command.caseId} is open already`);
    const draft = openDraft(compiled, command, command, now, needs);
    if (draft.needs.length > 0) return draft;
    move(draft, command.payload, (environment) => begin(compiled, draft.case.data, environment));
    return settle(draft, command.payload);
  }
  if (command.kind === 'case.migrate')
    throw new Error('expected migrate() to answer case.migrate, got step()');
  if (state === null) throw new Error(`expected the state of case ${command.caseId}, got null`);
  const draft = createDraft(compiled, state, command, now, needs);
  mustBeTheirs(command);
  if (state.status === 'closed' && !AFTER_CLOSE.has(command.kind))
    refuse(
      engineErrors.refuse('GZ_CASE_CLOSED', {
        closedAt: new Date(state.closedAt ?? now).toISOString(),
      }),
    );
  const event = judge(draft, command);
  if (event !== null) send(draft, event);
  return settle(draft, event?.payload ?? {});
}

/** What is only noted, so that a closed case may still learn it. */
const AFTER_CLOSE = new Set<Command['kind']>(['child.opened', 'child.closed', 'operator.skip']);

const SYSTEM_KINDS = /^(clock\.(warn|lapse|recompute)|claim\.|handoff\.lapse|effect\.|child\.|message\.)/;

function mustBeTheirs({ kind, actor }: Command) {
  if (SYSTEM_KINDS.test(kind) && actor.system !== true)
    refuse(engineErrors.refuse('GZ_SYSTEM_ONLY', { kind }));
  if (kind.startsWith('operator.') && actor.operator !== true)
    refuse(engineErrors.refuse('GZ_OPERATOR_ONLY', { kind }));
}

interface MachineEvent {
  type: string;
  payload: JsonObject;
  /** Whether the command is refused when no transition takes it. */
  must: boolean;
}

/** Applies the command's own part; answers the event that follows for the machine. */
function judge(
  draft: Draft,
  command: Exclude<Command, { kind: 'case.open' | 'case.migrate' }>,
): MachineEvent | null {
  const must = (type: string, payload: JsonObject = {}): MachineEvent => ({
    type,
    payload,
    must: true,
  });
  const may = (type: string, payload: JsonObject = {}): MachineEvent => ({
    type,
    payload,
    must: false,
  });
  switch (command.kind) {
    case 'event.send':
      return must(judgeEvent(draft, command.event, command.payload), command.payload);
    case 'task.claim':
      return done(claimTask(draft, command.taskId));
    case 'task.release':
      return done(releaseTask(draft, command.taskId));
    case 'task.complete':
      return must(completeTask(draft, command.taskId, command.payload), command.payload);
    case 'task.delegate':
      return done(delegateTask(draft, command.taskId, command.to));
    case 'handoff.offer':
      return done(offerCustody(draft, command.role, command.to));
    case 'handoff.accept': {
      const { event, payload, taskId } = acceptHandoff(draft, command.handoffId);
      if (taskId !== null) takeOver(draft, taskId);
      return event === null ? null : must(event, payload);
    }
    case 'handoff.decline': {
      const { event, payload } = declineHandoff(draft, command.handoffId);
      return event === null ? null : must(event, payload);
    }
    case 'handoff.recall': {
      const { event, payload } = recallHandoff(draft, command.handoffId);
      return event === null ? null : must(event, payload);
    }
    case 'handoff.lapse':
      return done(lapseHandoff(draft, command.handoffId));
    case 'clock.extend':
      extendClock(draft, command.clock);
      return may(`${command.clock}.extended`);
    case 'clock.warn':
      return may(`${warnClock(draft, command.clockId)}.warned`);
    case 'clock.lapse':
      return may(`${lapseClock(draft, command.clockId)}.lapsed`);
    case 'clock.recompute':
      return done(recomputeClock(draft, command.clockId));
    case 'claim.lapse':
      return done(lapseClaim(draft, command.taskId));
    case 'document.attach':
      return done(attachDocument(draft, command.document));
    case 'effect.reply': {
      const { name, use } = endEffect(draft, command.effectId, 'effect.replied');
      checkReply(draft, use, command.reply);
      return must(`${name}.replied`, asObject(command.reply));
    }
    case 'effect.fail': {
      const { name } = endEffect(draft, command.effectId, 'effect.failed');
      return must(`${name}.failed`, { error: command.error });
    }
    case 'child.opened':
      return done(noteChild(draft, command.linkId, { caseId: command.childCaseId }, 'child.opened'));
    case 'child.closed': {
      const { childCaseId: caseId, outcome, payload } = command;
      const child = noteChild(draft, command.linkId, { caseId, outcome }, 'child.closed');
      const awaited = child.name !== null && child.state !== null && isActive(draft, child.state);
      return awaited ? must(`${child.name}.closed`, { caseId, outcome, data: payload }) : null;
    }
    case 'message.receive':
      return must(`${receive(draft, command.awaitId, command.payload)}.received`, command.payload);
    case 'operator.move':
      return must(moveBy(draft, command.target));
    case 'operator.skip':
      checkReason(draft, 'required', command.kind);
      return done(note(draft, 'incident.skipped', command.incidentId, { by: command.actor.memberId }));
  }
}

/** The command is all: no event follows. */
function done(_applied: void | ChildCase): null {
  return null;
}

function judgeEvent(draft: Draft, event: string, payload: JsonObject): string {
  const rule = draft.compiled.definition.events?.[event];
  if (rule?.by === undefined)
    return refuse(
      engineErrors.refuse(
        'GZ_EVENT_UNKNOWN',
        { definition: draft.compiled.definition.id, event },
        {
          possible: Object.entries(draft.compiled.definition.events ?? {}).flatMap(([name, { by }]) =>
            by ? [name] : [],
          ),
        },
      ),
    );
  actAs(draft, rule.by);
  checkReason(draft, rule.reason, event);
  checkForm(draft, rule.form, payload);
  return event;
}

function endEffect(draft: Draft, effectId: string, what: 'effect.replied' | 'effect.failed'): PendingEffect {
  const effect = draft.case.effects.find((given) => given.effectId === effectId);
  if (effect === undefined) return refuse(engineErrors.refuse('GZ_EFFECT_NOT_AWAITED', { effect: effectId }));
  draft.case.effects = draft.case.effects.filter((given) => given !== effect);
  note(draft, what, effect.name, { id: effectId });
  return effect;
}

function noteChild(
  draft: Draft,
  linkId: string,
  known: { caseId: string; outcome?: string },
  what: 'child.opened' | 'child.closed',
) {
  const child = draft.case.children.find((given) => given.linkId === linkId);
  if (child === undefined) throw new Error(`case ${draft.case.caseId} opened no case by link ${linkId}`);
  draft.case.children = draft.case.children.map((given) =>
    given === child ? { ...child, ...known } : given,
  );
  note(draft, what, child.definition, {
    id: known.caseId,
    ...(known.outcome ? { detail: known.outcome } : {}),
  });
  return child;
}

function receive(draft: Draft, awaitId: string, payload: JsonObject): string {
  const waiting = draft.case.awaits.find((given) => given.awaitId === awaitId);
  if (waiting === undefined) return refuse(engineErrors.refuse('GZ_EFFECT_NOT_AWAITED', { effect: awaitId }));
  const block = draft.compiled.blocks.get(waiting.name);
  if (block?.kind === 'await') checkForm(draft, block.rule.form, payload);
  draft.case.awaits = draft.case.awaits.filter((given) => given !== waiting);
  note(draft, 'await.received', waiting.name, { id: awaitId });
  return waiting.name;
}

function moveBy(draft: Draft, target: string): string {
  checkReason(draft, 'required', 'operator.move');
  const known = [...draft.compiled.states.values()].filter(
    ({ path, node }) => path !== '' && node.type !== 'history',
  );
  if (!known.some(({ path }) => path === target))
    refuse(engineErrors.refuse('GZ_MOVE_TARGET', { target }, { states: known.map(({ path }) => path) }));
  note(draft, 'case.moved', target, { by: draft.command.actor.memberId });
  return moveEvent(target);
}

const asObject = (reply: Json): JsonObject =>
  reply !== null && typeof reply === 'object' && !Array.isArray(reply) ? reply : { value: reply };

const isActive = (draft: Draft, state: string) => activeStates(draft.case.machine.value).includes(state);

function send(draft: Draft, { type, payload, must }: MachineEvent) {
  const before = draft.case;
  const moved = move(draft, payload, (environment) =>
    advance(draft.compiled, before.machine, before.data, type, environment),
  );
  // A move of an operator is taken by no transition of the author's, and is never refused for that.
  if (!moved && must && !type.startsWith(moveEvent(''))) refuse(notPossible(draft, type));
}

/** Lets the machine move and the case follow; false: nothing took the event. */
export function move(draft: Draft, payload: JsonObject, by: (environment: Environment) => Advance): boolean {
  const seen = variables(draft, payload);
  const { state, data, trace, done } = by({
    variables: seen,
    onRole: (action, now) => changeRole(draft, action, now, payload),
  });
  if (trace.length === 0) return false;
  draft.case.machine = state;
  draft.case.data = data;
  follow(draft, trace, payload);
  if (done) closeCase(draft, payload);
  return true;
}

export function closeCase(draft: Draft, payload: JsonObject) {
  const [name = ''] = activeStates(draft.case.machine.value);
  const node = draft.compiled.states.get(name)?.node;
  draft.case.status = 'closed';
  draft.case.closedAt = draft.now;
  draft.case.outcome = node?.outcome ?? name;
  withdrawHandoffs(draft, () => true);
  draft.case.result = evaluateFields(draft, node?.result, draft.case.data, payload);
  note(draft, 'case.closed', draft.case.outcome, { id: draft.case.caseId });
}

/** What holds after every step: data that fit, the public part, the invariants. */
export function settle(draft: Draft, payload: JsonObject): Draft {
  if (draft.needs.length > 0) return draft;
  publish(draft, payload);
  assertInvariants(draft);
  return draft;
}

function publish(draft: Draft, payload: JsonObject) {
  const when = draft.compiled.definition.visibility?.public?.when;
  if (when === undefined || draft.case.public) return;
  const seen = { ...variables(draft, payload), data: draft.case.data };
  if (draft.compiled.expressions.evaluate(when, seen) !== true) return;
  draft.case.public = true;
  note(draft, 'case.published', draft.case.caseId);
}

export function accepted(draft: Draft): StepResult {
  const { commandId, caseId, actor, facts, reason, ...body } = draft.command;
  const entry: JournalEntry = {
    caseId,
    seq: draft.case.revision,
    at: draft.now,
    actor,
    commandId,
    body,
    ...(reason === undefined ? {} : { reason }),
    ...(facts === undefined ? {} : { facts }),
    definition: draft.compiled.ref,
    calendar: draft.compiled.calendar.version,
    changes: draft.changes,
  };
  const { effects, cancelledEffects, openings } = draft;
  return { kind: 'accepted', case: draft.case, entry, effects, cancelledEffects, openings };
}
