import { possible, type JsonObject, type JsonSchema, type Possibility, type Text } from '@gongzhi/engine';
import type { Act, World } from '@gongzhi/engine/testing';

/** One thing that somebody may do now. */
export interface Choice {
  /** A member of the cast, or `system`. */
  by: string;
  kind: string;
  /** Of the event, task, hand-off, clock or block. */
  name: string;
  title: Text;
  schema: JsonSchema | null;
  form: string | null;
  /** Whether one must be given. */
  reason: boolean;
  /** Who may get what is offered or delegated; empty: it goes to nobody. */
  to: string[];
  act(given: { payload: JsonObject; reason: string | undefined; to: string }): Act;
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
  return [...people.filter((one) => !isSecond(one, people)), ...fromOutside(world)];
}

/** The second member of a role is shown only what no other may do. */
function isSecond({ by, kind, name }: Choice, all: Choice[]): boolean {
  return (
    by.endsWith('-2') && all.some((one) => !one.by.endsWith('-2') && one.kind === kind && one.name === name)
  );
}

function choiceOf(world: World, by: string, possibility: Possibility): Choice[] {
  const { kind, name, title, schema, form, reason } = possibility;
  const act = actOf(kind, name, by);
  const needsTaker = kind === 'handoff.offer' || kind === 'task.delegate';
  const to = needsTaker ? takers(world, by, possibility) : [];
  if (act === null || (needsTaker && to.length === 0)) return [];
  return [{ by, kind, name, title, schema, form, reason: reason === 'required', to, act }];
}

/** null: not played here. */
function actOf(kind: string, name: string, by: string): Choice['act'] | null {
  switch (kind) {
    case 'event.send':
      return ({ payload, reason }) => ({ do: 'send', event: name, by, payload, ...because(reason) });
    case 'task.claim':
      return () => ({ do: 'claim', task: name, by });
    case 'task.release':
      return ({ reason }) => ({ do: 'release', task: name, by, ...because(reason) });
    case 'task.complete':
      return ({ payload, reason }) => ({ do: 'complete', task: name, by, payload, ...because(reason) });
    case 'task.delegate':
      return ({ to, reason }) => ({ do: 'delegate', task: name, by, to, ...because(reason) });
    case 'handoff.accept':
    case 'handoff.decline':
    case 'handoff.recall': {
      const does = kind.slice('handoff.'.length) as 'accept' | 'decline' | 'recall';
      return ({ reason }) => ({ do: does, handoff: name, by, ...because(reason) });
    }
    case 'handoff.offer':
      return ({ to, reason }) => ({ do: 'offer', role: name, by, to, ...because(reason) });
    case 'clock.extend':
      return ({ reason }) => ({ do: 'extend', clock: name, by, ...because(reason) });
    default:
      return null;
  }
}

const because = (reason: string | undefined) => (reason === undefined ? {} : { reason });

/** Members who are fit for the role that is given on, those that are made for it first. */
function takers({ compiled, cast }: World, by: string, { kind, name, roles }: Possibility): string[] {
  const wanted = kind === 'handoff.offer' ? name : roles[0]!;
  const { party = [], qualifications = [] } = compiled.definition.roles[wanted] ?? {};
  return Object.entries(cast.members)
    .filter(
      ([id, one]) =>
        id !== by && party.includes(one.kind) && qualifications.every((q) => one.qualifications.includes(q)),
    )
    .map(([id]) => id)
    .toSorted((a, b) => Number(b.startsWith(wanted)) - Number(a.startsWith(wanted)));
}

function fromOutside({ state }: World): Choice[] {
  const outside = (kind: string, name: string, act: Choice['act']): Choice => ({
    by: 'system',
    kind,
    name,
    title: { 'zh-CN': name, en: name },
    schema: null,
    form: null,
    reason: false,
    to: [],
    act,
  });
  return [
    ...state!.effects.flatMap(({ name }) => [
      outside('effect.reply', name, ({ payload }) => ({ do: 'reply', effect: name, with: payload })),
      outside('effect.fail', name, () => ({ do: 'fail', effect: name, error: 'simulated' })),
    ]),
    ...state!.children
      .filter(({ caseId, outcome }) => caseId !== null && outcome === null)
      .map(({ name, definition }) =>
        outside('child.closed', name ?? definition, ({ payload: { outcome = 'done', ...payload } }) => ({
          do: 'close',
          child: name ?? definition,
          outcome: String(outcome),
          payload,
        })),
      ),
    ...state!.awaits.map(({ name }) =>
      outside('message.receive', name, ({ payload }) => ({ do: 'message', await: name, payload })),
    ),
  ];
}
