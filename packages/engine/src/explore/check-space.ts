/** What the configurations show: states never come to, cases that cannot end, steps that do not, clocks unheard. */
import type { CompiledDefinition } from '../compiled.ts';
import type { Outline } from '../outline.ts';
import { both, type ProblemArgs, type ProblemCode } from '../problems.ts';
import type { Path } from '../source.ts';
import { activeStates } from '../machine.ts';
import { leavesOf } from './configuration.ts';
import type { Move, Node, Space } from './space.ts';
import { eventTitle, joined, OPENED, stateTitle, stateTitles, type Way } from './trail.ts';

/** Tells a problem at a place of the definition, with the way that shows it. */
export type TellTrail = (code: ProblemCode, at: Path, args: ProblemArgs, way?: Way) => void;

export interface Explored {
  compiled: CompiledDefinition;
  outline: Outline;
  space: Space;
}

/** Of one kind; the rest follows from the same mistake more often than not. */
const TOLD_LIMIT = 5;

export function checkSpace(explored: Explored, limit: number, tell: TellTrail): void {
  if (explored.space.bounded) tell('GZ430', ['states'], { limit });
  checkReached(explored, tell);
  checkEnds(explored, tell);
  checkEndless(explored, tell);
  checkUnheard(explored, tell);
}

/** Only when everything was looked at. The compiler has told of states to which no transition leads. */
function checkReached({ compiled, outline, space }: Explored, tell: TellTrail): void {
  if (space.bounded || space.endless.length > 0) return;
  const reached = new Set(space.nodes.flatMap(({ configuration }) => activeStates(configuration.value)));
  for (const { entered } of [...space.openings, ...space.nodes.flatMap(({ moves }) => moves)])
    for (const path of entered) reached.add(path);
  for (const { path, parent, node, at } of outline.states.values()) {
    if (path === '' || node.type === 'history' || reached.has(path)) continue;
    // Told of the outermost; what is inside follows.
    if (parent !== '' && parent !== null && !reached.has(parent)) continue;
    tell('GZ431', at, { state: stateTitle(compiled, path) });
  }
}

/** Where no end can be reached any more, and where nothing can happen. */
function checkEnds(explored: Explored, tell: TellTrail): void {
  const { compiled, space } = explored;
  const { nodes } = space;
  // Without any end at the top a case is meant to run on, or the compiler has said so.
  if (!nodes.some(({ configuration }) => configuration.done)) return checkStops(explored, tell);
  const ends = canReach(nodes, ({ configuration, expanded }) => configuration.done || !expanded);
  const stops = new Set(nodes.filter((node) => isStop(space, node)));
  const leadsToStop = canReach(nodes, (node) => stops.has(node));
  checkStops(explored, tell);
  // Of those that come one after another the first is told.
  const lost = nodes.filter(
    ({ index, by }) => !ends[index] && !leadsToStop[index] && (by === null || ends[by.from]),
  );
  tellOnce(lost, (node) => {
    const told = { states: joined(stateTitles(compiled, node)) };
    tell('GZ432', placeOf(explored, node), told, { node });
  });
}

function checkStops(explored: Explored, tell: TellTrail): void {
  const { compiled, space } = explored;
  const { nodes } = space;
  tellOnce(
    nodes.filter((node) => isStop(space, node)),
    (node) => {
      const told = { states: joined(stateTitles(compiled, node)) };
      // Some way here had no guard that refused: then nothing but the states are to blame.
      const always = arrivals(nodes, node).some(({ refused }) => !refused) || node.by === null;
      tell(always ? 'GZ433' : 'GZ434', placeOf(explored, node), told, { node });
    },
  );
}

function checkEndless({ compiled, outline, space }: Explored, tell: TellTrail): void {
  for (const { from, event } of space.endless.slice(0, TOLD_LIMIT)) {
    const what = event === null ? OPENED : eventTitle(compiled, event);
    const way = from === null || event === null ? undefined : { node: from, event };
    const [leaf = ''] = from === null ? [] : leavesOf(from.configuration);
    tell('GZ435', outline.states.get(leaf)?.at ?? ['states'], { what }, way);
  }
}

function checkUnheard({ compiled, outline, space }: Explored, tell: TellTrail): void {
  const told = new Set<string>();
  for (const { node, clock } of space.unheard) {
    const leaves = leavesOf(node.configuration);
    const at = outline.states.get(leaves[0] ?? '')?.at ?? ['clocks', clock];
    if (told.has(`${clock} ${leaves.join()}`) || told.size >= TOLD_LIMIT) continue;
    told.add(`${clock} ${leaves.join()}`);
    const event = { type: `${clock}.lapsed`, of: 'clock', name: clock, must: false } as const;
    const args = {
      name: clock,
      title: compiled.definition.clocks?.[clock]?.title ?? both(clock, clock),
      states: joined(stateTitles(compiled, node)),
    };
    tell('GZ436', at, args, { node: node, event });
  }
}

/** By index: from which nodes a move leads, or several, to one that `isGoal` holds of. */
export function canReach(
  nodes: readonly Node[],
  isGoal: (node: Node) => boolean,
  mayTake: (move: Move) => boolean = () => true,
): boolean[] {
  const before: number[][] = nodes.map(() => []);
  for (const { moves } of nodes)
    for (const move of moves) if (mayTake(move)) before[move.to]!.push(move.from);
  const reached = nodes.map(isGoal);
  const work = nodes.flatMap(({ index }) => (reached[index] ? [index] : []));
  for (let next = work.pop(); next !== undefined; next = work.pop())
    for (const from of before[next]!)
      if (!reached[from]) {
        reached[from] = true;
        work.push(from);
      }
  return reached;
}

const isStop = ({ endless }: Space, node: Node) =>
  node.expanded &&
  !node.configuration.done &&
  node.moves.length === 0 &&
  endless.every(({ from }) => from !== node);

const arrivals = (nodes: readonly Node[], { index }: Node): Move[] =>
  nodes.flatMap(({ moves }) => moves.filter(({ to, from }) => to === index && from !== index));

/** Once for each set of innermost states, the shortest first. */
function tellOnce(nodes: readonly Node[], tellOf: (node: Node) => void): void {
  const told = new Set<string>();
  for (const node of nodes) {
    const key = leavesOf(node.configuration).join();
    if (told.has(key) || told.size >= TOLD_LIMIT) continue;
    told.add(key);
    tellOf(node);
  }
}

function placeOf({ outline }: Explored, { configuration }: Node): Path {
  return outline.states.get(leavesOf(configuration)[0] ?? '')?.at ?? ['states'];
}
