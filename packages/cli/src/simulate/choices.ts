import {
  possible,
  type CommandBody,
  type JsonObject,
  type JsonSchema,
  type Possibility,
  type Text,
} from '@gongzhi/engine';
import { type World } from '@gongzhi/engine/testing';

/** One thing that somebody may do now. */
export interface Choice {
  /** A member of the cast, or `system`. */
  by: string;
  kind: string;
  title: Text;
  schema: JsonSchema | null;
  reason: boolean;
  body(payload: JsonObject): CommandBody;
}

/** What the members of the cast may do, then what may come from outside. */
export function choices(world: World): Choice[] {
  const { state, compiled, cast, now } = world;
  if (state === null || state.status === 'closed') return [];
  const people = Object.keys(cast.members).flatMap((by) =>
    possible(compiled, state, world.actor(by), now)
      .filter(({ allowed }) => allowed)
      .flatMap((possibility) => choiceOf(world, by, possibility)),
  );
  return [...people, ...fromOutside(world)];
}

function choiceOf(
  world: World,
  by: string,
  { kind, name, id, title, schema, reason }: Possibility,
): Choice[] {
  const body = bodyOf(world, kind, name, id);
  return body === null ? [] : [{ by, kind, title, schema, reason: reason === 'required', body }];
}

/** null: not played here (it needs a choice of its own, or a file). */
function bodyOf(world: World, kind: string, name: string, id: string | null): Choice['body'] | null {
  switch (kind) {
    case 'event.send':
      return (payload) => ({ kind, event: name, payload });
    case 'task.claim':
    case 'task.release':
      return () => ({ kind, taskId: id! });
    case 'task.complete':
      return (payload) => ({ kind, taskId: id!, payload });
    case 'handoff.accept':
    case 'handoff.decline':
    case 'handoff.recall':
      return () => ({ kind, handoffId: id! });
    case 'handoff.offer': {
      const to = world.cast.members[name];
      return to
        ? () => ({ kind, role: name, to: { partyId: to.party, partyKind: to.kind, memberId: name } })
        : null;
    }
    case 'clock.extend':
      return () => ({ kind, clock: name });
    default:
      return null;
  }
}

function fromOutside({ state }: World): Choice[] {
  const outside = (kind: string, name: string, body: Choice['body']): Choice => ({
    by: 'system',
    kind,
    title: { 'zh-CN': name, en: name },
    schema: null,
    reason: false,
    body,
  });
  return [
    ...state!.effects.flatMap(({ effectId, name }) => [
      outside('effect.reply', name, (reply) => ({ kind: 'effect.reply', effectId, reply })),
      outside('effect.fail', name, () => ({ kind: 'effect.fail', effectId, error: 'simulated' })),
    ]),
    ...state!.children
      .filter(({ caseId, outcome }) => caseId !== null && outcome === null)
      .map(({ linkId, caseId, name, definition }) =>
        outside('child.closed', name ?? definition, ({ outcome = 'done', ...payload }) => ({
          kind: 'child.closed',
          linkId,
          childCaseId: caseId!,
          outcome: String(outcome),
          payload,
        })),
      ),
    ...state!.awaits.map(({ awaitId, name }) =>
      outside('message.receive', name, (payload) => ({ kind: 'message.receive', awaitId, payload })),
    ),
  ];
}
