/**
 * A workflow definition as its author writes it, after YAML and after the JSON Schema
 * (`schema/definition.schema.json`) has been met. Data, never code: an `Expression` is CEL.
 *
 * Names of blocks (task, handoff, effect, case, await) and of clocks share one namespace in a definition, because
 * each makes events of its own: `<task>.completed`, `<clock>.warned`, `<clock>.lapsed`, `<clock>.extended`, `<handoff>.accepted`,
 * `<handoff>.declined`, `<handoff>.recalled`, `<effect>.replied`, `<effect>.failed`, `<case>.closed`,
 * `<await>.received`. Only the engine sends those; people send what `events` declares.
 */
import type { JsonSchema, Text } from './text.ts';

/** CEL. Variables: data, payload, now, actor, custodian, holders, kase (see cel.ts). */
export type Expression = string;
/** ISO 8601 duration: P20D, P1M, PT30M. */
export type Duration = string;

export const PROCEDURES = [
  'disclosure',
  'mediation',
  'accountability',
  'hearing',
  'liaison',
  'service',
] as const;
export type Procedure = (typeof PROCEDURES)[number];

export interface Definition {
  id: string;
  version: number;
  procedure: Procedure;
  title: Text;
  summary?: Text;
  /** Legal texts by a short name; clocks, states and events cite them. */
  basis?: Record<string, Basis>;
  /** A calendar's id, e.g. china-mainland. */
  calendar: string;
  /** IANA name; the calendar's own when absent. */
  timeZone?: string;
  open: OpenRule;
  custody: CustodyRule;
  roles: Record<string, Role>;
  /** JSON Schema of the case's data; an object. Its `default`s are the data at opening. */
  data: JsonSchema;
  /** JSON Schemas by name, for tasks and events. */
  forms?: Record<string, JsonSchema>;
  events?: Record<string, EventRule>;
  clocks?: Record<string, ClockRule>;
  documents?: Record<string, DocumentRule>;
  visibility?: VisibilityRule;
  initial: string;
  states: Record<string, StateNode>;
  /** Handlers that hold in every state, e.g. a withdrawal. */
  on?: Record<string, Transitions>;
}

export interface Basis {
  law: Text;
  article: string;
  /** true: a parameter to be confirmed against the text before it is relied on. */
  unconfirmed?: boolean;
  url?: string;
  /** The longest time that the text allows a clock which cites it. */
  limit?: Duration;
  /** The longest that it allows to be added, all extensions together. */
  extension?: Duration;
  /** How the text counts these; as the clock does when absent. */
  days?: 'working' | 'calendar';
}

export interface OpenRule {
  /** The roles that an opener may take; one of them, the opener holds it from then on. */
  by: string[];
  /** Form of the opening payload; what its fields share with `data` is taken over. */
  form?: string;
  /** The case's title, a string, made from `payload`. */
  title: Expression;
}

export interface CustodyRule {
  /** The role whose holder is custodian from the opening. Needs `appoint`, or is one of `open.by`. */
  first: string;
  /** Roles to which the custodian may hand over at any time, beyond `handoff` blocks. */
  roles?: string[];
}

export interface Role {
  title: Text;
  /** Kinds of party that may hold it, e.g. government. */
  party: string[];
  /** Names of qualifications, all needed, of the member or of the member's party. */
  qualifications?: string[];
  /** Roles that the same member (or party) may not act in within one case. */
  separateFrom?: (string | { role: string; level: 'member' | 'party' })[];
  /**
   * How the role is filled when the case opens: the steward of the case's grid cell (`grid`), or the nearest party up
   * the grid that holds a qualification (`office`). `named`: by an `appoint` action or a hand-off only, never by a claim.
   * Absent: also by the first claim.
   */
  appoint?: 'grid' | 'named' | { office: string };
  /** Roles that may know who holds this one, in the list of participants and in the timeline; all when absent. */
  visibleTo?: string[];
  /** Only members of the party that holds this other role may hold it: colleagues of one office. */
  sameParty?: string;
  /** May read the case without taking part. */
  supervises?: boolean;
  /** How many may hold it at once; 1 when absent. */
  atMost?: number;
}

export interface EventRule {
  title: Text;
  /** Roles that may send it; absent: only the definition itself, by `raise`. */
  by?: string[];
  /** A form's name. */
  form?: string;
  /** A reason in words: must be given, may be given (default). */
  reason?: 'required' | 'optional';
  /** Roles that may read the payload; all participants when absent. */
  visibleTo?: string[];
  basis?: string[];
}

export interface ClockRule {
  title: Text;
  limit: Duration;
  days: 'working' | 'calendar';
  basis?: string[];
  /** The instant of the event that starts it, a timestamp; when absent the instant at which its state was entered. */
  from?: Expression;
  /** Warns this long before it is due (days of the same kind). */
  warn?: Duration[];
  extendable?: { by: string[]; limit: Duration; times: number; basis?: string[] };
}

export interface DocumentRule {
  title: Text;
  /** Text with `{{ CEL }}` places. */
  body: Text;
}

export interface VisibilityRule {
  /** Top-level fields of `data` that only these roles may read. */
  fields?: Record<string, string[]>;
  /** Fields that a party may read to which a task or hand-off is offered, before it takes part. */
  candidates?: string[];
  /** What everybody may read, and from when. Absent: nothing, ever. */
  public?: { when: Expression; fields?: string[]; documents?: string[] };
}

export interface StateNode {
  title?: Text;
  description?: Text;
  basis?: string[];
  type?: 'parallel' | 'final' | 'history';
  history?: 'shallow' | 'deep';
  /** Default of a history state. */
  target?: string;
  initial?: string;
  states?: Record<string, StateNode>;
  on?: Record<string, Transitions>;
  always?: Transitions;
  /** When all of its child states are final. */
  onDone?: Transitions;
  entry?: Action[];
  exit?: Action[];
  /** Clocks that run while the state is active, and stop for good when it is left. */
  clock?: string | string[];
  /** Clocks that stand still while the state is active. */
  stops?: string[];
  task?: Record<string, TaskBlock>;
  handoff?: Record<string, HandoffBlock>;
  effect?: Record<string, EffectBlock>;
  case?: Record<string, CaseBlock>;
  await?: Record<string, AwaitBlock>;
  /** What a top-level final state means, e.g. agreed, failed, withdrawn; the state's name when absent. */
  outcome?: string;
  /** Of a top-level final state: what the case that opened this one, and its timeline, get as the result. */
  result?: Record<string, Expression>;
}

/** A target alone, one transition, or several of which the first whose guard holds is taken. */
export type Transitions = string | Transition | Transition[];

export interface Transition {
  /** A sibling's name, or the full path from the top, `a.b.c`; absent: stay. */
  target?: string;
  guard?: Expression;
  /** Holds only while this state (full path) is active. */
  in?: string;
  /** Why the guard may refuse, for the person refused. */
  because?: Text;
  actions?: Action[];
  /** Leave and enter again, also when the target is the source or inside it. */
  reenter?: boolean;
  title?: Text;
}

/** Exactly one key each. */
export type Action =
  | { assign: Record<string, Expression> }
  | { appoint: { role: string; party: Expression; member?: Expression } }
  | { dismiss: { role: string; party?: Expression } }
  | { issue: { document: string; to?: string[]; public?: boolean } }
  | { effect: EffectBlock }
  | { open: CaseBlock }
  | { raise: string };

export interface TaskBlock {
  title: Text;
  /** Who may do it. */
  role: string;
  /** Form of the result. */
  form?: string;
  /** `offer`: first claim wins (default). `assign`: goes to the member that `to` names, or to the role's holder. */
  distribute?: 'offer' | 'assign';
  /** A member's id. */
  to?: Expression;
  /** The clock whose due time is the task's. */
  clock?: string;
  /** An unfinished claim falls back to the offer after this long (elapsed time). */
  claimLimit?: Duration;
  reason?: 'required' | 'optional';
  /** The same member as did that task before, if still eligible (retain familiar). */
  sameAs?: string;
  visibleTo?: string[];
}

/** Custody of the case is offered to a role when the state is entered. */
export interface HandoffBlock {
  title: Text;
  to: string;
  /** One party's id; absent: every party that qualifies for the role may accept, the first does. */
  party?: Expression;
}

/** Work outside: an effect that a plugin declares. As a block its reply is awaited. */
export interface EffectBlock {
  use: string;
  input?: Record<string, Expression>;
  timeout?: Duration;
  retry?: { limit: number; backoff: Duration };
}

/** Another case, of the newest published version of a definition. As a block its close is awaited. */
export interface CaseBlock {
  definition: string;
  /** Opening payload. */
  payload?: Record<string, Expression>;
  /** Role there → role here whose holders take it. The custodian of this case is `custodian`. */
  roles?: Record<string, string>;
  /** What the new case is to this one, for people. */
  title?: Text;
}

/** A message from outside by name and correlation value; kept if it comes early. */
export interface AwaitBlock {
  title: Text;
  message: string;
  correlate: Expression;
  form?: string;
}

/** Names of the clocks that run while the state is active. */
export function clockNames({ clock }: StateNode): string[] {
  if (clock === undefined) return [];
  return typeof clock === 'string' ? [clock] : clock;
}
