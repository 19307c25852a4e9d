/** The shortest way to a configuration, in the author's words. */
import type { Block, CompiledDefinition } from '../compiled.ts';
import { both } from '../problems.ts';
import type { TrailStep } from '../problem.ts';
import type { Text } from '../text.ts';
import { leavesOf } from './configuration.ts';
import type { Move, Node, PossibleEvent, Space } from './space.ts';

export const OPENED = both('立案', 'The case is opened');

/** A way through a case: the shortest to `node`, and what happens there. */
export interface Way {
  node: Node;
  event?: PossibleEvent;
  /** What the event leads to; absent: nothing. */
  move?: Move;
}

/** The first node and the moves of a shortest way. */
export function wayTo({ nodes }: Pick<Space, 'nodes'>, node: Node): { first: Node; moves: Move[] } {
  const moves: Move[] = [];
  let first = node;
  for (; first.by !== null; first = nodes[first.by.from]!) moves.unshift(first.by);
  return { first, moves };
}

export function trailOf(
  compiled: CompiledDefinition,
  space: Pick<Space, 'nodes'>,
  { node, event, move }: Way,
): TrailStep[] {
  const { nodes } = space;
  const { first, moves } = wayTo(space, node);
  const steps: TrailStep[] = [
    { what: OPENED, states: stateTitles(compiled, first) },
    ...moves.map((move) => ({
      what: withTransition(compiled, move),
      states: stateTitles(compiled, nodes[move.to]!),
    })),
  ];
  if (event === undefined) return steps;
  const what = move === undefined ? eventTitle(compiled, event) : withTransition(compiled, move);
  return [...steps, { what, states: stateTitles(compiled, move === undefined ? node : nodes[move.to]!) }];
}

/** Titles of the innermost active states. */
export function stateTitles(compiled: CompiledDefinition, { configuration }: Node): Text[] {
  return leavesOf(configuration).map((path) => stateTitle(compiled, path));
}

export function stateTitle({ states }: CompiledDefinition, path: string): Text {
  return states.get(path)?.node.title ?? both(path, path);
}

/** Texts side by side. */
export function joined(texts: readonly Text[]): Text {
  return both(texts.map((text) => text['zh-CN']).join('、'), texts.map((text) => text.en).join(', '));
}

const ANSWERS: Record<string, Text> = {
  completed: both('完成', 'is done'),
  accepted: both('被接受', 'is accepted'),
  declined: both('被拒绝', 'is declined'),
  recalled: both('被撤回', 'is recalled'),
  replied: both('有回复', 'is replied to'),
  failed: both('失败', 'fails'),
  closed: both('办结', 'is closed'),
  received: both('收到', 'arrives'),
  warned: both('将到期', 'warns'),
  lapsed: both('到期', 'lapses'),
  extended: both('延长', 'is extended'),
};

export function eventTitle(compiled: CompiledDefinition, { type, of, name }: PossibleEvent): Text {
  const { definition, blocks } = compiled;
  if (of === 'event') return definition.events?.[name]?.title ?? both(name, name);
  const block = blocks.get(name);
  const title =
    of === 'clock'
      ? (definition.clocks?.[name]?.title ?? both(name, name))
      : blockTitle(compiled, block, name);
  const answer = ANSWERS[type.slice(name.length + 1)] ?? both(type, type);
  return both(`“${title['zh-CN']}”${answer['zh-CN']}`, `“${title.en}” ${answer.en}`);
}

function blockTitle({ effects }: CompiledDefinition, block: Block | undefined, name: string): Text {
  if (block === undefined) return both(name, name);
  if (block.kind === 'effect')
    return effects.get(block.rule.use)?.title ?? both(block.rule.use, block.rule.use);
  if (block.kind === 'case') return block.rule.title ?? both(block.rule.definition, block.rule.definition);
  return block.rule.title;
}

/** The event, and what the author calls the transitions that it led through. */
function withTransition(compiled: CompiledDefinition, { event, took }: Move): Text {
  const what = eventTitle(compiled, event);
  const titles = took.flatMap((id) => compiled.transitions[id]?.rule.title ?? []);
  if (titles.length === 0) return what;
  const { 'zh-CN': zh, en } = joined(titles);
  return both(`${what['zh-CN']}（${zh}）`, `${what.en} (${en})`);
}
