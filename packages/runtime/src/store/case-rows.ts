/**
 * The rows beside a snapshot: what a case's state says about participants, tasks, clocks, hand-offs and awaits, in
 * columns that can be searched. Written as the difference between two states; `verify` makes them again and compares.
 */
import {
  leafStates,
  type CaseState,
  type Clock,
  type CompiledDefinition,
  type Handoff,
  type Participant,
  type PendingAwait,
  type Task,
} from '@gongzhi/engine';
import type { AwaitRow, CaseRow, ClockRow, HandoffRow, ParticipantRow, TaskRow } from './entities.ts';
import type { Write } from './tables.ts';
import { takersOf } from './takers.ts';

/** Everything that differs, as puts. `before` is null for a new case; `old` is its version before a migration. */
export function differences(
  compiled: CompiledDefinition,
  before: CaseState | null,
  after: CaseState,
  old: CompiledDefinition = compiled,
): Write[] {
  const writes: Write[] = [];
  for (const part of PARTS) part(compiled, before, after, writes, old);
  return writes;
}

/** All open rows of a case. */
export function rowsOf(compiled: CompiledDefinition, state: CaseState): Write[] {
  return differences(compiled, null, state);
}

export function caseRow(
  { definition }: CompiledDefinition,
  state: CaseState,
  snapshot: string,
  headHash: string,
): CaseRow {
  const { custodian } = state;
  return {
    caseId: state.caseId,
    definitionId: state.definition.id,
    definitionVersion: state.definition.version,
    procedure: definition.procedure,
    status: state.status,
    revision: state.revision,
    title: state.title,
    cellId: state.cellId,
    custodianPartyId: custodian.partyId,
    custodianMemberId: custodian.memberId,
    custodianRole: custodian.role,
    states: JSON.stringify(leafStates(state)),
    openedAt: state.openedAt,
    changedAt: state.changedAt,
    closedAt: state.closedAt,
    outcome: state.outcome,
    dueAt: soonestDue(state),
    public: state.public,
    originCaseId: state.origin?.caseId ?? null,
    originLinkId: state.origin?.linkId ?? null,
    headHash,
    snapshot,
  };
}

/** Of clocks that run, or that lapsed in a state that has not been left. */
function soonestDue(state: CaseState): number | null {
  let soonest: number | null = null;
  for (const { status, endedAt, dueAt } of Object.values(state.clocks))
    if (
      dueAt !== null &&
      endedAt === null &&
      (status === 'running' || status === 'lapsed') &&
      (soonest === null || dueAt < soonest)
    )
      soonest = dueAt;
  return soonest;
}

type Part = (
  compiled: CompiledDefinition,
  before: CaseState | null,
  after: CaseState,
  writes: Write[],
  oldCompiled: CompiledDefinition,
) => void;

/**
 * One kind of row. Those whose row differs are written, and those that are gone get their closing row. `seen` names
 * what else of the state a row shows: while all that is the same object as before, so are the rows.
 */
function part<Item, Row extends object>({
  items,
  seen = [],
  id,
  row,
  closed,
  write,
}: {
  items(state: CaseState): readonly Item[];
  seen?: (keyof CaseState)[];
  id(item: Item): string;
  row(compiled: CompiledDefinition, state: CaseState, item: Item): Row;
  closed(row: Row): Row;
  write(row: Row): Write;
}): Part {
  return (compiled, before, after, writes, oldCompiled) => {
    const old = before === null ? [] : items(before);
    const now = items(after);
    const shows =
      before === null ||
      oldCompiled !== compiled ||
      seen.some((property) => before[property] !== after[property]);
    if (old === now && !shows) return;
    for (const item of now) {
      if (!shows && old.includes(item)) continue;
      const same = old.find((given) => id(given) === id(item));
      const next = row(compiled, after, item);
      if (same === undefined || !isSame(row(oldCompiled, before!, same), next)) writes.push(write(next));
    }
    for (const item of old)
      if (!now.includes(item) && !now.some((given) => id(given) === id(item)))
        writes.push(write(closed(row(oldCompiled, before!, item))));
  };
}

function isSame(a: object, b: object): boolean {
  for (const key in a) if (a[key as never] !== b[key as never]) return false;
  return true;
}

const participants = part<Participant, ParticipantRow>({
  items: (state) => state.participants,
  id: ({ role, partyId, memberId }) => `${role} ${partyId} ${memberId ?? ''}`,
  row: (_, state, item) => ({
    caseId: state.caseId,
    role: item.role,
    partyId: item.partyId,
    memberId: item.memberId ?? '',
    partyKind: item.partyKind,
    sinceAt: item.sinceAt,
    active: true,
  }),
  closed: (row) => ({ ...row, active: false }),
  write: (row) => ({ do: 'put', table: 'participants', row }),
});

const tasks = part<Task, TaskRow>({
  items: (state) => state.tasks,
  seen: ['participants', 'acts', 'clocks'],
  id: ({ taskId }) => taskId,
  row: (compiled, state, item) => ({
    taskId: item.taskId,
    caseId: state.caseId,
    name: item.name,
    role: item.role,
    status: item.status,
    holderPartyId: item.holder?.partyId ?? null,
    holderMemberId: item.holder?.memberId ?? null,
    reservedPartyId: item.reservedFor?.partyId ?? null,
    reservedMemberId: item.reservedFor?.memberId ?? null,
    ...takersOf(compiled, state, item),
    openedAt: item.openedAt,
    claimedAt: item.claimedAt,
    dueAt: item.clock === null ? null : (state.clocks[item.clock]?.dueAt ?? null),
    nextAt: item.claimLapsesAt,
  }),
  closed: (row) => ({ ...row, status: 'closed', nextAt: null }),
  write: (row) => ({ do: 'put', table: 'tasks', row }),
});

const clocks = part<Clock, ClockRow>({
  items: (state) => clockList(state.clocks),
  id: ({ clockId }) => clockId,
  row: (_, state, item) => ({
    clockId: item.clockId,
    caseId: state.caseId,
    name: item.name,
    status: item.status,
    dueAt: item.dueAt,
    nextAt: item.status === 'running' && item.endedAt === null ? (item.warnsAt[0] ?? item.dueAt) : null,
    calendarVersion: item.calendarVersion,
    unknownYear: item.unknownYear,
  }),
  closed: (row) => ({ ...row, status: 'ended', dueAt: null, nextAt: null }),
  write: (row) => ({ do: 'put', table: 'clocks', row }),
});

const NO_CLOCKS: Clock[] = [];
const lists = new WeakMap<object, Clock[]>();

/** The same list for the same record, so that an unchanged record costs nothing. */
function clockList(record: CaseState['clocks']): Clock[] {
  let list = lists.get(record);
  if (list === undefined) {
    list = Object.values(record);
    if (list.length === 0) list = NO_CLOCKS;
    lists.set(record, list);
  }
  return list;
}

const handoffs = part<Handoff, HandoffRow>({
  items: (state) => state.handoffs,
  seen: ['participants', 'acts'],
  id: ({ handoffId }) => handoffId,
  row: (compiled, state, item) => ({
    handoffId: item.handoffId,
    caseId: state.caseId,
    name: item.name,
    status: 'offered',
    subject: item.of,
    taskId: item.taskId,
    role: item.role,
    fromPartyId: item.from.partyId,
    fromMemberId: item.from.memberId,
    toPartyId: item.to?.partyId ?? null,
    toMemberId: item.to?.memberId ?? null,
    ...takersOf(compiled, state, item),
    declinedBy: item.declinedBy.length === 0 ? '' : `,${item.declinedBy.join(',')},`,
    reason: item.reason,
    offeredAt: item.offeredAt,
    lapsesAt: item.lapsesAt,
    nextAt: item.lapsesAt,
  }),
  closed: (row) => ({ ...row, status: 'closed', nextAt: null }),
  write: (row) => ({ do: 'put', table: 'handoffs', row }),
});

const awaits = part<PendingAwait, AwaitRow>({
  items: (state) => state.awaits,
  id: ({ awaitId }) => awaitId,
  row: (_, state, item) => ({
    awaitId: item.awaitId,
    caseId: state.caseId,
    name: item.name,
    message: item.message,
    correlation: item.correlation,
    status: 'waiting',
    registeredAt: state.changedAt,
  }),
  closed: (row) => ({ ...row, status: 'closed' }),
  write: (row) => ({ do: 'put', table: 'awaits', row }),
});

const PARTS: Part[] = [participants, tasks, clocks, handoffs, awaits];
