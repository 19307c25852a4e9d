/**
 * Tables of cases and of everything that a step writes beside the snapshot. Instants are epoch milliseconds.
 *
 * `commit.ts` writes these by prepared statements; everybody else reads them through MikroORM. Rows of tasks, clocks,
 * hand-offs, participants and awaits are never deleted: what is over gets its closing status, so that a step touches
 * each table at most once.
 */
import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { directoryEntities } from './directory-rows.ts';

export const CaseRow = defineEntity({
  name: 'CaseRow',
  tableName: 'cases',
  properties: {
    caseId: p.string().primary(),
    definitionId: p.string(),
    definitionVersion: p.integer(),
    procedure: p.string(),
    status: p.string().$type<'open' | 'closed'>(),
    revision: p.integer(),
    title: p.text(),
    cellId: p.string().nullable(),
    custodianPartyId: p.string(),
    custodianMemberId: p.string().nullable(),
    custodianRole: p.string(),
    /** Full paths of the active leaf states, a JSON array. */
    states: p.text(),
    openedAt: p.bigint('number'),
    changedAt: p.bigint('number'),
    closedAt: p.bigint('number').nullable(),
    outcome: p.string().nullable(),
    /** Soonest due time of its running clocks, or of one that lapsed in a state that is active still. */
    dueAt: p.bigint('number').nullable(),
    public: p.boolean(),
    /** The case that opened this one. */
    originCaseId: p.string().nullable(),
    originLinkId: p.string().nullable(),
    /** Hash of the newest journal entry. */
    headHash: p.string(),
    /** Canonical JSON of the `CaseState`. */
    snapshot: p.text(),
  },
  indexes: [
    { properties: ['openedAt', 'caseId'] },
    { properties: ['custodianPartyId', 'openedAt', 'caseId'] },
    { properties: ['cellId', 'openedAt', 'caseId'] },
    { name: 'cases_public', properties: ['openedAt', 'caseId'], where: 'public' },
    { name: 'cases_due', properties: ['dueAt', 'caseId'], where: 'due_at is not null' },
    { name: 'cases_origin', properties: ['originCaseId'], where: 'origin_case_id is not null' },
  ],
});
export type CaseRow = InferEntity<typeof CaseRow>;

export const ParticipantRow = defineEntity({
  name: 'ParticipantRow',
  tableName: 'participants',
  properties: {
    caseId: p.string().primary(),
    role: p.string().primary(),
    partyId: p.string().primary(),
    /** '' when the party as a whole holds the role. */
    memberId: p.string().primary(),
    partyKind: p.string(),
    sinceAt: p.bigint('number'),
    /** false: held the role once. */
    active: p.boolean(),
  },
  indexes: [{ properties: ['partyId', 'caseId'] }],
});
export type ParticipantRow = InferEntity<typeof ParticipantRow>;

export const JournalRow = defineEntity({
  name: 'JournalRow',
  tableName: 'journal',
  properties: {
    position: p.bigint('number').primary().autoincrement().ignoreSchemaChanges('type'),
    caseId: p.string(),
    seq: p.integer(),
    at: p.bigint('number'),
    kind: p.string(),
    commandId: p.string(),
    actorMemberId: p.string(),
    actorPartyId: p.string(),
    /** Canonical JSON of the `JournalEntry`. */
    entry: p.text(),
    stateHash: p.string(),
    previousHash: p.string(),
    hash: p.string(),
  },
  uniques: [{ properties: ['caseId', 'seq'] }],
});
export type JournalRow = InferEntity<typeof JournalRow>;

export const ReceiptRow = defineEntity({
  name: 'ReceiptRow',
  tableName: 'receipts',
  properties: {
    commandId: p.string().primary(),
    requestHash: p.string(),
    caseId: p.string(),
    revision: p.integer(),
    at: p.bigint('number'),
    hash: p.string(),
  },
});
export type ReceiptRow = InferEntity<typeof ReceiptRow>;

export const TaskRow = defineEntity({
  name: 'TaskRow',
  tableName: 'tasks',
  properties: {
    taskId: p.string().primary(),
    caseId: p.string(),
    name: p.string(),
    role: p.string(),
    status: p.string().$type<'offered' | 'claimed' | 'closed'>(),
    holderPartyId: p.string().nullable(),
    holderMemberId: p.string().nullable(),
    reservedPartyId: p.string().nullable(),
    reservedMemberId: p.string().nullable(),
    /** Kinds of party that may hold the role, `,government,resident,`. */
    partyKinds: p.string(),
    /** Qualifications needed, all of them, sorted, `a,b`; '' for none. */
    qualifications: p.string(),
    /** To whom it is offered: `takersOf` (takers.ts). May change with any step, while the task stays as it is. */
    onlyParties: p.text().nullable(),
    onlyMembers: p.text().nullable(),
    barred: p.text().default(''),
    openedAt: p.bigint('number'),
    claimedAt: p.bigint('number').nullable(),
    /** Due time of its clock. */
    dueAt: p.bigint('number').nullable(),
    /** When an unfinished claim falls back: due work of clocks.ts. */
    nextAt: p.bigint('number').nullable(),
  },
  indexes: [
    { properties: ['caseId'] },
    {
      name: 'tasks_offered',
      properties: ['partyKinds', 'qualifications', 'dueAt', 'taskId'],
      where: "status = 'offered'",
    },
    {
      name: 'tasks_held',
      properties: ['holderPartyId', 'holderMemberId', 'openedAt'],
      where: "status = 'claimed'",
    },
    { name: 'tasks_next', properties: ['nextAt'], where: 'next_at is not null' },
  ],
});
export type TaskRow = InferEntity<typeof TaskRow>;

export const ClockRow = defineEntity({
  name: 'ClockRow',
  tableName: 'clocks',
  properties: {
    clockId: p.string().primary(),
    caseId: p.string(),
    name: p.string(),
    status: p.string().$type<'running' | 'stopped' | 'lapsed' | 'ended'>(),
    dueAt: p.bigint('number').nullable(),
    /** Next warning, or the due time; null while nothing is to come. */
    nextAt: p.bigint('number').nullable(),
    calendarVersion: p.string(),
    unknownYear: p.integer().nullable(),
  },
  indexes: [
    { properties: ['caseId'] },
    { name: 'clocks_next', properties: ['nextAt'], where: 'next_at is not null' },
    {
      name: 'clocks_provisional',
      properties: ['calendarVersion'],
      where: "status in ('running', 'stopped')",
    },
  ],
});
export type ClockRow = InferEntity<typeof ClockRow>;

export const HandoffRow = defineEntity({
  name: 'HandoffRow',
  tableName: 'handoffs',
  properties: {
    handoffId: p.string().primary(),
    caseId: p.string(),
    /** The block's name, or null for one that a person offered. */
    name: p.string().nullable(),
    status: p.string().$type<'offered' | 'closed'>(),
    subject: p.string().$type<'case' | 'task'>(),
    taskId: p.string().nullable(),
    role: p.string(),
    fromPartyId: p.string(),
    fromMemberId: p.string().nullable(),
    toPartyId: p.string().nullable(),
    toMemberId: p.string().nullable(),
    /** As in tasks; for an offer to nobody by name. */
    partyKinds: p.string(),
    qualifications: p.string(),
    onlyParties: p.text().nullable(),
    onlyMembers: p.text().nullable(),
    barred: p.text().default(''),
    /** Parties that declined, `,a,b,`; '' for none. */
    declinedBy: p.text(),
    reason: p.text().nullable(),
    offeredAt: p.bigint('number'),
    lapsesAt: p.bigint('number').nullable(),
    /** When it lapses by itself: due work of clocks.ts. */
    nextAt: p.bigint('number').nullable(),
  },
  indexes: [
    { properties: ['caseId'] },
    { name: 'handoffs_to', properties: ['toPartyId', 'offeredAt'], where: "status = 'offered'" },
    { name: 'handoffs_from', properties: ['fromPartyId', 'offeredAt'], where: "status = 'offered'" },
    { name: 'handoffs_next', properties: ['nextAt'], where: 'next_at is not null' },
  ],
});
export type HandoffRow = InferEntity<typeof HandoffRow>;

export const EffectRow = defineEntity({
  name: 'EffectRow',
  tableName: 'effects',
  properties: {
    effectId: p.string().primary(),
    caseId: p.string(),
    use: p.string(),
    /** Canonical JSON. */
    input: p.text(),
    awaited: p.boolean(),
    status: p.string().$type<'pending' | 'done' | 'failed' | 'cancelled'>(),
    /** Attempts begun. */
    attempts: p.integer(),
    /** When it is tried next, or when the lease of the process that tries it ends; null when it is over. */
    nextAt: p.bigint('number').nullable(),
    timeoutMs: p.integer().nullable(),
    retryLimit: p.integer().nullable(),
    backoffMs: p.integer().nullable(),
    lastError: p.text().nullable(),
    requestedAt: p.bigint('number'),
    finishedAt: p.bigint('number').nullable(),
  },
  indexes: [{ name: 'effects_next', properties: ['nextAt'], where: 'next_at is not null' }],
});
export type EffectRow = InferEntity<typeof EffectRow>;

/** Cases that a case asked to open. */
export const OpeningRow = defineEntity({
  name: 'OpeningRow',
  tableName: 'openings',
  properties: {
    caseId: p.string().primary(),
    linkId: p.string().primary(),
    definitionId: p.string(),
    /** Canonical JSON of the `CaseOpening`. */
    opening: p.text(),
    /** opened: the child is there; reported: its close was told to the case that opened it. */
    status: p.string().$type<'pending' | 'opened' | 'reported' | 'failed'>(),
    childCaseId: p.string().nullable(),
    attempts: p.integer(),
    nextAt: p.bigint('number').nullable(),
    lastError: p.text().nullable(),
  },
  indexes: [{ name: 'openings_next', properties: ['nextAt'], where: 'next_at is not null' }],
});
export type OpeningRow = InferEntity<typeof OpeningRow>;

export const AwaitRow = defineEntity({
  name: 'AwaitRow',
  tableName: 'awaits',
  properties: {
    awaitId: p.string().primary(),
    caseId: p.string(),
    name: p.string(),
    message: p.string(),
    correlation: p.text(),
    /** matched: a message was found for it and is on its way. */
    status: p.string().$type<'waiting' | 'matched' | 'closed'>(),
    registeredAt: p.bigint('number'),
  },
  indexes: [
    { properties: ['caseId'] },
    { name: 'awaits_waiting', properties: ['message', 'correlation'], where: "status = 'waiting'" },
  ],
});
export type AwaitRow = InferEntity<typeof AwaitRow>;

export const MessageRow = defineEntity({
  name: 'MessageRow',
  tableName: 'messages',
  properties: {
    messageId: p.string().primary(),
    name: p.string(),
    correlation: p.text(),
    /** Canonical JSON. */
    payload: p.text(),
    /** matched: an await was found for it; delivered: its case took it. */
    status: p.string().$type<'waiting' | 'matched' | 'delivered' | 'expired'>(),
    caseId: p.string().nullable(),
    awaitId: p.string().nullable(),
    receivedAt: p.bigint('number'),
    keepUntil: p.bigint('number'),
    /** When its delivery is tried next, or when it expires; null when it is over. */
    nextAt: p.bigint('number').nullable(),
  },
  indexes: [
    { name: 'messages_waiting', properties: ['name', 'correlation'], where: "status = 'waiting'" },
    { name: 'messages_next', properties: ['nextAt'], where: 'next_at is not null' },
  ],
});
export type MessageRow = InferEntity<typeof MessageRow>;

export const IncidentRow = defineEntity({
  name: 'IncidentRow',
  tableName: 'incidents',
  properties: {
    incidentId: p.string().primary(),
    caseId: p.string(),
    kind: p.string().$type<'step' | 'effect' | 'opening'>(),
    what: p.string(),
    error: p.text(),
    attempts: p.integer(),
    status: p.string().$type<'open' | 'retried' | 'skipped' | 'moved'>(),
    openedAt: p.bigint('number'),
    resolvedAt: p.bigint('number').nullable(),
    resolvedBy: p.string().nullable(),
    reason: p.text().nullable(),
    /** What failed: a command's, an effect's or a link's id. */
    subject: p.string(),
    /** The command that failed, canonical JSON of a `CommandRequest`; null where a row says what to do. */
    request: p.text().nullable(),
  },
  indexes: [{ properties: ['caseId', 'incidentId'] }, { properties: ['status', 'incidentId'] }],
});
export type IncidentRow = InferEntity<typeof IncidentRow>;

export const DefinitionRow = defineEntity({
  name: 'DefinitionRow',
  tableName: 'definitions',
  properties: {
    id: p.string().primary(),
    version: p.integer().primary(),
    hash: p.string(),
    procedure: p.string(),
    /** JSON of a `Text`. */
    title: p.text(),
    source: p.text(),
    publishedAt: p.bigint('number'),
    publishedBy: p.string(),
    note: p.text().nullable(),
    /** New cases take the version with the greatest; 0 for one that was published after a later version. */
    activatedAt: p.bigint('number'),
  },
});
export type DefinitionRow = InferEntity<typeof DefinitionRow>;

/** What one member asks to have published or made active, and another decides. */
export const PublishRequestRow = defineEntity({
  name: 'PublishRequestRow',
  tableName: 'publish_requests',
  properties: {
    requestId: p.string().primary(),
    kind: p.string().$type<'publish' | 'activate'>(),
    definitionId: p.string(),
    version: p.integer(),
    hash: p.string(),
    /** Exactly what will be published; null where the version is published already. */
    source: p.text().nullable(),
    file: p.text().nullable(),
    note: p.text().nullable(),
    status: p.string().$type<'pending' | 'approved' | 'rejected'>(),
    submittedAt: p.bigint('number'),
    submittedBy: p.string(),
    decidedAt: p.bigint('number').nullable(),
    decidedBy: p.string().nullable(),
    reason: p.text().nullable(),
  },
  indexes: [{ properties: ['status', 'requestId'] }],
});
export type PublishRequestRow = InferEntity<typeof PublishRequestRow>;

/** Running cases on their way from one version to another, batch by batch. */
export const MigrationRow = defineEntity({
  name: 'MigrationRow',
  tableName: 'migrations',
  properties: {
    migrationId: p.string().primary(),
    fromId: p.string(),
    fromVersion: p.integer(),
    toId: p.string(),
    toVersion: p.integer(),
    /** Canonical JSON of the `MigrationPlan`. */
    plan: p.text(),
    status: p.string().$type<'running' | 'halted' | 'done'>(),
    /** The last case of the last batch that was committed; '' before the first. */
    cursor: p.string(),
    migrated: p.integer(),
    /** Canonical JSON of the refusal that halted it. */
    refusal: p.text().nullable(),
    startedAt: p.bigint('number'),
    startedBy: p.string(),
    reason: p.text(),
    finishedAt: p.bigint('number').nullable(),
  },
});
export type MigrationRow = InferEntity<typeof MigrationRow>;

export const entities = [
  CaseRow,
  ParticipantRow,
  JournalRow,
  ReceiptRow,
  TaskRow,
  ClockRow,
  HandoffRow,
  EffectRow,
  OpeningRow,
  AwaitRow,
  MessageRow,
  IncidentRow,
  DefinitionRow,
  PublishRequestRow,
  MigrationRow,
  ...directoryEntities,
] as const;
