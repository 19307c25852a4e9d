/**
 * Gongzhi's runtime: the one write path and everything around it, behind one object.
 *
 * `openRuntime` connects the store, migrates it, and starts delivery; `close` stops taking work, finishes what runs
 * and disconnects. The server, the command line and the tests all hold one of these.
 */
import type {
  Actor,
  CaseState,
  CommandBody,
  CompileResult,
  CompiledDefinition,
  JournalEntry,
  JsonObject,
  Plugin,
} from '@gongzhi/engine';
import type { Logger } from 'pino';
import type { Directory } from './directory.ts';
import type { Documents } from './documents.ts';
import type { Query } from './query/index.ts';

export interface Runtime {
  dispatch(request: CommandRequest): Promise<Receipt>;
  definitions: Definitions;
  publishing: Publishing;
  migrations: Migrations;
  directory: Directory;
  documents: Documents;
  query: Query;
  incidents: Incidents;
  messages: Messages;
  feed: Feed;
  /** Checks every journal: hash chain, replay, snapshot, rows. */
  verify(options?: { caseId?: string }): AsyncIterable<CaseVerdict>;
  /** The head of a case's chain, signed with the installation's Ed25519 key; for the parties to keep. */
  signedHead(caseId: string): Promise<SignedHead>;
  /** Runs everything that is due at `now` until nothing is: clocks, effects, openings, messages. For tests and dev. */
  settle(): Promise<void>;
  /** Whether the store answers; for /readyz. */
  ready(): Promise<boolean>;
  metrics: RuntimeMetrics;
  plugins: readonly Plugin[];
  close(): Promise<void>;
}

export interface RuntimeOptions {
  config: RuntimeConfig;
  plugins: readonly Plugin[];
  /** Epoch ms; the system's clock when absent. Tests hand one in. */
  now?: () => number;
  log?: Logger;
  /** false: nothing runs by itself, only `settle` does it. */
  deliver?: boolean;
  /** The keys in the folder are this database's from now on: for when those of the first start are lost. */
  acceptKeys?: boolean;
}

export interface RuntimeConfig {
  /** `file:var/gongzhi.sqlite`, `:memory:`, or `postgres://…`. */
  databaseUrl: string;
  /** Folder of uploaded documents. */
  documentsFolder: string;
  /** Folder of the signing key, made at the first start. */
  keysFolder: string;
  /** Settings of plugins by plugin name, from `GONGZHI_<PLUGIN>_<SETTING>`; secrets, never logged. */
  pluginSettings: Record<string, Record<string, string | undefined>>;
  /** Largest upload in bytes. */
  documentLimitBytes: number;
  /** Whether a person's definition is published only when another approves; false when absent. */
  twoPersons?: boolean;
}

/** A command as it comes in: the engine's command without what the runtime looks up. */
export interface CommandRequest {
  /** The caller's Idempotency-Key. */
  commandId: string;
  /** Absent for `case.open`: the runtime makes it. */
  caseId?: string;
  /** For `case.open`: the definition's id, and its version if not the newest published. */
  definition?: { id: string; version?: number };
  actor: Actor;
  body: CommandBody;
  reason?: string;
  /** Refuse unless the case's revision is this (If-Match). */
  expectedRevision?: number;
}

/** What the caller gets when, and only when, it is durable. */
export interface Receipt {
  commandId: string;
  caseId: string;
  revision: number;
  /** Epoch ms of the entry. */
  at: number;
  /** Of the entry: SHA-256, hex. */
  hash: string;
  /** true: this id was seen before, nothing changed. */
  repeated: boolean;
}

/** An entry as it is stored: with its place in the whole store and in the case's chain. */
export interface StoredEntry extends JournalEntry {
  /** Grows over the whole store; what a stream resumes from. */
  position: number;
  /** SHA-256 of the case's canonical JSON after this entry, hex. */
  stateHash: string;
  /** Of the entry before; 64 zeros for the first. */
  previousHash: string;
  hash: string;
}

export interface Definitions {
  /** Active versions, by id: the one that new cases take, which is the newest unless an earlier was activated again. */
  list(): Promise<DefinitionInfo[]>;
  versions(id: string): Promise<DefinitionInfo[]>;
  /** Source and everything known of one version; the active one when none is named. */
  read(id: string, version?: number): Promise<(DefinitionInfo & { source: string }) | null>;
  /** Compiles against the plugins and the published definitions; changes nothing. */
  check(source: string, file?: string): Promise<CompileResult>;
  /**
   * Publishes a version for ever. The same version with the same hash again is no change.
   * Where two persons publish only the system may do it by itself: others go by `publishing`.
   * Refuses with GZ_PUBLISH_TWO_PERSONS, GZ_DEFINITION_INVALID (details.problems), GZ_DEFINITION_VERSION_TAKEN.
   */
  publish(source: string, actor: Actor, options?: { file?: string; note?: string }): Promise<DefinitionInfo>;
  /** Publishes several that name each other, all or none. */
  /** `unknownYear: 'allow'`: also where the calendar does not know today's year; clocks are then provisional. */
  publishAll(
    sources: { source: string; file?: string }[],
    actor: Actor,
    options?: { unknownYear?: 'allow' },
  ): Promise<DefinitionInfo[]>;
  compiled(id: string, version?: number): Promise<CompiledDefinition>;
}

export interface DefinitionInfo {
  id: string;
  version: number;
  hash: string;
  procedure: string;
  title: { 'zh-CN': string; en: string };
  publishedAt: number;
  publishedBy: string;
  note: string | null;
  /** Whether new cases take it. */
  active: boolean;
}

/** Publishing by two persons: one submits, another decides. */
export interface Publishing {
  /** Whether people have to go this way. */
  required: boolean;
  /**
   * Keeps exactly this content until somebody else decides.
   * Refuses with GZ_DEFINITION_INVALID (details.problems), GZ_DEFINITION_VERSION_TAKEN.
   */
  submit(source: string, actor: Actor, options?: { file?: string; note?: string }): Promise<PublishRequest>;
  /** Asks that new cases take a published version again, e.g. an earlier one. Refuses with GZ_DEFINITION_UNKNOWN. */
  submitActivation(id: string, version: number, actor: Actor, reason: string): Promise<PublishRequest>;
  /** Refuses with GZ_PUBLISH_REQUEST_UNKNOWN, _DECIDED, GZ_PUBLISH_SELF_APPROVAL and what publishing refuses with. */
  approve(requestId: string, actor: Actor): Promise<PublishRequest>;
  /** Refuses with GZ_PUBLISH_REQUEST_UNKNOWN, _DECIDED. Its author may withdraw it this way. */
  reject(requestId: string, actor: Actor, reason: string): Promise<PublishRequest>;
  list(filter?: { status?: PublishRequest['status'] }): Promise<PublishRequest[]>;
  read(requestId: string): Promise<(PublishRequest & { source: string | null }) | null>;
}

export interface PublishRequest {
  requestId: string;
  kind: 'publish' | 'activate';
  definitionId: string;
  version: number;
  hash: string;
  note: string | null;
  status: 'pending' | 'approved' | 'rejected';
  submittedAt: number;
  submittedBy: string;
  decidedAt: number | null;
  decidedBy: string | null;
  reason: string | null;
}

/** Running cases go on in another version, by a plan. */
export interface Migrations {
  /** What would come of every running case; changes nothing. Refuses with GZ_MIGRATION_PLAN_INVALID. */
  dryRun(plan: string | JsonObject, actor: Actor): Promise<MigrationReport>;
  /**
   * Migrates batch by batch, each in one transaction; the first refusal halts it and leaves its batch as it was.
   * Refuses with GZ_MIGRATION_PLAN_INVALID, GZ_OPERATOR_ONLY.
   */
  apply(
    plan: string | JsonObject,
    actor: Actor,
    reason: string,
    limits?: MigrationLimits,
  ): Promise<Migration>;
  /** Goes on after a halt or a crash, where the last committed batch ended. Refuses with GZ_MIGRATION_UNKNOWN. */
  resume(migrationId: string, actor: Actor, limits?: MigrationLimits): Promise<Migration>;
  read(migrationId: string): Promise<Migration | null>;
  /** Newest first, at most 100. */
  list(): Promise<Migration[]>;
}

export interface MigrationLimits {
  /** Cases in one transaction; 100 when absent. */
  batch?: number;
  /** Batches before it returns, still `running`; no limit when absent. */
  batches?: number;
}

export interface MigrationReport {
  cases: number;
  accepted: number;
  refused: number;
  refusals: {
    code: string;
    count: number;
    /** The first one's. */
    message: { 'zh-CN': string; en: string };
    remedy: { 'zh-CN': string; en: string };
    /** At most 1,000. */
    caseIds: string[];
  }[];
  /** What would change in some of the cases. */
  sample: { caseId: string; states: string[]; changes: string[] }[];
}

export interface Migration {
  migrationId: string;
  from: { id: string; version: number };
  to: { id: string; version: number };
  status: 'running' | 'halted' | 'done';
  migrated: number;
  /** Running cases that are still on the version it leads away from. */
  remaining: number;
  /** Why it halted. */
  refusal: {
    code: string;
    message: { 'zh-CN': string; en: string };
    remedy: { 'zh-CN': string; en: string };
  } | null;
  startedAt: number;
  startedBy: string;
  reason: string;
  finishedAt: number | null;
}

export interface Incident {
  incidentId: string;
  caseId: string;
  kind: 'step' | 'effect' | 'opening';
  /** What failed: an effect's name, a command's kind. */
  what: string;
  error: string;
  attempts: number;
  status: 'open' | 'retried' | 'skipped' | 'moved';
  openedAt: number;
  resolvedAt: number | null;
  resolvedBy: string | null;
  reason: string | null;
}

export interface Incidents {
  list(filter: { caseId?: string; status?: Incident['status']; after?: string; limit?: number }): Promise<{
    items: Incident[];
    next: string | null;
  }>;
  /** Tries again what failed. */
  retry(incidentId: string, actor: Actor): Promise<Incident>;
  /** Gives it up, with a reason, as a journal entry. */
  skip(incidentId: string, actor: Actor, reason: string): Promise<Incident>;
  /** Moves the case to a state by hand, with a reason, as a journal entry. */
  move(incidentId: string, actor: Actor, target: string, reason: string): Promise<Incident>;
}

export interface Messages {
  /**
   * Takes a message from outside for a case that awaits it now or will: kept until `keepUntil` if nobody does yet.
   * The same messageId again changes nothing.
   */
  receive(message: {
    messageId: string;
    name: string;
    correlation: string;
    payload: JsonObject;
    keepUntil?: number;
  }): Promise<{ messageId: string; caseId: string | null }>;
}

/** Committed entries, in order, as they come. */
export interface Feed {
  /** Entries after `position`, at most `limit`, oldest first. */
  read(position: number, limit: number): Promise<StoredEntry[]>;
  /** Calls back after each commit; returns how to stop. */
  subscribe(listener: (entries: StoredEntry[]) => void): () => void;
  /** Position of the newest entry. */
  head(): Promise<number>;
}

export type CaseVerdict =
  | { caseId: string; ok: true; entries: number; head: string }
  | {
      caseId: string;
      ok: false;
      entries: number;
      /** First entry that does not fit; null when the rows beside the journal do not. */
      seq: number | null;
      what: 'chain' | 'state' | 'snapshot' | 'rows' | 'gap' | 'definition' | 'unreadable';
      expected: string;
      found: string;
    };

export interface SignedHead {
  caseId: string;
  seq: number;
  hash: string;
  at: number;
  /** Ed25519 over the canonical JSON of the other fields, base64url. */
  signature: string;
  /** Raw public key, base64url. */
  publicKey: string;
}

export interface RuntimeMetrics {
  /** Values to print as Prometheus counters and gauges: name → value. */
  read(): Record<string, number>;
}

export interface CaseRead {
  state: CaseState;
  compiled: CompiledDefinition;
}
