export { readConfig } from './config.ts';
export {
  GRANTS,
  SCOPES,
  type ApiKeyInfo,
  type Directory,
  type Grant,
  type GridCell,
  type HeldQualification,
  type Identity,
  type Member,
  type NewMember,
  type NewParty,
  type Page,
  type PageRequest,
  type Party,
  type Scope,
} from './directory.ts';
export { directoryErrors } from './directory-errors.ts';
export type { Documents, StoredDocument, UploadedDocument } from './documents.ts';
export { runtimeErrors } from './errors.ts';
export { entryHash, FIRST_HASH } from './journal.ts';
export { openRuntime } from './open-runtime.ts';
export { openVerifier, type Verifier } from './open-verifier.ts';
export type * from './query/index.ts';
export type {
  CaseRead,
  CaseVerdict,
  CommandRequest,
  DefinitionInfo,
  Definitions,
  Feed,
  Incident,
  Incidents,
  Messages,
  Migration,
  MigrationLimits,
  MigrationReport,
  Migrations,
  Publishing,
  PublishRequest,
  Receipt,
  Runtime,
  RuntimeConfig,
  RuntimeMetrics,
  RuntimeOptions,
  SignedHead,
  StoredEntry,
} from './runtime.ts';
export { SYSTEM } from './system.ts';
