/**
 * Two versions on one picture: the newer one, marked, with what is gone from the older one as ghosts at its place.
 *
 * A ghost of a state keeps its older path as id: no state of the newer version has it, or the two would be a pair.
 */
import type { CompiledDefinition, Comparison, Language, Plugin } from '@gongzhi/engine';
import type { BadgeLine } from '../graph/badges.ts';
import { allNodes, chartOf, type Chart, type ChartEdge, type ChartNode } from '../graph/chart.ts';
import { SIGNS, type Mark } from '../graph/marks.ts';

export function comparisonChart(
  comparison: Comparison,
  older: CompiledDefinition,
  newer: CompiledDefinition,
  options: { language: Language; plugins: readonly Plugin[] },
): Chart {
  const before = chartOf(older, { ...options, marks: marksOf(comparison, 'before') });
  const after = chartOf(newer, { ...options, marks: marksOf(comparison, 'after') });
  const paths = new Map(
    comparison.states.flatMap((pair) => (pair.before === null ? [] : [[pair.before, pair]])),
  );
  const idNow = (id: string): string => {
    if (id.startsWith('@')) return id;
    return paths.get(id)?.after ?? id;
  };
  const olderNodes = new Map([...allNodes(before.nodes)].map((node) => [node.id, node]));
  const olderOf = new Map(
    comparison.states.flatMap((pair) => (pair.after === null ? [] : [[pair.after, pair.before]])),
  );

  const merge = (node: ChartNode): ChartNode => {
    const was = olderNodes.get(olderOf.get(node.id) ?? (node.id.startsWith('@') ? node.id : ''));
    const children = node.children.map(merge);
    const lines = was === undefined || node.mark === 'added' ? node.lines : mergeLines(was.lines, node.lines);
    const isChanged = node.mark === undefined && lines.some(({ mark }) => mark !== undefined);
    return {
      ...node,
      lines,
      ...(isChanged && !node.id.startsWith('@')
        ? { mark: 'changed' as const, title: `${SIGNS.changed} ${node.title}` }
        : {}),
      children: was === undefined ? children : [...children, ...ghostsIn(was.children)],
    };
  };
  const ghostsIn = (nodes: readonly ChartNode[]): ChartNode[] =>
    nodes.filter(({ mark }) => mark === 'removed').map(ghost);
  /** With what was inside and has not gone elsewhere. */
  const ghost = (node: ChartNode): ChartNode => ({ ...node, children: ghostsIn(node.children) });

  const nodes = [...after.nodes.map(merge), ...ghostsIn(before.nodes)];
  const hasAnywhere = nodes.some(({ id }) => id === '@anywhere');
  const anywhere = hasAnywhere ? undefined : olderNodes.get('@anywhere');
  const drawn = new Set([...allNodes(nodes)].map(({ id }) => id));
  const kept = new Set(after.edges.map(({ source, target }) => `${source} > ${target}`));
  const removed = before.edges.flatMap((edge): ChartEdge[] => {
    const [source, target] = [idNow(edge.source), idNow(edge.target)];
    // Of a transition that goes elsewhere now, where it went.
    const isGone = edge.mark === 'removed' || (edge.mark === 'changed' && !kept.has(`${source} > ${target}`));
    if (!isGone) return [];
    const labels = edge.labels.map((label) => label.replace(SIGNS.changed, SIGNS.removed));
    return [{ ...edge, id: `- ${edge.id}`, source, target, labels, mark: 'removed', transitions: [] }];
  });
  const edges = [...after.edges, ...removed];
  if (anywhere !== undefined && removed.some(({ source }) => source === anywhere.id)) {
    nodes.push({ ...anywhere, lines: [] });
    drawn.add(anywhere.id);
  }
  return {
    ...after,
    title: `${before.title} → ${after.title}`,
    nodes: nodes.map(asBox),
    edges: edges.filter(({ source, target }) => drawn.has(source) && drawn.has(target)),
  };
}

/** A ghost that has lost all that was inside is a plain box. */
function asBox(node: ChartNode): ChartNode {
  const children = node.children.map(asBox);
  const isEmpty = children.length === 0 && (node.kind === 'compound' || node.kind === 'parallel');
  return { ...node, children, kind: isEmpty ? 'state' : node.kind };
}

function marksOf({ states, transitions }: Comparison, side: 'before' | 'after') {
  const markOf = (kind: string): Mark | null => {
    if (kind === 'same') return null;
    return kind === 'added' || kind === 'removed' ? kind : 'changed';
  };
  const marks = <Pair extends { kind: string }, Id>(
    pairs: readonly Pair[],
    idOf: (pair: Pair) => Id | null,
  ) =>
    new Map(
      pairs.flatMap((pair): [Id, Mark][] => {
        const [id, mark] = [idOf(pair), markOf(pair.kind)];
        return id === null || mark === null ? [] : [[id, mark]];
      }),
    );
  return {
    states: marks(states, (pair) => pair[side]),
    transitions: marks(transitions, (pair) => pair[side]),
  };
}

/** Lines of a state that is in both: what is new, and what is gone. */
function mergeLines(before: readonly BadgeLine[], after: readonly BadgeLine[]): BadgeLine[] {
  const key = ({ icon, text, party }: BadgeLine) => `${icon} ${text} ${party?.kind ?? ''}`;
  const older = new Set(before.map(key));
  const newer = new Set(after.map(key));
  const marked = (line: BadgeLine, mark: Mark): BadgeLine => ({
    ...line,
    mark,
    text: `${SIGNS[mark]} ${line.text}`,
  });
  return [
    ...after.map((line) => (older.has(key(line)) ? line : marked(line, 'added'))),
    ...before.filter((line) => !newer.has(key(line))).map((line) => marked(line, 'removed')),
  ];
}
