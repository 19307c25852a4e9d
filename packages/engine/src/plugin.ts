/**
 * What a plugin brings: a kind of party with its qualifications, effects that act outside the engine, forms,
 * documents and CEL functions. The engine knows no kind of party by name; everything comes through here.
 */
import type { Json, JsonObject, JsonSchema, Text } from './text.ts';

export interface Plugin {
  /** Unique, kebab-case; its effects are named `<name>.<effect>`. */
  name: string;
  version: string;
  title: Text;
  partyKind?: PartyKind;
  qualifications?: Record<string, Qualification>;
  effects?: Record<string, EffectDefinition>;
  /** Forms that definitions may name as `<plugin>.<form>`. */
  forms?: Record<string, JsonSchema>;
  /** Document templates that definitions may name as `<plugin>.<document>`. */
  documents?: Record<string, { title: Text; body: Text }>;
  /** CEL functions; pure, synchronous, and named `<name>_<function>`. */
  functions?: Record<string, CelFunction>;
}

export interface PartyKind {
  kind: string;
  title: Text;
  /** One character each, for the badge: 政 / G. */
  badge: Text;
  /** Ways in which its parties are told things, most wanted first. */
  channels: string[];
}

export interface Qualification {
  title: Text;
  holder: 'party' | 'member';
  /** Everybody who is signed in may find the members that hold it: those whom others choose or have to know. */
  public?: boolean;
}

export interface CelFunction {
  /** CEL signature without the name, e.g. `(string, int): bool`. */
  signature: string;
  run: (...args: never[]) => unknown;
}

export interface EffectDefinition {
  title: Text;
  input: JsonSchema;
  reply?: JsonSchema;
  /** One attempt's limit; 30 s when absent. */
  timeoutMs?: number;
  /** How often it is tried and how long between, doubled each time; 5 and 1 s when absent. */
  retry?: { limit: number; backoffMs: number };
  /**
   * Does the work. May be called twice for one `effectId`: the world must see it once.
   *
   * Fails with `TerminalError` (do not try again) or anything else (try again).
   */
  run(input: JsonObject, context: EffectContext): Promise<Json | void>;
}

export interface EffectContext {
  /** The idempotency key: the same for every attempt. */
  effectId: string;
  caseId: string;
  attempt: number;
  signal: AbortSignal;
  log: { info(fields: object, text: string): void; warn(fields: object, text: string): void };
  /** What the runtime offers an effect. */
  services: EffectServices;
}

export interface EffectServices {
  /** Contact points of a party; empty when it is unknown. */
  contactsOf(partyId: string): Promise<Contact[]>;
  /** Parties that hold a role in a case now. */
  holdersOf(caseId: string, role: string): Promise<{ partyId: string; memberId?: string }[]>;
  /** Keeps a message for people to read in the outbox; a second call with the same key changes nothing. */
  outbox(message: OutboxMessage): Promise<void>;
  /** Settings of the plugin, from the configuration: e.g. an SMTP host. Never logged. */
  settings: Record<string, string | undefined>;
  fetch: typeof globalThis.fetch;
}

export interface Contact {
  channel: string;
  address: string;
  /** Webhooks: the key that signs. */
  secret?: string;
}

export interface OutboxMessage {
  /** Unique; the effect's id with the recipient. */
  key: string;
  caseId: string;
  partyId: string;
  channel: string;
  address: string | null;
  title: string;
  body: string;
}

/** Do not try again: the effect can never succeed. */
export class TerminalError extends Error {
  override name = 'TerminalError';
}

/** Try again, not sooner than after `afterMs`. */
export class RetryableError extends Error {
  override name = 'RetryableError';
  readonly afterMs: number | undefined;

  constructor(message: string, options: ErrorOptions & { afterMs?: number } = {}) {
    super(message, options);
    this.afterMs = options.afterMs;
  }
}

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Declares a plugin. A wrong one is told at start, with its name and what is wrong. */
export function definePlugin(plugin: Plugin): Plugin {
  const wrong = (what: string) => new TypeError(`plugin ${JSON.stringify(plugin.name)}: ${what}`);
  if (!NAME.test(plugin.name)) throw wrong(`expected a kebab-case name, got ${plugin.name}`);
  const kinds: [string, object | undefined][] = [
    ['effect', plugin.effects],
    ['qualification', plugin.qualifications],
    ['form', plugin.forms],
    ['document', plugin.documents],
  ];
  for (const [what, entries] of kinds)
    for (const name of Object.keys(entries ?? {}))
      if (!NAME.test(name)) throw wrong(`expected a kebab-case ${what} name, got ${name}`);
  for (const name of Object.keys(plugin.functions ?? {}))
    if (!name.startsWith(`${plugin.name.replaceAll('-', '_')}_`))
      throw wrong(`expected function ${name} to start with ${plugin.name.replaceAll('-', '_')}_`);
  return plugin;
}
