/** A test of a definition: given / when / then, as `read-tests.ts` reads it from YAML. */
import type { Instant } from '../command.ts';
import type { Holder } from '../command.ts';
import type { Json, JsonObject, Text } from '../text.ts';
import type { Cast } from './cast.ts';

export interface TestFile {
  file: string;
  /** The definition's file, relative to this one. */
  definition: string;
  cast: Cast;
  tests: CaseTest[];
}

export interface CaseTest {
  title: Text;
  /** From 1. */
  line: number;
  given: Given;
  when: TestStep[];
  then: Expectation | null;
}

export interface Given {
  at: Instant;
  by: string;
  role: string;
  payload: JsonObject;
  cell?: string;
  /** Holders taken over, as when another case opens this one; by role, of members or parties. */
  holders?: Record<string, Holder[]>;
  /** Definition that the case comes from. */
  from?: string;
  reason?: string;
  refused?: string;
  then?: Expectation;
}

export interface TestStep {
  line: number;
  act: Act;
  /** Must be refused with this code, the case unchanged. */
  refused?: string;
  /** Checked at this point. */
  then?: Expectation;
}

export type Act =
  | { do: 'claim'; task: string; by: string }
  | { do: 'complete'; task: string; by: string; payload: JsonObject; reason?: string }
  | { do: 'release'; task: string; by: string; reason?: string }
  | { do: 'delegate'; task: string; by: string; to: string; reason?: string }
  | { do: 'send'; event: string; by: string; payload: JsonObject; reason?: string }
  | { do: 'offer'; role: string; by: string; to: string; reason?: string }
  | { do: 'accept' | 'decline' | 'recall'; handoff: string; by: string; reason?: string }
  | { do: 'extend'; clock: string; by: string; reason?: string }
  | { do: 'attach'; file: string; by: string }
  | { do: 'reply'; effect: string; with: Json }
  | { do: 'fail'; effect: string; error: string }
  | { do: 'close'; child: string; outcome: string; payload: JsonObject }
  | { do: 'message'; await: string; payload: JsonObject }
  | { do: 'move'; state: string; by: string; reason?: string }
  /** Elapsed or calendar time, in the definition's time zone. */
  | { do: 'wait'; duration: string }
  | { do: 'until'; at: Instant }
  /** To the instant at which that clock lapses. */
  | { do: 'lapse'; clock: string };

/** What must be so; only what is written is compared. */
export interface Expectation {
  line: number;
  /** Full paths that must be active. */
  state?: string[];
  status?: 'open' | 'closed';
  outcome?: string | null;
  /** A party, or a member of it. */
  custodian?: string;
  /** Names of all open tasks, in any order. */
  tasks?: string[];
  /** Names (of those without one, roles) of all open hand-offs, in any order. */
  handoffs?: string[];
  /** A part of the data. */
  data?: JsonObject;
  /** By clock: the last local day, `2026-03-13`; null: not running. */
  due?: Record<string, string | null>;
  /** Clocks that have warned by now, each at least once. */
  warnings?: string[];
  /** Clocks that have lapsed by now. */
  lapsed?: string[];
  /** Documents issued or attached, among others. */
  documents?: string[];
  /** Definitions of the cases that it opened, among others. */
  opened?: string[];
  /** Effects asked for, `<plugin>.<effect>`, among others. */
  effects?: string[];
  /** By role: all parties (or members) that hold it, in any order. */
  participants?: Record<string, string[]>;
  public?: boolean;
}
