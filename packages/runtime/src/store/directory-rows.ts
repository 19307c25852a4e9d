/** Tables of the directory, the documents and the outbox. Instants are epoch milliseconds. */
import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import type { Text } from '@gongzhi/engine';

export const PartyRow = defineEntity({
  name: 'PartyRow',
  tableName: 'parties',
  properties: {
    partyId: p.string().primary(),
    kind: p.string(),
    name: p.json<Text>(),
    cellId: p.string().nullable(),
    active: p.boolean(),
    createdAt: p.bigint('number'),
    changedAt: p.bigint('number'),
  },
  indexes: [{ properties: ['kind', 'partyId'] }],
});
export type PartyRow = InferEntity<typeof PartyRow>;

export const ContactRow = defineEntity({
  name: 'ContactRow',
  tableName: 'contacts',
  properties: {
    partyId: p.string().primary(),
    /** Its place in the party's list, from 0. */
    place: p.integer().primary(),
    channel: p.string(),
    address: p.text(),
    /** The key that signs webhooks, sealed; never in a list. */
    secret: p.text().nullable(),
  },
});
export type ContactRow = InferEntity<typeof ContactRow>;

export const MemberRow = defineEntity({
  name: 'MemberRow',
  tableName: 'members',
  properties: {
    memberId: p.string().primary(),
    partyId: p.string(),
    name: p.string(),
    /** As compared: NFKC, lower case. */
    login: p.string().nullable(),
    /** `scrypt$N$r$p$salt$hash`. */
    passwordHash: p.text().nullable(),
    grants: p.json<string[]>(),
    active: p.boolean(),
    createdAt: p.bigint('number'),
    changedAt: p.bigint('number'),
  },
  indexes: [{ properties: ['partyId', 'memberId'] }],
  uniques: [{ properties: ['login'] }],
});
export type MemberRow = InferEntity<typeof MemberRow>;

/** What a party or a member is qualified for. */
export const HeldQualificationRow = defineEntity({
  name: 'HeldQualificationRow',
  tableName: 'held_qualifications',
  properties: {
    holderKind: p.string().$type<'party' | 'member'>().primary(),
    holderId: p.string().primary(),
    name: p.string().primary(),
    validUntil: p.bigint('number').nullable(),
  },
  indexes: [{ properties: ['name', 'holderKind', 'holderId'] }],
});
export type HeldQualificationRow = InferEntity<typeof HeldQualificationRow>;

export const GridCellRow = defineEntity({
  name: 'GridCellRow',
  tableName: 'grid_cells',
  properties: {
    cellId: p.string().primary(),
    parentId: p.string().nullable(),
    level: p.string(),
    name: p.json<Text>(),
    stewardMemberId: p.string().nullable(),
    changedAt: p.bigint('number'),
  },
});
export type GridCellRow = InferEntity<typeof GridCellRow>;

export const ApiKeyRow = defineEntity({
  name: 'ApiKeyRow',
  tableName: 'api_keys',
  properties: {
    keyId: p.string().primary(),
    /** SHA-256 of the whole key, hex. */
    secretHash: p.string(),
    memberId: p.string(),
    name: p.string(),
    scopes: p.json<string[]>(),
    createdAt: p.bigint('number'),
    expiresAt: p.bigint('number').nullable(),
    lastUsedAt: p.bigint('number').nullable(),
    revokedAt: p.bigint('number').nullable(),
  },
  indexes: [{ properties: ['memberId', 'createdAt'] }],
});
export type ApiKeyRow = InferEntity<typeof ApiKeyRow>;

/** A sign-in that lasts. (A "session" is a sitting in this code.) */
export const SignInRow = defineEntity({
  name: 'SignInRow',
  tableName: 'sign_ins',
  properties: {
    /** SHA-256 of the token, hex. */
    tokenHash: p.string().primary(),
    memberId: p.string(),
    createdAt: p.bigint('number'),
    expiresAt: p.bigint('number'),
  },
  indexes: [{ properties: ['expiresAt'] }, { properties: ['memberId'] }],
});
export type SignInRow = InferEntity<typeof SignInRow>;

/** One attempt to sign in that has not succeeded (yet). */
export const SignInAttemptRow = defineEntity({
  name: 'SignInAttemptRow',
  tableName: 'sign_in_attempts',
  properties: {
    attemptId: p.string().primary(),
    /** SHA-256 of the login: people type their password into the wrong field. */
    loginHash: p.string(),
    at: p.bigint('number'),
  },
  indexes: [{ properties: ['loginHash', 'at'] }, { properties: ['at'] }],
});
export type SignInAttemptRow = InferEntity<typeof SignInAttemptRow>;

export const DocumentRow = defineEntity({
  name: 'DocumentRow',
  tableName: 'documents',
  properties: {
    sha256: p.string().primary(),
    mediaType: p.string(),
    size: p.bigint('number'),
    storedAt: p.bigint('number'),
    partyId: p.string(),
  },
});
export type DocumentRow = InferEntity<typeof DocumentRow>;

/** Who sent the bytes of a document: each party once. */
export const DocumentUploadRow = defineEntity({
  name: 'DocumentUploadRow',
  tableName: 'document_uploads',
  properties: {
    sha256: p.string().primary(),
    partyId: p.string().primary(),
    at: p.bigint('number'),
  },
});
export type DocumentUploadRow = InferEntity<typeof DocumentUploadRow>;

export const OutboxMessageRow = defineEntity({
  name: 'OutboxMessageRow',
  tableName: 'outbox_messages',
  properties: {
    key: p.string().primary().name('message_key'),
    caseId: p.string(),
    partyId: p.string(),
    channel: p.string(),
    address: p.text().nullable(),
    title: p.text(),
    body: p.text(),
    at: p.bigint('number'),
  },
  indexes: [
    { properties: ['at', 'key'] },
    { properties: ['partyId', 'at', 'key'] },
    { properties: ['caseId', 'at', 'key'] },
  ],
});
export type OutboxMessageRow = InferEntity<typeof OutboxMessageRow>;

/** What the database remembers of its installation, e.g. the fingerprints of its keys. */
export const InstallationRow = defineEntity({
  name: 'InstallationRow',
  tableName: 'installation',
  properties: {
    name: p.string().primary(),
    value: p.text(),
  },
});
export type InstallationRow = InferEntity<typeof InstallationRow>;

export const directoryEntities = [
  PartyRow,
  ContactRow,
  MemberRow,
  HeldQualificationRow,
  GridCellRow,
  ApiKeyRow,
  SignInRow,
  SignInAttemptRow,
  DocumentRow,
  DocumentUploadRow,
  OutboxMessageRow,
  InstallationRow,
] as const;
