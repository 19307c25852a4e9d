/**
 * What is open in a case, taken over into the new version: each thing has a place there, or ends because the plan
 * says so. Nothing is dropped in silence.
 */
import type { CaseState, Clock } from '../case-state.ts';
import type { Block, CompiledDefinition } from '../compiled.ts';
import { clockNames } from '../definition.ts';
import { refuse } from '../draft.ts';
import { canonicalJson } from '../hash.ts';
import { engineErrors } from '../refusals.ts';
import { imageOf, type Layout } from './layout.ts';
import type { MigrationPlan } from './plan.ts';

export interface Carried extends Pick<CaseState, 'tasks' | 'handoffs' | 'effects' | 'awaits' | 'children'> {
  /** Clocks that go on, under their names there. */
  clocks: Clock[];
  /** Names of clocks here that end now. */
  endedClocks: string[];
  /** Names of clocks there that start anew. */
  restarted: Set<string>;
  /** Blocks there that have their thing already, by name. */
  blocks: Set<string>;
}

export interface Crossing {
  from: CompiledDefinition;
  to: CompiledDefinition;
  plan: MigrationPlan;
  state: CaseState;
  layout: Layout;
}

/**
 * Refuses with GZ_MIGRATION_WORK, GZ_MIGRATION_TASK_ROLE, GZ_MIGRATION_CLOCK, GZ_MIGRATION_CLOCK_PLACE.
 */
export function carryOver(crossing: Crossing): Carried {
  const { state, plan } = crossing;
  const blocks = new Set<string>();
  const stay = <Thing extends { name: string; state: string }>(
    kind: Block['kind'],
    things: readonly Thing[],
  ) =>
    things.flatMap((thing) => {
      const block = placeOf(crossing, kind, thing);
      if (block === null) return [];
      blocks.add(block.name);
      return [{ ...thing, name: block.name, state: block.state }];
    });
  const tasks = stay('task', state.tasks).map((task, _, all) => taskThere(crossing, task, all));
  const effects = stay('effect', state.effects);
  const awaits = stay('await', state.awaits);
  const own = state.handoffs.filter(({ name, of }) => name !== null && of === 'case');
  const offered = stay(
    'handoff',
    own.map((handoff) => ({ ...handoff, name: handoff.name!, state: handoff.state! })),
  );
  const handoffs = state.handoffs.flatMap((handoff) => {
    if (own.includes(handoff)) return offered.filter(({ handoffId }) => handoffId === handoff.handoffId);
    if (handoff.of === 'case') return [handoff];
    const task = tasks.find(({ taskId }) => taskId === handoff.taskId);
    return task === undefined ? [] : [{ ...handoff, state: task.state, role: task.role }];
  });
  const children = state.children.map((child) => {
    const { name, state: at, outcome } = child;
    if (name === null || at === null || outcome !== null) return child;
    if (!isActiveHere(crossing, at)) return { ...child, state: imageOf(crossing.to, plan, at)?.path ?? null };
    const [there] = stay('case', [{ name, state: at }]);
    return { ...child, ...(there ?? { state: null }) };
  });
  return {
    tasks,
    effects,
    awaits,
    handoffs: handoffs.map((handoff) => ({ ...handoff, role: plan.roles?.[handoff.role] ?? handoff.role })),
    children,
    blocks,
    ...clocksThere(crossing),
  };
}

const isActiveHere = ({ layout }: Crossing, path: string) =>
  layout.left.includes(path) || [...layout.kept.values()].some((paths) => paths.includes(path));

/** The block there that the thing goes on in; null: its state is left, and that is meant. */
function placeOf(
  { from, to, plan, state, layout }: Crossing,
  kind: Block['kind'],
  { name, state: at }: { name: string; state: string },
): Block | null {
  if (imageOf(to, plan, at)?.reenter === true) return null;
  const block = to.blocks.get(plan.tasks?.[name] ?? name);
  const isThere =
    block?.kind === kind &&
    layout.active.includes(block.state) &&
    isSameMessage(from.blocks.get(name), block);
  return isThere
    ? block
    : refuse(engineErrors.refuse('GZ_MIGRATION_WORK', { case: state.caseId, name, state: at }));
}

/** What was registered for one message cannot wait for another. */
const isSameMessage = (before: Block | undefined, after: Block) =>
  after.kind !== 'await' || (before?.kind === 'await' && before.rule.message === after.rule.message);

function taskThere(
  { to, plan, state }: Crossing,
  task: CaseState['tasks'][number],
  all: CaseState['tasks'],
): CaseState['tasks'][number] {
  const block = to.blocks.get(task.name);
  if (block?.kind !== 'task') throw new Error(`expected ${task.name} to be a task of ${to.ref.id}`);
  if (all.filter(({ name }) => name === task.name).length > 1)
    refuse(
      engineErrors.refuse('GZ_MIGRATION_WORK', { case: state.caseId, name: task.name, state: task.state }),
    );
  const { role, clock = null } = block.rule;
  const before = plan.roles?.[task.role] ?? task.role;
  if (task.holder !== null && before !== role)
    refuse(
      engineErrors.refuse('GZ_MIGRATION_TASK_ROLE', {
        case: state.caseId,
        task: task.name,
        member: task.holder.memberId,
        from: task.role,
        to: role,
      }),
    );
  return { ...task, role, clock };
}

function clocksThere(crossing: Crossing): Pick<Carried, 'clocks' | 'endedClocks' | 'restarted'> {
  const { to, plan, state, layout } = crossing;
  const clocks: Clock[] = [];
  const endedClocks: string[] = [];
  const restarted = new Set<string>();
  const refused = (code: 'GZ_MIGRATION_CLOCK' | 'GZ_MIGRATION_CLOCK_PLACE', clock: string) =>
    refuse(engineErrors.refuse(code, { case: state.caseId, clock }));
  for (const clock of Object.values(state.clocks)) {
    if (clock.endedAt !== null) continue;
    const stated = plan.clocks?.[clock.name];
    if (stated === 'end' || (stated === undefined && imageOf(to, plan, clock.state)?.reenter === true)) {
      endedClocks.push(clock.name);
      continue;
    }
    const name = typeof stated === 'object' ? stated.as : clock.name;
    const place = layout.active.find((path) => clockNames(to.states.get(path)!.node).includes(name));
    if (stated === undefined && clock.status !== 'lapsed' && !isSameRule(crossing, clock.name))
      refused('GZ_MIGRATION_CLOCK', clock.name);
    if (place === undefined || clocks.some((given) => given.name === name))
      return refused('GZ_MIGRATION_CLOCK_PLACE', clock.name);
    if (stated === 'restart') {
      endedClocks.push(clock.name);
      restarted.add(name);
    } else clocks.push({ ...clock, name, state: place });
  }
  return { clocks, endedClocks, restarted };
}

/** Whether the clock counts there as it does here. */
function isSameRule({ from, to }: Crossing, name: string): boolean {
  const counted = ({ definition, calendar, timeZone }: CompiledDefinition) => {
    const rule = definition.clocks?.[name];
    if (rule === undefined) return null;
    const { limit, days, from: start = null, warn = [], extendable = null } = rule;
    return canonicalJson({ limit, days, start, warn, extendable, calendar: calendar.id, timeZone });
  };
  return counted(from) === counted(to);
}
