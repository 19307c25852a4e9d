/** The first step of a case: who opens it, in which role, who is custodian, and the initial states. */
import { join, recordAct, unfit } from './authority.ts';
import { OPENER } from './blocks.ts';
import type { CaseState, Custodian } from './case-state.ts';
import type { Command, CommandBody, FactQuery, Holder, Instant } from './command.ts';
import type { CompiledDefinition } from './compiled.ts';
import { createDraft, fact, note, refuse, variables, type Draft } from './draft.ts';
import { checkForm } from './forms-of.ts';
import { engineErrors } from './refusals.ts';
import type { JsonObject } from './text.ts';

type Opening = Extract<CommandBody, { kind: 'case.open' }>;

/**
 * A draft of the new case with its holders, data, title and custodian; the machine has not begun.
 *
 * Refuses with GZ_OPEN_ROLE, GZ_ROLE_NOT_QUALIFIED, GZ_PAYLOAD_INVALID, GZ_ROLE_UNFILLED.
 */
export function openDraft(
  compiled: CompiledDefinition,
  command: Command,
  body: Opening,
  now: Instant,
  needs: FactQuery[],
): Draft {
  const { definition } = compiled;
  const draft = createDraft(compiled, emptyCase(compiled, command, body, now), command, now, needs);
  const role = openingRole(draft, body);
  checkForm(draft, definition.open.form, body.payload);
  takeHolders(draft, role, body);
  appointByRule(draft);
  if (draft.needs.length > 0) return draft;
  draft.case.data = { ...compiled.initialData, ...sharedFields(compiled, body.payload) };
  draft.case.custodian = firstCustodian(draft);
  draft.case.custody = [{ ...draft.case.custodian, fromAt: now, toAt: null, handoffId: null }];
  const title = compiled.expressions.evaluate(definition.open.title, {
    ...variables(draft, body.payload),
    data: draft.case.data,
  });
  draft.case.title = String(title);
  note(draft, 'case.opened', definition.id, { id: command.caseId, by: command.actor.memberId });
  return draft;
}

function emptyCase(compiled: CompiledDefinition, command: Command, body: Opening, now: Instant): CaseState {
  return {
    caseId: command.caseId,
    definition: compiled.ref,
    status: 'open',
    revision: 0,
    title: '',
    cellId: body.cellId ?? null,
    openedAt: now,
    changedAt: now,
    closedAt: null,
    outcome: null,
    result: null,
    machine: { value: {}, historyValue: {} },
    data: {},
    participants: [],
    custodian: { role: '', partyId: '', partyKind: '', memberId: null },
    custody: [],
    tasks: [],
    handoffs: [],
    clocks: {},
    effects: [],
    awaits: [],
    children: [],
    origin: body.origin ?? null,
    documents: [],
    acts: [],
    completedBy: {},
    public: false,
  };
}

/** A case that another one opens takes the first opening role for which holders came along. */
function openingRole(draft: Draft, body: Opening): string {
  const { by } = draft.compiled.definition.open;
  if (draft.command.actor.system === true)
    return by.find((role) => role === body.role || body.holders?.[role] !== undefined) ?? by[0] ?? body.role;
  if (!by.includes(body.role))
    refuse(engineErrors.refuse('GZ_OPEN_ROLE', { role: body.role, roles: by.join(', ') }));
  const refusal = unfit(draft, body.role, draft.command.actor);
  return refusal === null ? body.role : refuse(refusal);
}

function takeHolders(draft: Draft, role: string, { holders = {} }: Opening) {
  const { roles } = draft.compiled.definition;
  const given: Record<string, Holder[]> = { ...holders };
  if (draft.command.actor.system === true) given[role] ??= holders[OPENER] ?? [];
  else recordAct(draft, role);
  for (const [name, list] of Object.entries(given)) {
    const rule = roles[name];
    if (rule === undefined) continue;
    for (const holder of list.slice(0, rule.atMost ?? 1))
      if (rule.party.includes(holder.partyKind)) join(draft, name, holder);
  }
}

/** Fills the roles that a rule fills; only those of `which`. */
export function appointByRule(draft: Draft, which: (role: string) => boolean = () => true) {
  const { cellId, participants } = draft.case;
  for (const [name, { appoint: rule }] of Object.entries(draft.compiled.definition.roles)) {
    if (
      !which(name) ||
      rule === undefined ||
      rule === 'named' ||
      participants.some(({ role }) => role === name)
    )
      continue;
    const holder =
      rule === 'grid'
        ? cellId === null
          ? null
          : fact(draft, { kind: 'grid', cellId })
        : fact(draft, { kind: 'office', qualification: rule.office, cellId });
    if (holder !== null && holder !== undefined) join(draft, name, holder);
  }
}

function firstCustodian(draft: Draft): Custodian {
  const { first } = draft.compiled.definition.custody;
  const holder = draft.case.participants.find(({ role }) => role === first);
  if (holder === undefined) {
    const { appoint } = draft.compiled.definition.roles[first] ?? {};
    const rule =
      appoint === 'grid'
        ? `grid ${draft.case.cellId ?? '–'}`
        : typeof appoint === 'object'
          ? appoint.office
          : 'open';
    return refuse(engineErrors.refuse('GZ_ROLE_UNFILLED', { role: first, rule }));
  }
  return {
    role: first,
    partyId: holder.partyId,
    partyKind: holder.partyKind,
    memberId: holder.memberId ?? null,
  };
}

/** Fields of the opening payload that the case's data have too. */
function sharedFields({ definition }: CompiledDefinition, payload: JsonObject): JsonObject {
  const fields = (definition.data['properties'] ?? {}) as JsonObject;
  return Object.fromEntries(Object.entries(payload).filter(([field]) => Object.hasOwn(fields, field)));
}
