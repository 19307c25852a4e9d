/** A definition that `compile` has accepted: every name resolved, every expression checked. */
import type { Calendar } from './calendar/index.ts';
import type { DefinitionRef } from './case-state.ts';
import type {
  AwaitBlock,
  CaseBlock,
  Definition,
  DocumentRule,
  EffectBlock,
  HandoffBlock,
  StateNode,
  TaskBlock,
  Transition,
} from './definition.ts';
import type { EffectDefinition, Plugin } from './plugin.ts';
import type { Problem } from './problem.ts';
import type { Json, JsonObject, JsonSchema, Text } from './text.ts';

export interface CompiledDefinition {
  definition: Definition;
  ref: DefinitionRef;
  /** The XState machine as plain JSON: to draw, to export, to compare. */
  config: JsonObject;
  /** XState's object of it; only machine.ts looks inside. */
  machine: unknown;
  /** Every state by its full path; the root is ''. In document order. */
  states: Map<string, CompiledState>;
  /** Every transition, in document order; its index is its id. */
  transitions: CompiledTransition[];
  blocks: Map<string, Block>;
  /** The same, by the full path of the state that each belongs to. */
  blocksByState: Map<string, Block[]>;
  /** Document templates that it may issue, by name; own and plugins'. */
  documents: Map<string, DocumentRule>;
  expressions: Expressions;
  /** Validators by form name. */
  forms: Map<string, Validate>;
  /** Their schemas, for people who fill them in. */
  formSchemas: Map<string, JsonSchema>;
  /** Validators of what awaited effects reply, by the effect's full name. */
  replies: Map<string, Validate>;
  validateData: Validate;
  /** `data` at opening, from the schema's defaults. */
  initialData: JsonObject;
  calendar: Calendar;
  timeZone: string;
  /** The plugins' effects that it uses, by full name. */
  effects: Map<string, EffectDefinition>;
  warnings: Problem[];
}

export interface CompiledState {
  path: string;
  name: string;
  parent: string | null;
  node: StateNode;
  children: string[];
}

export interface CompiledTransition {
  id: number;
  /** Full path of the source state; '' for the root. */
  source: string;
  /** Event type; '' for `always`, '@done' for onDone. */
  event: string;
  /** Full path; null: stay. */
  target: string | null;
  rule: Transition;
}

export type Block =
  | { kind: 'task'; name: string; state: string; rule: TaskBlock }
  | { kind: 'handoff'; name: string; state: string; rule: HandoffBlock }
  | { kind: 'effect'; name: string; state: string; rule: EffectBlock }
  | { kind: 'case'; name: string; state: string; rule: CaseBlock }
  | { kind: 'await'; name: string; state: string; rule: AwaitBlock };

/** What an expression sees. */
export interface Variables {
  data: JsonObject;
  payload: JsonObject;
  /** Epoch ms. */
  now: number;
  actor: { memberId: string; partyId: string; partyKind: string };
  custodian: { role: string; partyId: string; partyKind: string; memberId: string | null };
  /** Role → its holders: `holders.applicant[0].partyId`. A role without holders is an empty list. */
  holders: Record<string, { partyId: string; partyKind: string; memberId: string | null }[]>;
  /** Facts of the case itself. */
  kase: { id: string; title: string; cellId: string | null; openedAt: number; definition: string };
}

export interface Expressions {
  /** Value as JSON: ints as numbers, timestamps as ISO strings, lists and maps plain. Throws `ExpressionError`. */
  evaluate(expression: string, variables: Variables): Json;
  /** Fills the `{{ CEL }}` places of a text. */
  render(template: Text, variables: Variables): Text;
}

/** A guard, an assignment or a text that could not be evaluated. */
export class ExpressionError extends Error {
  override name = 'ExpressionError';
  readonly expression: string;

  constructor(expression: string, message: string, options?: ErrorOptions) {
    super(`${expression}: ${message}`, options);
    this.expression = expression;
  }
}

/** Checks a value against its schema; empty: it fits. Does not change the value. */
export type Validate = (value: unknown) => FieldProblem[];

export interface FieldProblem {
  /** JSON pointer, '' for the whole. */
  pointer: string;
  message: Text;
}

/** What a definition is compiled against. */
export interface CompileOptions {
  /** Shown in problems. */
  file?: string;
  plugins: readonly Plugin[];
  /** Ids of definitions that `case` and `open` may name; absent: not checked (a single file by itself). */
  definitions?: ReadonlyMap<string, DefinitionSummary>;
  /** Instead of those that come with the engine, the newest of each first. */
  calendars?: readonly Calendar[];
  /** To replay a journal: the version of the calendar that its entries name; absent: the newest. */
  calendarVersion?: string;
  /** Today, to refuse a calendar that does not know this year; absent: not checked. */
  now?: number;
}

/** What another definition may rely on. */
export interface DefinitionSummary {
  id: string;
  version: number;
  openBy: string[];
  roles: string[];
}

export type CompileResult =
  | { ok: true; compiled: CompiledDefinition; problems: Problem[] }
  | { ok: false; problems: Problem[] };
