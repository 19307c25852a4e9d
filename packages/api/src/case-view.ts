/** A case as somebody may see it, whole and in a line. */
import Type, { type Static } from 'typebox';
import { Clock } from './clocks.ts';
import { CaseDocument } from './documents.ts';
import { At, Id, JsonObject, nullable, Text } from './text.ts';

const MemberOf = Type.Object({ partyId: Type.String(), memberId: nullable(Type.String()) });
const Custodian = Type.Object({
  role: Type.String(),
  partyId: Type.String(),
  partyKind: Type.String(),
  memberId: nullable(Type.String()),
});

const CASE_ID = '0198f2a4-7c11-7d20-9d5e-2f4e5a1b9c33';
const CUSTODIAN = { role: 'steward', partyId: 'p-nanhu', partyKind: 'government', memberId: 'm-li' };

export const CaseView = Type.Object(
  {
    caseId: Id,
    access: Type.Enum(['participant', 'supervisor', 'candidate', 'public']),
    definition: Type.Object({ id: Type.String(), version: Type.Integer(), hash: Type.String() }),
    status: Type.Enum(['open', 'closed']),
    revision: Type.Integer(),
    title: Type.String(),
    cellId: nullable(Type.String()),
    openedAt: At,
    changedAt: At,
    closedAt: nullable(At),
    outcome: nullable(Type.String()),
    result: nullable(JsonObject),
    states: Type.Array(Type.String(), { description: 'Full paths of the active states.' }),
    leafStates: Type.Array(Type.Object({ path: Type.String(), title: nullable(Text) }), {
      description: 'The innermost of them, with their titles where the definition gives any.',
    }),
    data: JsonObject,
    participants: Type.Array(
      Type.Object({
        role: Type.String(),
        partyId: Type.String(),
        partyKind: Type.String(),
        memberId: Type.Optional(Type.String()),
        sinceAt: At,
      }),
    ),
    custodian: Custodian,
    custody: Type.Array(
      Type.Object({
        ...Custodian.properties,
        fromAt: At,
        toAt: nullable(At),
        handoffId: nullable(Type.String()),
      }),
    ),
    tasks: Type.Array(
      Type.Object({
        taskId: Type.String(),
        name: Type.String(),
        state: Type.String(),
        role: Type.String(),
        status: Type.Enum(['offered', 'claimed']),
        holder: nullable(
          Type.Object({ partyId: Type.String(), partyKind: Type.String(), memberId: Type.String() }),
        ),
        openedAt: At,
        claimedAt: nullable(At),
        reservedFor: nullable(
          Type.Object({
            partyId: Type.Optional(Type.String()),
            memberId: Type.Optional(Type.String()),
          }),
        ),
        claimLapsesAt: nullable(At),
        clock: nullable(Type.String()),
      }),
    ),
    handoffs: Type.Array(
      Type.Object({
        handoffId: Type.String(),
        name: nullable(Type.String()),
        state: nullable(Type.String()),
        of: Type.Enum(['case', 'task']),
        taskId: nullable(Type.String()),
        role: Type.String(),
        from: MemberOf,
        to: nullable(MemberOf),
        reason: nullable(Type.String()),
        offeredAt: At,
        lapsesAt: nullable(At),
        declinedBy: Type.Array(Type.String()),
      }),
    ),
    clocks: Type.Record(Type.String(), Clock),
    effects: Type.Array(
      Type.Object({
        effectId: Type.String(),
        name: Type.String(),
        state: Type.String(),
        use: Type.String(),
      }),
    ),
    awaits: Type.Array(
      Type.Object({
        awaitId: Type.String(),
        name: Type.String(),
        state: Type.String(),
        message: Type.String(),
        correlation: Type.String(),
      }),
    ),
    children: Type.Array(
      Type.Object({
        linkId: Type.String(),
        name: nullable(Type.String()),
        state: nullable(Type.String()),
        definition: Type.String(),
        caseId: nullable(Type.String()),
        outcome: nullable(Type.String()),
      }),
    ),
    origin: nullable(
      Type.Object({
        caseId: Type.String(),
        linkId: Type.String(),
        definition: Type.String(),
        title: Type.Optional(Type.String()),
      }),
    ),
    documents: Type.Array(CaseDocument),
    public: Type.Boolean(),
  },
  {
    title: 'CaseView',
    examples: [
      {
        caseId: CASE_ID,
        access: 'participant',
        definition: { id: 'noise-mediation', version: 1, hash: 'a'.repeat(64) },
        status: 'open',
        revision: 3,
        title: '幸福路 8 号夜间噪声',
        cellId: 'cell-0101',
        openedAt: '2026-05-06T01:30:00.000Z',
        changedAt: '2026-05-06T02:00:00.000Z',
        closedAt: null,
        outcome: null,
        result: null,
        states: ['triage'],
        leafStates: [{ path: 'triage', title: { 'zh-CN': '受理', en: 'Triage' } }],
        data: { place: '幸福路 8 号' },
        participants: [],
        custodian: CUSTODIAN,
        custody: [],
        tasks: [],
        handoffs: [],
        clocks: {},
        effects: [],
        awaits: [],
        children: [],
        origin: null,
        documents: [],
        public: false,
      },
    ],
  },
);
export type CaseView = Static<typeof CaseView>;

export const CaseSummary = Type.Object(
  {
    caseId: Id,
    title: Type.String(),
    definition: Type.Object({ id: Type.String(), version: Type.Integer() }),
    procedure: Type.String(),
    status: Type.Enum(['open', 'closed']),
    outcome: nullable(Type.String()),
    states: Type.Array(Type.String()),
    custodian: Type.Object({
      partyId: Type.String(),
      memberId: nullable(Type.String()),
      role: Type.String(),
    }),
    cellId: nullable(Type.String()),
    openedAt: At,
    changedAt: At,
    closedAt: nullable(At),
    dueAt: nullable(At),
    revision: Type.Integer(),
  },
  {
    title: 'CaseSummary',
    examples: [
      {
        caseId: CASE_ID,
        title: '幸福路 8 号夜间噪声',
        definition: { id: 'noise-mediation', version: 1 },
        procedure: 'mediation',
        status: 'open',
        outcome: null,
        states: ['triage'],
        custodian: { partyId: 'p-nanhu', memberId: 'm-li', role: 'steward' },
        cellId: 'cell-0101',
        openedAt: '2026-05-06T01:30:00.000Z',
        changedAt: '2026-05-06T02:00:00.000Z',
        closedAt: null,
        dueAt: '2026-06-05T16:00:00.000Z',
        revision: 3,
      },
    ],
  },
);
export type CaseSummary = Static<typeof CaseSummary>;
