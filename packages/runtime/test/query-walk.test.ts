/**
 * The lists against the engine, over a long walk: many cases, many members, each doing something that the engine says
 * is possible. After it, what each member is shown must be what the engine allows, in every case.
 */
import { mayRead, possible, type CommandBody, type Holder, type Possibility } from '@gongzhi/engine';
import t from 'tap';
import { colleagues, everybody, openWorld, PUBLIC } from './query-world.ts';

const CASES = 24;
const STEPS = 400;
const world = await openWorld();
t.teardown(() => world.close());
const { query } = world;

/** mulberry32: the same walk each time. */
let seed = 20260701;
function random(below: number): number {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
}
const pick = <Item>(items: Item[]): Item => items[random(items.length)]!;

function bodyOf({ kind, name, id }: Possibility, colleague: Holder): CommandBody | null {
  switch (kind) {
    case 'event.send':
      return { kind, event: name, payload: {} };
    case 'task.claim':
    case 'task.release':
      return { kind, taskId: String(id) };
    case 'task.complete':
      return { kind, taskId: String(id), payload: random(4) === 0 ? { found: 'public' } : { found: 'x' } };
    case 'task.delegate':
      return { kind, taskId: String(id), to: colleague };
    case 'handoff.offer':
      return {
        kind,
        role: 'partner',
        to: { partyId: pick(['helpers', 'friends']), partyKind: 'social-organization' },
      };
    case 'handoff.accept':
    case 'handoff.decline':
    case 'handoff.recall':
      return { kind, handoffId: String(id) };
    default:
      return null;
  }
}

const cases: string[] = [];
for (let made = 0; made < CASES; made += 1)
  cases.push(await world.open(pick(['anna', 'bert']), `Case ${made}`, pick(['north', 'south'])));
const taken: Record<string, number> = {};
for (let done = 0; done < STEPS; done += 1) {
  const [caseId, memberId] = [pick(cases), pick(everybody)];
  const { state, compiled } = await query.case(caseId);
  const actor = await world.actor(memberId);
  const may = possible(compiled, state, actor, world.now()).filter(
    ({ allowed, name }) => allowed && (name !== 'withdraw' || random(8) === 0),
  );
  const { partyId, partyKind } = actor;
  const colleague = pick(colleagues(partyId));
  const body = may.length === 0 ? null : bodyOf(pick(may), { partyId, partyKind, memberId: colleague });
  if (body === null) continue;
  world.pass(1000);
  await world.send(caseId, memberId, body, 'because').then(
    () => (taken[body.kind] = (taken[body.kind] ?? 0) + 1),
    () => (taken['refused'] = (taken['refused'] ?? 0) + 1),
  );
}
const last = await world.open('anna', 'Published', 'north');
await world.send(last, 'clara', {
  kind: 'task.complete',
  taskId: await world.taskId(last, 'search'),
  payload: { found: 'public' },
});
cases.push(last);

t.test('the walk took every kind of step', async (t) => {
  for (const kind of ['event.send', 'task.claim', 'task.complete', 'handoff.accept', 'handoff.decline'])
    t.ok((taken[kind] ?? 0) > 0, `${kind}: ${taken[kind]} of ${JSON.stringify(taken)}`);
});

t.test('after it each member is shown what the engine lets it claim, accept and read', async (t) => {
  let shown = 0;
  for (const memberId of everybody) {
    const actor = await world.actor(memberId);
    const viewer = await world.viewer(memberId);
    const may: Possibility[] = [];
    const readable: string[] = [];
    for (const caseId of cases) {
      const { state, compiled } = await query.case(caseId);
      may.push(...possible(compiled, state, actor, world.now()).filter(({ allowed }) => allowed));
      if (mayRead(compiled, state, viewer) !== null) readable.push(caseId);
    }
    const idsOf = (kind: string) =>
      may
        .filter((each) => each.kind === kind)
        .map(({ id }) => String(id))
        .toSorted();
    const tasks = await query.tasks({ viewer: actor, list: 'offered', limit: 200 });
    const handoffs = await query.handoffs({ viewer: actor, direction: 'incoming', limit: 200 });
    const read = await query.cases({ viewer, limit: 200 });
    t.same(tasks.items.map(({ taskId }) => taskId).toSorted(), idsOf('task.claim'), `${memberId}: tasks`);
    t.same(
      handoffs.items.map(({ handoffId }) => handoffId).toSorted(),
      idsOf('handoff.accept'),
      `${memberId}: hand-offs`,
    );
    t.same(read.items.map(({ caseId }) => caseId).toSorted(), readable.toSorted(), `${memberId}: cases`);
    shown += tasks.items.length + handoffs.items.length;
  }
  t.ok(shown > 10, `${shown} in all`);
});

t.test('after it the public reads what is published, without titles', async (t) => {
  const published: string[] = [];
  for (const caseId of cases) if ((await query.case(caseId)).state.public) published.push(caseId);
  const { items } = await query.cases({ viewer: PUBLIC, limit: 200 });
  t.same(items.map(({ caseId }) => caseId).toSorted(), published.toSorted());
  t.ok(items.length > 0);
  t.ok(items.every(({ title, dueAt }) => title === '' && dueAt === null));
});
