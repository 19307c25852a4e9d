/**
 * Tasks: work that a state waits for. A task is opened when its state is entered and withdrawn when it is left; in
 * between it is offered, claimed by exactly one member, given back, handed over, completed.
 */
import { Temporal } from 'temporal-polyfill';
import { actAs, makeRoom, mayTake, takeRole } from './authority.ts';
import type { Handoff, Task } from './case-state.ts';
import type { Holder } from './command.ts';
import type { Block } from './compiled.ts';
import { makeId, note, refuse, type Draft } from './draft.ts';
import { checkForm, checkReason } from './forms-of.ts';
import { engineErrors } from './refusals.ts';
import { evaluateIn } from './evaluate-in.ts';
import type { JsonObject } from './text.ts';
import { OFFER_LIMIT_MS, withdrawHandoffs } from './handoffs.ts';

type TaskOf = Extract<Block, { kind: 'task' }>;

export function openTask(draft: Draft, { name, state, rule }: TaskOf, data: JsonObject, payload: JsonObject) {
  const task: Task = {
    taskId: makeId(draft),
    name,
    state,
    role: rule.role,
    status: 'offered',
    holder: null,
    openedAt: draft.now,
    claimedAt: null,
    reservedFor: reservation(draft, rule, data, payload),
    claimLapsesAt: null,
    clock: rule.clock ?? null,
  };
  draft.case.tasks = [...draft.case.tasks, task];
  note(draft, 'task.opened', name, { id: task.taskId });
}

function reservation(
  draft: Draft,
  rule: TaskOf['rule'],
  data: JsonObject,
  payload: JsonObject,
): Task['reservedFor'] {
  if (rule.to !== undefined) {
    const memberId = evaluateIn(draft, rule.to, data, payload);
    if (typeof memberId === 'string' && memberId !== '') return { memberId };
  }
  const before = rule.sameAs === undefined ? undefined : draft.case.completedBy[rule.sameAs];
  if (before !== undefined) return { memberId: before };
  if (rule.distribute !== 'assign') return null;
  const holder = draft.case.participants.find(({ role }) => role === rule.role);
  if (holder === undefined) return null;
  return holder.memberId === undefined ? { partyId: holder.partyId } : { memberId: holder.memberId };
}

/** Withdraws the open tasks of a state that is left. */
export function withdrawTasks(draft: Draft, state: string) {
  for (const task of draft.case.tasks)
    if (task.state === state) {
      withdrawHandoffs(draft, (handoff) => handoff.taskId === task.taskId);
      note(draft, 'task.withdrawn', task.name, { id: task.taskId });
    }
  draft.case.tasks = draft.case.tasks.filter((task) => task.state !== state);
}

/** Refuses with GZ_TASK_NOT_OPEN, GZ_TASK_ALREADY_CLAIMED, GZ_TASK_RESERVED and what `takeRole` refuses with. */
export function claimTask(draft: Draft, taskId: string) {
  const task = findTask(draft, taskId);
  if (task.status === 'claimed') refuse(alreadyClaimed(draft, task));
  const reserved = reservedForOther(draft, task);
  if (reserved !== null)
    refuse(engineErrors.refuse('GZ_TASK_RESERVED', { task: task.name, holder: reserved }));
  takeRole(draft, task.role, true);
  hold(draft, task);
}

/** Why the actor may not claim the task; null: it may. */
export function mayClaim(draft: Draft, task: Task) {
  if (task.status === 'claimed') return alreadyClaimed(draft, task);
  const reserved = reservedForOther(draft, task);
  if (reserved !== null)
    return engineErrors.refuse('GZ_TASK_RESERVED', { task: task.name, holder: reserved });
  return mayTake(draft, task.role, true);
}

/** Gives a claimed task back to everybody who may hold it. Needs a reason. */
export function releaseTask(draft: Draft, taskId: string) {
  const task = findTask(draft, taskId);
  mustHold(draft, task);
  checkReason(draft, 'required', task.name);
  unclaim(draft, task);
}

/** The claim ran out: the task is offered again. */
export function lapseClaim(draft: Draft, taskId: string) {
  const task = findTask(draft, taskId);
  if (task.claimLapsesAt === null || task.claimLapsesAt > draft.now)
    refuse(
      engineErrors.refuse('GZ_CLOCK_NOT_DUE', {
        clock: task.name,
        due: task.claimLapsesAt === null ? '–' : instant(task.claimLapsesAt),
      }),
    );
  unclaim(draft, task);
}

/** Answers the machine event that follows. An offered task is claimed on the way. */
export function completeTask(draft: Draft, taskId: string, payload: JsonObject): string {
  const task = findTask(draft, taskId);
  const { rule } = taskBlock(draft, task.name);
  if (task.status === 'offered') claimTask(draft, taskId);
  else mustHold(draft, task);
  actAs(draft, [task.role]);
  checkReason(draft, rule.reason, task.name);
  checkForm(draft, rule.form, payload);
  withdrawHandoffs(draft, (handoff) => handoff.taskId === taskId);
  draft.case.tasks = draft.case.tasks.filter((given) => given.taskId !== taskId);
  draft.case.completedBy = { ...draft.case.completedBy, [task.name]: draft.command.actor.memberId };
  note(draft, 'task.completed', task.name, { id: taskId, by: draft.command.actor.memberId });
  return `${task.name}.completed`;
}

/** Offers a held task to a colleague or another party; it stays with the giver until accepted. Needs a reason. */
export function delegateTask(draft: Draft, taskId: string, to: Holder) {
  const task = findTask(draft, taskId);
  mustHold(draft, task);
  checkReason(draft, 'required', task.name);
  const pending = draft.case.handoffs.find((handoff) => handoff.taskId === taskId);
  if (pending !== undefined)
    refuse(engineErrors.refuse('GZ_HANDOFF_PENDING', { handoff: pending.handoffId }));
  const { actor } = draft.command;
  const handoff: Handoff = {
    handoffId: makeId(draft),
    name: null,
    state: task.state,
    of: 'task',
    taskId,
    role: task.role,
    from: { partyId: actor.partyId, memberId: actor.memberId },
    to: { partyId: to.partyId, memberId: to.memberId ?? null },
    reason: draft.command.reason ?? null,
    offeredAt: draft.now,
    lapsesAt: draft.now + OFFER_LIMIT_MS,
    declinedBy: [],
  };
  draft.case.handoffs = [...draft.case.handoffs, handoff];
  note(draft, 'handoff.offered', task.name, { id: handoff.handoffId });
}

/**
 * The one offered a task takes it: progress and clock stay, only the holder changes. Of a role that is full a colleague
 * becomes a holder beside the giver; another party takes the giver's place.
 */
export function takeOver(draft: Draft, taskId: string) {
  const task = findTask(draft, taskId);
  if (task.holder !== null && mayTake(draft, task.role, false)?.code === 'GZ_NOT_A_PARTICIPANT')
    makeRoom(draft, task.role, task.holder.partyId);
  takeRole(draft, task.role, false);
  hold(draft, task);
}

function findTask(draft: Draft, taskId: string): Task {
  const task = draft.case.tasks.find((given) => given.taskId === taskId);
  return task ?? refuse(engineErrors.refuse('GZ_TASK_NOT_OPEN', { task: taskId }));
}

function taskBlock(draft: Draft, name: string): TaskOf {
  const block = draft.compiled.blocks.get(name);
  if (block?.kind !== 'task') throw new Error(`task ${name} is not in the definition`);
  return block;
}

function hold(draft: Draft, task: Task) {
  const { actor } = draft.command;
  const { claimLimit } = taskBlock(draft, task.name).rule;
  replaceTask(draft, {
    ...task,
    status: 'claimed',
    holder: { partyId: actor.partyId, partyKind: actor.partyKind, memberId: actor.memberId },
    claimedAt: draft.now,
    claimLapsesAt:
      claimLimit === undefined ? null : draft.now + Temporal.Duration.from(claimLimit).total('milliseconds'),
  });
  note(draft, 'task.claimed', task.name, { id: task.taskId, by: actor.memberId });
}

function unclaim(draft: Draft, task: Task) {
  withdrawHandoffs(draft, (handoff) => handoff.taskId === task.taskId);
  replaceTask(draft, {
    ...task,
    status: 'offered',
    holder: null,
    claimedAt: null,
    claimLapsesAt: null,
  });
  note(draft, 'task.released', task.name, {
    id: task.taskId,
    ...(task.holder === null ? {} : { by: task.holder.memberId }),
  });
}

function replaceTask(draft: Draft, task: Task) {
  draft.case.tasks = draft.case.tasks.map((given) => (given.taskId === task.taskId ? task : given));
}

function mustHold(draft: Draft, task: Task) {
  const { actor } = draft.command;
  if (task.holder === null) return refuse(engineErrors.refuse('GZ_TASK_NOT_CLAIMED', { task: task.name }));
  if (task.holder.memberId !== actor.memberId)
    refuse(
      engineErrors.refuse('GZ_TASK_NOT_YOURS', {
        task: task.name,
        member: task.holder.memberId,
        party: task.holder.partyId,
      }),
    );
}

function alreadyClaimed(draft: Draft, task: Task) {
  return engineErrors.refuse('GZ_TASK_ALREADY_CLAIMED', {
    task: task.name,
    member: task.holder?.memberId ?? '–',
    party: task.holder?.partyId ?? '–',
    at: instant(task.claimedAt ?? draft.now),
  });
}

function reservedForOther({ command }: Draft, { reservedFor }: Task): string | null {
  if (reservedFor === null) return null;
  const { actor } = command;
  const fits =
    (reservedFor.memberId === undefined || reservedFor.memberId === actor.memberId) &&
    (reservedFor.partyId === undefined || reservedFor.partyId === actor.partyId);
  return fits ? null : (reservedFor.memberId ?? reservedFor.partyId ?? '–');
}

const instant = (at: number) => new Date(at).toISOString();
