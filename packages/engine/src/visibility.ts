/** Who sees what of a case. Deny by default: what no rule shows is not shown. */
import { audienceOf, isInAudience } from './audience.ts';
import { holdsRole } from './authority.ts';
import type { CaseDocument, CaseState } from './case-state.ts';
import type { CompiledDefinition } from './compiled.ts';
import type { CommandBody } from './command.ts';
import type { JournalEntry } from './journal-entry.ts';
import { activeStates } from './machine.ts';
import type { JsonObject } from './text.ts';

/** Somebody who looks; all null for the public. */
export interface Viewer {
  memberId: string | null;
  partyId: string | null;
  partyKind: string | null;
  qualifications: string[];
  /** Grid cells (with what lies below, already expanded) whose cases they supervise, or all; null: none. */
  supervises: 'all' | string[] | null;
}

/** In what capacity a viewer reads a case; null: not at all. */
export type Access = 'participant' | 'supervisor' | 'candidate' | 'public' | null;

/** A case with what the viewer may not see taken out. */
export type CaseView = Omit<CaseState, 'acts' | 'machine' | 'completedBy'> & {
  access: Exclude<Access, null>;
  /** Full paths of all active states, outermost first. */
  states: string[];
};

export function mayRead(compiled: CompiledDefinition, state: CaseState, viewer: Viewer): Access {
  const { memberId, partyId } = viewer;
  if (memberId !== null && partyId !== null) {
    if (state.custodian.partyId === partyId || rolesOf(state, viewer).length > 0) return 'participant';
    if (supervises(compiled, state, viewer)) return 'supervisor';
    if (isCandidate(compiled, state, viewer)) return 'candidate';
  }
  return state.public ? 'public' : null;
}

/** null: the viewer may not read the case at all. */
export function viewCase(compiled: CompiledDefinition, state: CaseState, viewer: Viewer): CaseView | null {
  const access = mayRead(compiled, state, viewer);
  if (access === null) return null;
  const { acts: _acts, machine, completedBy: _completedBy, ...rest } = state;
  const view: CaseView = {
    ...rest,
    access,
    states: activeStates(machine.value),
    data: visibleData(compiled, state, viewer, access),
    documents: state.documents.filter((document) =>
      maySeeDocument(compiled, state, document, viewer, access),
    ),
  };
  if (access === 'participant' || access === 'supervisor') return withoutNames(compiled, state, view, viewer);
  const nobody = {
    participants: [],
    custody: [],
    children: [],
    effects: [],
    awaits: [],
    origin: null,
  };
  if (access === 'candidate')
    return {
      ...view,
      ...nobody,
      tasks: view.tasks.filter((task) => isInAudience(audienceOf(compiled, state, task), viewer)),
      handoffs: view.handoffs.filter(
        (handoff) => handoff.to === null || handoff.to.partyId === viewer.partyId,
      ),
    };
  return { ...view, ...nobody, title: '', tasks: [], handoffs: [], clocks: {}, result: null };
}

/**
 * The entry with its payload taken out where the viewer may not read it; null: not to be shown at all. To the public
 * and to candidates an entry tells what happened and when, not by whom or with what words.
 */
export function viewEntry(
  compiled: CompiledDefinition,
  state: CaseState,
  entry: JournalEntry,
  viewer: Viewer,
): JournalEntry | null {
  const access = mayRead(compiled, state, viewer);
  if (access === null) return null;
  const { facts: _facts, ...whole } = entry;
  const shown = withoutActor(compiled, state, whole, viewer);
  if (access === 'public' || access === 'candidate')
    return {
      caseId: entry.caseId,
      seq: entry.seq,
      at: entry.at,
      actor: { ...NOBODY, partyKind: entry.actor.partyKind },
      commandId: '',
      body: withoutPayload(withoutHolders(entry.body, () => true)),
      definition: entry.definition,
      calendar: entry.calendar,
      changes: entry.changes
        .filter(({ what }) => PUBLIC_CHANGES.has(what))
        .map(({ what, name }) => ({ what, name })),
    };
  const roles = payloadRoles(compiled, entry);
  const own = entry.actor.memberId === viewer.memberId;
  if (roles === null || own || roles.some((role) => holds(state, role, viewer)))
    return { ...shown, body: hideFields(compiled, state, shown.body, viewer) };
  const { reason: _reason, ...rest } = shown;
  return { ...rest, body: withoutPayload(shown.body) };
}

/**
 * Parties whose identity the viewer may not know: every role that they hold is shown to others only
 * (`Role.visibleTo`). The custodian is answerable to all and never hidden, nor is the viewer's own party.
 */
function hiddenParties({ definition }: CompiledDefinition, state: CaseState, viewer: Viewer): Set<string> {
  const isShown = (role: string) => {
    const { visibleTo } = definition.roles[role] ?? {};
    return visibleTo === undefined || visibleTo.some((other) => holds(state, other, viewer));
  };
  const shown = state.participants.filter(({ role }) => isShown(role)).map(({ partyId }) => partyId);
  const known = new Set([...shown, state.custodian.partyId, viewer.partyId]);
  return new Set(state.participants.map(({ partyId }) => partyId).filter((partyId) => !known.has(partyId)));
}

function withoutNames(
  compiled: CompiledDefinition,
  state: CaseState,
  view: CaseView,
  viewer: Viewer,
): CaseView {
  const hidden = hiddenParties(compiled, state, viewer);
  if (hidden.size === 0) return view;
  const nobody = { partyId: '', memberId: '' };
  return {
    ...view,
    participants: view.participants.filter(({ partyId }) => !hidden.has(partyId)),
    tasks: view.tasks.map((task) =>
      task.holder !== null && hidden.has(task.holder.partyId)
        ? { ...task, holder: { ...task.holder, ...nobody }, reservedFor: null }
        : task,
    ),
    handoffs: view.handoffs.map((handoff) => ({
      ...handoff,
      from: hidden.has(handoff.from.partyId) ? nobody : handoff.from,
      to: handoff.to !== null && hidden.has(handoff.to.partyId) ? nobody : handoff.to,
    })),
    documents: view.documents.map((document) =>
      hidden.has(document.by.partyId) ? { ...document, by: nobody } : document,
    ),
  };
}

/** The body without the holders and addressees that are hidden. */
function withoutHolders(body: CommandBody, isHidden: (partyId: string) => boolean): CommandBody {
  if (body.kind === 'case.open' && body.holders !== undefined) {
    const shown = Object.entries(body.holders).map(
      ([role, holders]) => [role, holders.filter(({ partyId }) => !isHidden(partyId))] as const,
    );
    return { ...body, holders: Object.fromEntries(shown) };
  }
  if ((body.kind === 'task.delegate' || body.kind === 'handoff.offer') && isHidden(body.to.partyId))
    return { ...body, to: { partyId: '', partyKind: body.to.partyKind } };
  return body;
}

type Shown = Omit<JournalEntry, 'facts'>;

/** The entry without who acted, where that party is hidden from the viewer. */
function withoutActor(compiled: CompiledDefinition, state: CaseState, entry: Shown, viewer: Viewer): Shown {
  const hidden = hiddenParties(compiled, state, viewer);
  if (hidden.size === 0) return entry;
  const { actor, changes } = entry;
  const isHidden = hidden.has(actor.partyId);
  return {
    ...entry,
    body: withoutHolders(entry.body, (partyId) => hidden.has(partyId)),
    actor: isHidden ? { ...NOBODY, partyKind: actor.partyKind } : actor,
    commandId: isHidden ? '' : entry.commandId,
    changes: changes
      .filter(({ what, id }) => !what.startsWith('participant.') || id === undefined || !hidden.has(id))
      .map((change) =>
        isHidden && change.by === actor.memberId ? { what: change.what, name: change.name } : change,
      ),
  };
}

const NOBODY = { memberId: '', partyId: '', partyKind: '', qualifications: [] };

/** Whether the viewer may read one document of the case. */
export function maySeeDocument(
  compiled: CompiledDefinition,
  state: CaseState,
  document: CaseDocument,
  viewer: Viewer,
  access: Access = mayRead(compiled, state, viewer),
): boolean {
  if (access === null) return false;
  if (access === 'public' || access === 'candidate') {
    const listed = compiled.definition.visibility?.public?.documents ?? [];
    return state.public && (document.public || listed.includes(document.name));
  }
  if (document.visibleTo === null || document.public) return true;
  return (
    document.by.memberId === viewer.memberId || document.visibleTo.some((role) => holds(state, role, viewer))
  );
}

const PUBLIC_CHANGES = new Set<JournalEntry['changes'][number]['what']>([
  'case.opened',
  'case.closed',
  'case.published',
  'state.entered',
  'clock.lapsed',
]);

function visibleData(
  compiled: CompiledDefinition,
  state: CaseState,
  viewer: Viewer,
  access: Exclude<Access, null>,
): JsonObject {
  const { visibility } = compiled.definition;
  if (access === 'public') return pick(state.data, visibility?.public?.fields ?? []);
  if (access === 'candidate') return pick(state.data, visibility?.candidates ?? []);
  return Object.fromEntries(
    Object.entries(state.data).filter(([field]) => maySeeField(compiled, state, field, viewer)),
  );
}

function maySeeField(compiled: CompiledDefinition, state: CaseState, field: string, viewer: Viewer): boolean {
  const roles = compiled.definition.visibility?.fields?.[field];
  return roles === undefined || roles.some((role) => holds(state, role, viewer));
}

const pick = (data: JsonObject, fields: string[]): JsonObject =>
  Object.fromEntries(Object.entries(data).filter(([field]) => fields.includes(field)));

/**
 * Roles that may read the entry's payload; null: every participant. Of an entry from before a migration only who sent
 * it: the rules that it was sent under are another version's, whose names may mean something else in this one.
 */
function payloadRoles(
  compiled: CompiledDefinition,
  { body, changes, definition }: JournalEntry,
): string[] | null {
  if (body.kind === 'document.attach') return body.document.visibleTo ?? null;
  if (definition.hash !== compiled.ref.hash && 'payload' in body) return [];
  if (body.kind === 'event.send') return compiled.definition.events?.[body.event]?.visibleTo ?? null;
  if (body.kind !== 'task.complete') return null;
  const done = changes.find(({ what, id }) => what === 'task.completed' && id === body.taskId);
  const block = done === undefined ? undefined : compiled.blocks.get(done.name);
  if (block?.kind !== 'task') return null;
  return block.rule.visibleTo === undefined ? null : [...block.rule.visibleTo, block.rule.role];
}

/** A payload's fields that are data too are hidden like the data. */
function hideFields(
  compiled: CompiledDefinition,
  state: CaseState,
  body: CommandBody,
  viewer: Viewer,
): CommandBody {
  if (!('payload' in body)) return body;
  const payload = Object.fromEntries(
    Object.entries(body.payload).filter(([field]) => maySeeField(compiled, state, field, viewer)),
  );
  return { ...body, payload };
}

function withoutPayload(body: CommandBody): CommandBody {
  if ('payload' in body) return { ...body, payload: {} };
  if (body.kind === 'document.attach')
    return { kind: 'document.attach', document: { sha256: '', name: '', mediaType: '', size: 0 } };
  if (body.kind === 'effect.reply') return { ...body, reply: null };
  if (body.kind === 'effect.fail') return { ...body, error: '' };
  return body;
}

function holds(state: CaseState, role: string, { memberId, partyId }: Viewer): boolean {
  return memberId !== null && partyId !== null && holdsRole(state, role, { memberId, partyId });
}

function rolesOf(state: CaseState, viewer: Viewer): string[] {
  return state.participants.map(({ role }) => role).filter((role) => holds(state, role, viewer));
}

function supervises({ definition }: CompiledDefinition, { cellId }: CaseState, viewer: Viewer): boolean {
  if (viewer.supervises === 'all') return true;
  if (cellId !== null && viewer.supervises?.includes(cellId) === true) return true;
  return Object.values(definition.roles).some(
    (role) =>
      role.supervises === true &&
      viewer.partyKind !== null &&
      role.party.includes(viewer.partyKind) &&
      (role.qualifications ?? []).length > 0 &&
      (role.qualifications ?? []).every((wanted) => viewer.qualifications.includes(wanted)),
  );
}

/** A task or hand-off is offered to them that they could take. */
function isCandidate(compiled: CompiledDefinition, state: CaseState, viewer: Viewer): boolean {
  return (
    state.tasks.some(
      (task) => task.status === 'offered' && isInAudience(audienceOf(compiled, state, task), viewer),
    ) || state.handoffs.some((handoff) => isInAudience(audienceOf(compiled, state, handoff), viewer))
  );
}
