/**
 * One case on a virtual clock, with everything around it played: the directory, effects, other cases.
 *
 * Nothing happens by itself: `send` and `advanceTo` return when all that follows is done. After each step the case
 * goes through JSON, as it does through a database, and the invariants are checked.
 */
import type { CaseState } from '../case-state.ts';
import type { Actor, Command, CommandBody, Instant } from '../command.ts';
import type { CompiledDefinition } from '../compiled.ts';
import type { Refusal } from '../errors.ts';
import type { JournalEntry } from '../journal-entry.ts';
import { replay } from '../replay.ts';
import type { CaseOpening, EffectRequest } from '../step-result.ts';
import { step } from '../step.ts';
import { actorOf, answer, SYSTEM, type Cast } from './cast.ts';
import { nextDue } from './due.ts';
import { brokenInvariants } from './invariants.ts';
import { differences, throughJson } from './same-json.ts';

export interface World {
  readonly compiled: CompiledDefinition;
  readonly cast: Cast;
  readonly now: Instant;
  /** null until it is opened. */
  readonly state: CaseState | null;
  readonly journal: readonly JournalEntry[];
  /** Asked for so far, awaited or not. */
  readonly effects: readonly EffectRequest[];
  readonly openings: readonly CaseOpening[];
  /** What a member of the cast acts as. */
  actor(memberId: string): Actor;
  /** A member of the cast, or 'system'. A refusal leaves the case as it was. */
  send(by: string, body: CommandBody, reason?: string): Refusal | null;
  /** Lets time pass; what falls due on the way, in order, happens. */
  advanceTo(at: Instant): void;
}

/** The case, or the world around it, is not as it must be: a fault of the engine, not of the definition. */
export class InvariantError extends Error {
  override name = 'InvariantError';
}

export const CASE_ID = 'case-under-test';
const QUERY_ROUNDS = 5;
const DUE_LIMIT = 1000;

export function createWorld(compiled: CompiledDefinition, cast: Cast, at: Instant): World {
  let now = at;
  let state: CaseState | null = null;
  const journal: JournalEntry[] = [];
  const effects: EffectRequest[] = [];
  const openings: CaseOpening[] = [];
  let commands = 0;

  function send(by: string, body: CommandBody, reason?: string): Refusal | null {
    const actor = by === SYSTEM.memberId ? SYSTEM : actorOf(cast, by);
    const command = commandOf(`command-${++commands}`, actor, body, reason);
    const before = JSON.stringify(state);
    const result = stepWithFacts(compiled, cast, state, command, now);
    if (JSON.stringify(state) !== before)
      throw new InvariantError(`${body.kind} changed the case it was given`);
    if (result.kind === 'refused') return result.refusal;
    const broken = brokenInvariants(compiled, result.case, result.entry);
    if (broken.length > 0) throw new InvariantError(`after ${body.kind}: ${broken.join('; ')}`);
    state = throughJson(result.case);
    journal.push(throughJson(result.entry));
    effects.push(...result.effects);
    openings.push(...result.openings);
    for (const { linkId } of result.openings) childOpened(linkId);
    return null;
  }

  function childOpened(linkId: string): void {
    const refusal = send(SYSTEM.memberId, { kind: 'child.opened', linkId, childCaseId: `child-${linkId}` });
    if (refusal) throw new InvariantError(`child.opened is refused: ${refusal.message.en}`);
  }

  function advanceTo(until: Instant): void {
    if (until < now) throw new RangeError(`expected a time from ${iso(now)} on, got ${iso(until)}`);
    for (let count = 0; ; count++) {
      const due = state && nextDue(state);
      if (!due || due.at > until) break;
      if (count === DUE_LIMIT) throw new InvariantError(`${due.name} falls due for ever at ${iso(due.at)}`);
      now = Math.max(now, due.at);
      const refusal = send(SYSTEM.memberId, due.body);
      if (refusal) throw new InvariantError(`${due.body.kind} ${due.name} is refused: ${refusal.message.en}`);
    }
    now = until;
  }

  return {
    compiled,
    cast,
    get now() {
      return now;
    },
    get state() {
      return state;
    },
    journal,
    effects,
    openings,
    actor: (memberId) => actorOf(cast, memberId),
    send,
    advanceTo,
  };
}

/** Invariant 1: the journal, through JSON, replays to the snapshot. Throws `InvariantError`. */
export function assertReplays({ compiled, state, journal }: World): void {
  if (state === null) return;
  const result = replay(() => compiled, throughJson([...journal]));
  const found = differences(state, throughJson(result));
  if (found.length > 0) throw new InvariantError(`the journal replays to another case: ${found.join(', ')}`);
}

function commandOf(commandId: string, actor: Actor, body: CommandBody, reason: string | undefined): Command {
  return { commandId, caseId: CASE_ID, actor, ...body, ...(reason === undefined ? {} : { reason }) };
}

/** Answers what the step asks of the directory from the cast. */
export function stepWithFacts(
  compiled: CompiledDefinition,
  cast: Cast,
  state: CaseState | null,
  command: Command,
  now: Instant,
) {
  let asked = command;
  for (let round = 0; round < QUERY_ROUNDS; round++) {
    const result = step(compiled, state, asked, now);
    if (result.kind !== 'needs') return result;
    asked = { ...asked, facts: { ...asked.facts, ...answer(cast, result.queries) } };
  }
  throw new InvariantError(`${command.kind} asks the directory again and again`);
}

const iso = (at: Instant) => new Date(at).toISOString();
