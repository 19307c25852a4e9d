/** What somebody may do in a case now, and what each thing needs. */
import { roleFor } from './authority.ts';
import type { Actor } from './command.ts';
import type { CaseState, Handoff, Task } from './case-state.ts';
import type { CompiledDefinition } from './compiled.ts';
import { createDraft, type Draft } from './draft.ts';
import type { Refusal } from './errors.ts';
import { isCustodian, mayAnswer } from './handoffs.ts';
import { engineErrors } from './refusals.ts';
import { mayClaim } from './tasks.ts';
import type { JsonSchema, Text } from './text.ts';
import { guardHolds, notPossible, transitionsFor, variablesOf } from './ways-out.ts';

export interface Possibility {
  /** The command to send. */
  kind: string;
  /** Event, task, hand-off or clock that it is about. */
  name: string;
  /** Of the task or hand-off. */
  id: string | null;
  title: Text;
  /** Roles that may. */
  roles: string[];
  /** Whether this caller may, now. */
  allowed: boolean;
  /** Why not. */
  refusal: Refusal | null;
  form: string | null;
  schema: JsonSchema | null;
  reason: 'required' | 'optional' | null;
}

/** Everything that the case's state allows to anybody, what the caller may do first. */
export function possible(
  compiled: CompiledDefinition,
  state: CaseState,
  actor: Actor,
  now: number,
): Possibility[] {
  if (state.status === 'closed') return [];
  const draft = createDraft(
    compiled,
    state,
    { commandId: '', caseId: state.caseId, actor, kind: 'event.send', event: '', payload: {} },
    now,
  );
  const all = [
    ...events(draft),
    ...state.tasks.flatMap((task) => tasks(draft, task)),
    ...state.handoffs.flatMap((handoff) => handoffs(draft, handoff)),
    ...custody(draft),
    ...clocks(draft),
  ];
  return all.toSorted((a, b) => Number(b.allowed) - Number(a.allowed));
}

type Asked = Omit<Possibility, 'allowed' | 'refusal' | 'schema' | 'form' | 'reason' | 'id'> &
  Partial<Pick<Possibility, 'id' | 'form' | 'reason'>>;

function tell({ compiled }: Draft, asked: Asked, refusal: Refusal | null): Possibility {
  const form = asked.form ?? null;
  return {
    ...asked,
    id: asked.id ?? null,
    allowed: refusal === null,
    refusal,
    form,
    schema: form === null ? null : (compiled.formSchemas.get(form) ?? null),
    reason: asked.reason ?? null,
  };
}

function events(draft: Draft): Possibility[] {
  const { compiled, case: state } = draft;
  return Object.entries(compiled.definition.events ?? {}).flatMap(([event, rule]) => {
    const ways = transitionsFor(compiled, state, event);
    if (rule.by === undefined || ways.length === 0) return [];
    const as = roleFor(draft, rule.by);
    // A guard that looks at the payload can only be judged with one; without it the event counts as possible.
    const open = ways.some((way) => way.rule.guard?.includes('payload') === true || holds(draft, way));
    const refusal = typeof as === 'string' ? (open ? null : notPossible(draft, event)) : as;
    return [
      tell(
        draft,
        {
          kind: 'event.send',
          name: event,
          title: rule.title,
          roles: rule.by,
          form: rule.form ?? null,
          reason: rule.reason ?? 'optional',
        },
        refusal,
      ),
    ];
  });
}

function holds(draft: Draft, way: Parameters<typeof guardHolds>[2]): boolean {
  return guardHolds(draft.compiled, draft.case, way, variablesOf(draft));
}

function tasks(draft: Draft, task: Task): Possibility[] {
  const block = draft.compiled.blocks.get(task.name);
  if (block?.kind !== 'task') return [];
  const { title, role, form, reason } = block.rule;
  const about = { name: task.name, id: task.taskId, title, roles: [role] };
  const complete = {
    kind: 'task.complete',
    ...about,
    form: form ?? null,
    reason: reason ?? 'optional',
  } as const;
  if (task.holder === null) {
    const refusal = mayClaim(draft, task);
    return [tell(draft, { kind: 'task.claim', ...about }, refusal), tell(draft, complete, refusal)];
  }
  const mine = task.holder.memberId === draft.command.actor.memberId;
  const refusal = mine
    ? null
    : engineErrors.refuse('GZ_TASK_NOT_YOURS', {
        task: task.name,
        member: task.holder.memberId,
        party: task.holder.partyId,
      });
  return [
    tell(draft, complete, refusal),
    tell(draft, { kind: 'task.release', ...about, reason: 'required' }, refusal),
    tell(draft, { kind: 'task.delegate', ...about, reason: 'required' }, refusal),
  ];
}

function handoffs(draft: Draft, handoff: Handoff): Possibility[] {
  const block = handoff.name === null ? undefined : draft.compiled.blocks.get(handoff.name);
  const title = block?.kind === 'handoff' ? block.rule.title : HAND_OFF;
  const about = {
    name: handoff.name ?? handoff.role,
    id: handoff.handoffId,
    title,
    roles: [handoff.role],
  };
  const answer = mayAnswer(draft, handoff);
  const recall =
    handoff.from.partyId === draft.command.actor.partyId ? null : engineErrors.refuse('GZ_HANDOFF_NOT_YOURS');
  const recallable =
    handoff.name === null ||
    transitionsFor(draft.compiled, draft.case, `${handoff.name}.recalled`).length > 0;
  return [
    tell(draft, { kind: 'handoff.accept', ...about }, answer),
    tell(draft, { kind: 'handoff.decline', ...about, reason: 'required' }, answer),
    ...(recallable ? [tell(draft, { kind: 'handoff.recall', ...about }, recall)] : []),
  ];
}

function custody(draft: Draft): Possibility[] {
  if (draft.case.handoffs.some(({ of }) => of === 'case')) return [];
  const refusal = isCustodian(draft) ? null : engineErrors.refuse('GZ_HANDOFF_NOT_YOURS');
  return (draft.compiled.definition.custody.roles ?? []).map((role) =>
    tell(
      draft,
      {
        kind: 'handoff.offer',
        name: role,
        title: HAND_OFF,
        roles: [draft.case.custodian.role],
        reason: 'required',
      },
      refusal,
    ),
  );
}

function clocks(draft: Draft): Possibility[] {
  return Object.values(draft.case.clocks).flatMap((clock) => {
    const rule = draft.compiled.definition.clocks?.[clock.name];
    const extendable = rule?.extendable;
    if (rule === undefined || extendable === undefined || clock.endedAt !== null || clock.status === 'lapsed')
      return [];
    if (clock.extensions.length >= extendable.times) return [];
    const as = roleFor(draft, extendable.by);
    return [
      tell(
        draft,
        {
          kind: 'clock.extend',
          name: clock.name,
          title: rule.title,
          roles: extendable.by,
          reason: 'required',
        },
        typeof as === 'string' ? null : as,
      ),
    ];
  });
}

const HAND_OFF: Text = { 'zh-CN': '移交主责', en: 'Hand over custody' };
