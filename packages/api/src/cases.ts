/** Cases: opened, read as the caller may see them, moved on by events. */
import Type, { type Static } from 'typebox';
import { Clock, ClockView } from './clocks.ts';
import { CaseDocument, NewAttachment } from './documents.ts';
import { defineOperations } from './operation.ts';
import { pageOf, pageQuery, query } from './page.ts';
import { Receipt } from './receipt.ts';
import { At, exampleOf, Id, JsonObject, nullable, Reason, Sha256, Text } from './text.ts';
import { TimelineEntry } from './timeline.ts';

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

export const NewCase = Type.Object(
  {
    definition: Id,
    version: Type.Optional(Type.Integer({ minimum: 1 })),
    role: Type.String({ minLength: 1, maxLength: 100 }),
    payload: Type.Optional(JsonObject),
    cellId: Type.Optional(Id),
    reason: Type.Optional(Reason),
  },
  {
    title: 'NewCase',
    additionalProperties: false,
    examples: [
      {
        definition: 'noise-mediation',
        role: 'applicant',
        payload: { place: '幸福路 8 号', text: '每晚十一点后施工。' },
        cellId: 'cell-0101',
      },
    ],
  },
);

export const NewEvent = Type.Object(
  {
    event: Type.String({ minLength: 1, maxLength: 200 }),
    payload: Type.Optional(JsonObject),
    reason: Type.Optional(Reason),
  },
  {
    title: 'NewEvent',
    additionalProperties: false,
    examples: [{ event: 'withdraw', payload: {}, reason: '双方已自行和解。' }],
  },
);

/** One thing that could be done in the case now, and what it needs. */
export const Possibility = Type.Object(
  {
    kind: Type.String({ description: 'Kind of the command, e.g. task.claim.' }),
    name: Type.String(),
    id: nullable(Type.String()),
    title: Text,
    roles: Type.Array(Type.String()),
    allowed: Type.Boolean(),
    refusal: nullable(
      Type.Object({
        code: Type.String(),
        message: Text,
        remedy: Text,
        details: Type.Optional(Type.Unknown()),
      }),
    ),
    form: nullable(Type.String()),
    schema: nullable(JsonObject),
    reason: nullable(Type.Enum(['required', 'optional'])),
  },
  {
    title: 'Possibility',
    examples: [
      {
        kind: 'task.claim',
        name: 'triage',
        id: 't-1',
        title: { 'zh-CN': '受理', en: 'Triage' },
        roles: ['steward'],
        allowed: true,
        refusal: null,
        form: null,
        schema: null,
        reason: null,
      },
    ],
  },
);
export type Possibility = Static<typeof Possibility>;

export const Possibilities = Type.Object(
  { revision: Type.Integer(), items: Type.Array(Possibility) },
  {
    title: 'Possibilities',
    examples: [{ revision: 3, items: [exampleOf(Possibility)] }],
  },
);

/** The head of the case's chain, signed by this installation, for the parties to keep. */
export const SignedHead = Type.Object(
  {
    caseId: Id,
    seq: Type.Integer(),
    hash: Sha256,
    /** Epoch ms, not ISO: it is signed as it is. */
    at: Type.Integer({ description: 'Epoch ms: the signature is over this form.' }),
    signature: Type.String({ description: 'Ed25519 over the canonical JSON of the other fields, base64url.' }),
    publicKey: Type.String({ description: 'Raw, base64url.' }),
  },
  {
    title: 'SignedHead',
    examples: [
      {
        caseId: CASE_ID,
        seq: 3,
        hash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
        at: 1_778_030_400_000,
        signature: 'n4bQ…',
        publicKey: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
      },
    ],
  },
);

export const HandoffTarget = Type.Object(
  { partyId: Id, memberId: Type.Optional(Id) },
  { additionalProperties: false, examples: [{ partyId: 'p-mediation-society' }] },
);

const caseParams = Type.Object({ caseId: Id });
const clockParams = Type.Object({ caseId: Id, clock: Id });
const documentParams = Type.Object({ caseId: Id, documentId: Id });

export const caseFilter = {
  status: Type.Optional(Type.Enum(['open', 'closed'])),
  definition: Type.Optional(Id),
  procedure: Type.Optional(Type.String({ maxLength: 100 })),
  custodianPartyId: Type.Optional(Id),
  cellId: Type.Optional(Id),
  search: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  overdue: Type.Optional(Type.Boolean()),
};

export const caseOperations = defineOperations({
  openCase: {
    method: 'POST',
    path: '/v1/cases',
    tag: 'cases',
    summary: { 'zh-CN': '立案', en: 'Open a case' },
    access: { scope: 'act' },
    body: NewCase,
    write: true,
    status: 201,
    reply: Receipt,
    refuses: [404, 409, 422],
  },
  listCases: {
    method: 'GET',
    path: '/v1/cases',
    tag: 'cases',
    summary: { 'zh-CN': '案件列表', en: 'List cases' },
    description: {
      'zh-CN': '只列出您可以查看的案件，最近变动的在前。',
      en: 'Only cases that you may read.',
    },
    access: { scope: 'read' },
    query: query({ ...caseFilter, ...pageQuery }),
    status: 200,
    reply: pageOf(CaseSummary, 'CasePage'),
  },
  readCase: {
    method: 'GET',
    path: '/v1/cases/:caseId',
    tag: 'cases',
    summary: { 'zh-CN': '查看案件', en: 'Read a case' },
    description: {
      'zh-CN': '您不可见的内容已去除。ETag 是案件的修订号。',
      en: 'What you may not see is taken out. The ETag is the case’s revision.',
    },
    access: { scope: 'read' },
    params: caseParams,
    status: 200,
    reply: CaseView,
    refuses: [404],
  },
  sendEvent: {
    method: 'POST',
    path: '/v1/cases/:caseId/events',
    tag: 'cases',
    summary: { 'zh-CN': '发出事件', en: 'Send an event' },
    access: { scope: 'act' },
    params: caseParams,
    body: NewEvent,
    write: true,
    ifMatch: true,
    status: 200,
    reply: Receipt,
    refuses: [404, 409, 412, 422],
  },
  readTimeline: {
    method: 'GET',
    path: '/v1/cases/:caseId/timeline',
    tag: 'cases',
    summary: { 'zh-CN': '案件日志', en: 'Read the timeline of a case' },
    description: { 'zh-CN': '最新的在前。', en: 'Newest first.' },
    access: { scope: 'read' },
    params: caseParams,
    query: query(pageQuery),
    status: 200,
    reply: pageOf(TimelineEntry, 'TimelinePage'),
    refuses: [404],
  },
  whatCanIDo: {
    method: 'GET',
    path: '/v1/cases/:caseId/can',
    tag: 'cases',
    summary: { 'zh-CN': '现在可以做什么', en: 'What may I do now?' },
    description: {
      'zh-CN': '每一项列出所需的角色、表单和理由；不可做的说明原因。',
      en: 'Each with the role, form and reason that it needs; what is refused says why.',
    },
    access: { scope: 'read' },
    params: caseParams,
    status: 200,
    reply: Possibilities,
    refuses: [404],
  },
  readClock: {
    method: 'GET',
    path: '/v1/cases/:caseId/clocks/:clock',
    tag: 'cases',
    summary: { 'zh-CN': '期限如何得出', en: 'How a due time comes about' },
    access: { scope: 'read' },
    params: clockParams,
    status: 200,
    reply: ClockView,
    refuses: [404],
  },
  extendClock: {
    method: 'POST',
    path: '/v1/cases/:caseId/clocks/:clock/extend',
    tag: 'cases',
    summary: { 'zh-CN': '延长期限', en: 'Extend a clock' },
    access: { scope: 'act' },
    params: clockParams,
    body: Type.Object({ reason: Type.Optional(Reason) }, { additionalProperties: false }),
    write: true,
    ifMatch: true,
    status: 200,
    reply: Receipt,
    refuses: [404, 409, 412, 422],
  },
  attachDocument: {
    method: 'POST',
    path: '/v1/cases/:caseId/documents',
    tag: 'cases',
    summary: { 'zh-CN': '附加已上传的文件', en: 'Attach an uploaded document' },
    access: { scope: 'act' },
    params: caseParams,
    body: NewAttachment,
    write: true,
    ifMatch: true,
    status: 201,
    reply: Receipt,
    refuses: [404, 409, 412, 422],
  },
  downloadDocument: {
    method: 'GET',
    path: '/v1/cases/:caseId/documents/:documentId',
    tag: 'cases',
    summary: { 'zh-CN': '下载案件文件', en: 'Download a document of a case' },
    access: { scope: 'read' },
    params: documentParams,
    status: 200,
    reply: 'file',
    refuses: [404],
  },
  readHead: {
    method: 'GET',
    path: '/v1/cases/:caseId/head',
    tag: 'cases',
    summary: { 'zh-CN': '案件链首（已签名）', en: 'The signed head of a case’s chain' },
    access: { scope: 'read' },
    params: caseParams,
    status: 200,
    reply: SignedHead,
    refuses: [404],
  },
  offerHandoff: {
    method: 'POST',
    path: '/v1/cases/:caseId/hand-offs',
    tag: 'hand-offs',
    summary: { 'zh-CN': '提出移交', en: 'Offer custody of a case' },
    access: { scope: 'act' },
    params: caseParams,
    body: Type.Object(
      {
        role: Type.String({ minLength: 1, maxLength: 100 }),
        to: HandoffTarget,
        reason: Type.Optional(Reason),
      },
      { additionalProperties: false },
    ),
    write: true,
    ifMatch: true,
    status: 201,
    reply: Receipt,
    refuses: [404, 409, 412, 422],
  },
});
