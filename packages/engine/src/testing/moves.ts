/** Everything that can be tried in a case now, as steps of a test: by people, from outside, by time that passes. */
import type { CaseState } from '../case-state.ts';
import type { CommandBody, Instant } from '../command.ts';
import type { CompiledDefinition } from '../compiled.ts';
import { possible, type Possibility } from '../possible.ts';
import type { Json, JsonObject } from '../text.ts';
import type { Act } from './case-test.ts';
import { actorOf, holderOf, SYSTEM, type Cast } from './cast.ts';
import type { Payloads } from './payloads.ts';

export interface Move {
  act: Act;
  by: string;
  /** null: time passes, until `until`. */
  body: CommandBody | null;
  until: Instant;
}

export interface Scene {
  compiled: CompiledDefinition;
  cast: Cast;
  payloads: Payloads;
}

/** Given with every command that a person sends. */
export const GENERATED_REASON = '自动生成 · generated';

export function* movesOf(scene: Scene, state: CaseState, now: Instant): Generator<Move> {
  if (state.status === 'closed') return;
  for (const [by, possibility] of whoMay(scene, state, now)) yield* personal(scene, by, possibility, now);
  yield* fromOutside(scene, state, now);
  yield* byTime(scene, state, now);
}

/** Few members a possibility: those who are made for one of its roles first. */
function whoMay({ compiled, cast }: Scene, state: CaseState, now: Instant): [string, Possibility][] {
  const found = new Map<string, [string, Possibility][]>();
  for (const by of Object.keys(cast.members))
    for (const one of possible(compiled, state, actorOf(cast, by), now)) {
      if (!one.allowed) continue;
      const key = `${one.kind} ${one.name} ${one.id}`;
      const known = found.get(key) ?? [];
      if (one.roles.includes(by)) known.unshift([by, one]);
      else known.push([by, one]);
      found.set(key, known);
    }
  return [...found.values()].flatMap((list) => list.slice(0, list[0]![1].kind.startsWith('task.') ? 1 : 3));
}

function* personal(
  scene: Scene,
  by: string,
  { kind, name, id, form }: Possibility,
  now: Instant,
): Generator<Move> {
  const reason = GENERATED_REASON;
  const move = (act: Act, body: CommandBody): Move => ({ act, by, body, until: now });
  switch (kind) {
    case 'event.send':
      for (const payload of scene.payloads.ofForm(form ?? undefined, now))
        yield move({ do: 'send', event: name, by, payload, reason }, { kind, event: name, payload });
      return;
    case 'task.complete':
      for (const payload of scene.payloads.ofForm(form ?? undefined, now))
        yield move({ do: 'complete', task: name, by, payload, reason }, { kind, taskId: id!, payload });
      return;
    case 'handoff.accept':
    case 'handoff.decline':
    case 'handoff.recall': {
      const does = kind.slice('handoff.'.length) as 'accept' | 'decline' | 'recall';
      yield move({ do: does, handoff: name, by, reason }, { kind, handoffId: id! });
      return;
    }
    case 'handoff.offer':
      for (const to of takers(scene, name, by))
        yield move(
          { do: 'offer', role: name, by, to, reason },
          { kind, role: name, to: holderOf(scene.cast, to)! },
        );
      return;
    case 'clock.extend':
      yield move({ do: 'extend', clock: name, by, reason }, { kind, clock: name });
      return;
  }
}

/** A member who is made for the role. */
function takers({ cast }: Scene, role: string, giver: string): string[] {
  const party = cast.members[giver]?.party;
  return Object.keys(cast.members)
    .filter((id) => (id === role || id === `${role}-2`) && cast.members[id]!.party !== party)
    .slice(0, 1);
}

function* fromOutside({ compiled, payloads }: Scene, state: CaseState, now: Instant): Generator<Move> {
  const move = (act: Act, body: CommandBody): Move => ({ act, by: SYSTEM.memberId, body, until: now });
  for (const { effectId, name, use } of state.effects) {
    for (const reply of payloads.ofSchema(compiled.effects.get(use)?.reply, now))
      yield move({ do: 'reply', effect: name, with: reply }, { kind: 'effect.reply', effectId, reply });
    yield move(
      { do: 'fail', effect: name, error: 'failed' },
      { kind: 'effect.fail', effectId, error: 'failed' },
    );
  }
  for (const { linkId, caseId, name, definition, outcome: ended } of state.children) {
    if (ended !== null) continue;
    for (const { outcome, payload } of payloads.ofChild())
      yield move(
        { do: 'close', child: name ?? definition, outcome, payload },
        { kind: 'child.closed', linkId, childCaseId: caseId ?? linkId, outcome, payload },
      );
  }
  for (const { awaitId, name } of state.awaits) {
    const block = compiled.blocks.get(name);
    for (const payload of payloads.ofForm(block?.kind === 'await' ? block.rule.form : undefined, now))
      yield move({ do: 'message', await: name, payload }, { kind: 'message.receive', awaitId, payload });
  }
}

function* byTime({ payloads }: Scene, state: CaseState, now: Instant): Generator<Move> {
  const pass = (act: Act, until: Instant): Move => ({ act, by: SYSTEM.memberId, body: null, until });
  const running = Object.values(state.clocks).filter(({ status }) => status === 'running');
  for (const { name, dueAt } of running) if (dueAt !== null) yield pass({ do: 'lapse', clock: name }, dueAt);
  for (const { warnsAt } of running) {
    const [at] = warnsAt;
    if (at !== undefined) yield pass({ do: 'until', at }, at);
  }
  for (const at of momentsIn(state.data, payloads)) if (at > now) yield pass({ do: 'until', at }, at);
}

/** Instants in the data that a guard may compare with now. */
function momentsIn(data: JsonObject, { influences }: Payloads): Instant[] {
  return [...influences.dataFields].flatMap((field) => {
    const value: Json | undefined = data[field];
    const at = typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) ? Date.parse(value) : Number.NaN;
    return Number.isNaN(at) ? [] : [at];
  });
}
