/**
 * Gives a chart its places: by elkjs, layered, downwards, boxes in boxes. The result is plain JSON with absolute
 * coordinates, so that the SVG, a page or a test read the same picture.
 */
import type { ELK, ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk-api.js';
import type { Chart, ChartEdge, ChartNode } from './chart.ts';
import type { Mark } from './marks.ts';
import { textWidth, wrap } from './measure.ts';

export interface Layout {
  title: string;
  description: string;
  language: Chart['language'];
  width: number;
  height: number;
  nodes: PlacedNode[];
  edges: PlacedEdge[];
  /** The marks that are used, explained below the picture; its place from the top. */
  legend?: { y: number; marks: Mark[] };
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface PlacedNode extends Omit<ChartNode, 'children' | 'title' | 'lines'>, Box {
  titleLines: string[];
  lines: {
    icon: ChartNode['lines'][number]['icon'];
    party: ChartNode['lines'][number]['party'];
    words: string[];
    mark?: Mark;
  }[];
  /** How deep it lies inside others; drawn outside in. */
  depth: number;
}

export interface PlacedEdge extends Omit<ChartEdge, 'labels'> {
  points: { x: number; y: number }[];
  label: (Box & { lines: string[] }) | null;
}

export const SIZES = {
  title: 14,
  titleLine: 20,
  text: 12,
  textLine: 17,
  padding: 12,
  icon: 18,
  badge: 18,
  widest: 190,
  labelWidest: 170,
  start: 14,
  margin: 24,
} as const;

const ROOT_OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.layered.spacing.nodeNodeBetweenLayers': '36',
  'elk.layered.spacing.edgeNodeBetweenLayers': '18',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '12',
  'elk.spacing.nodeNode': '36',
  'elk.spacing.edgeNode': '20',
  'elk.spacing.edgeEdge': '14',
  'elk.spacing.edgeLabel': '4',
  'elk.edgeLabels.placement': 'CENTER',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.cycleBreaking.strategy': 'DEPTH_FIRST',
  'elk.layered.feedbackEdges': 'true',
  'elk.layered.mergeEdges': 'false',
  'elk.padding': `[top=${SIZES.margin},left=${SIZES.margin},bottom=${SIZES.margin},right=${SIZES.margin}]`,
  'org.eclipse.elk.json.shapeCoords': 'ROOT',
  'org.eclipse.elk.json.edgeCoords': 'ROOT',
};

export async function layOut(chart: Chart): Promise<Layout> {
  const elk = await openElk();
  const labels = new Map(chart.edges.map((edge) => [edge.id, labelLines(edge)]));
  const graph: ElkNode = {
    id: '@root',
    layoutOptions: ROOT_OPTIONS,
    children: chart.nodes.map(toElk),
    edges: chart.edges.map((edge) => edgeToElk(edge, labels.get(edge.id)!)),
  };
  const placed = await elk.layout(graph);
  const boxes = new Map(placedBoxes(placed.children ?? []));
  return {
    title: chart.title,
    description: chart.description,
    language: chart.language,
    width: Math.ceil(placed.width ?? 0),
    height: Math.ceil(placed.height ?? 0),
    nodes: chart.nodes.flatMap((node) => placeNode(node, boxes, 0)),
    edges: placeEdges(chart, placed.edges ?? [], labels),
  };
}

/** elkjs is a CommonJS file of 1.6 MB: loaded only where a picture is wanted. */
async function openElk(): Promise<ELK> {
  const loaded = (await import('elkjs/lib/elk.bundled.js')) as unknown as { default: new () => ELK };
  return new loaded.default();
}

function toElk(node: ChartNode): ElkNode {
  const { width, height } = sizeOf(node);
  if (node.kind === 'start' || node.kind === 'anywhere')
    return { id: node.id, width, height, layoutOptions: { 'elk.layered.layering.layerConstraint': 'FIRST' } };
  if (node.children.length === 0) return { id: node.id, width, height };
  const { padding } = SIZES;
  return {
    id: node.id,
    layoutOptions: {
      'elk.padding': `[top=${height + 10},left=${padding + 6},bottom=${padding + 6},right=${padding + 6}]`,
      'elk.nodeSize.constraints': 'MINIMUM_SIZE',
      'elk.nodeSize.minimum': `(${width},${height})`,
    },
    children: node.children.map(toElk),
  };
}

function sizeOf(node: ChartNode): { width: number; height: number } {
  if (node.kind === 'start') return { width: SIZES.start, height: SIZES.start };
  if (node.kind === 'history') return { width: 30, height: 30 };
  const { padding, title, titleLine, text, textLine, icon, badge } = SIZES;
  const { titleLines, lines } = wordsOf(node);
  const widths = [
    ...titleLines.map((words) => textWidth(words, title) * 1.15),
    ...lines.flatMap(({ words, party }) =>
      words.map((words) => icon + textWidth(words, text) + (party ? badge + 4 : 0)),
    ),
  ];
  const count = lines.reduce((sum, { words }) => sum + words.length, 0);
  return {
    width: Math.ceil(Math.max(88, ...widths) + 2 * padding),
    height: titleLines.length * titleLine + count * textLine + (count > 0 ? 4 : 0) + 2 * (padding - 2),
  };
}

function wordsOf(node: ChartNode): Pick<PlacedNode, 'titleLines' | 'lines'> {
  const pseudo = node.kind === 'start' || node.kind === 'history';
  return {
    titleLines: pseudo ? [] : wrap(node.title, SIZES.title, SIZES.widest, 3),
    lines: node.lines.map(({ icon, party, text, mark }) => ({
      icon,
      party,
      ...(mark === undefined ? {} : { mark }),
      words: wrap(text, SIZES.text, SIZES.widest, 3),
    })),
  };
}

function labelLines({ labels }: ChartEdge): string[] {
  const several = labels.length > 1;
  return labels.flatMap((label) => wrap(several ? `· ${label}` : label, SIZES.text, SIZES.labelWidest, 4));
}

function edgeToElk({ id, source, target }: ChartEdge, lines: string[]): ElkExtendedEdge {
  const width = Math.max(0, ...lines.map((line) => textWidth(line, SIZES.text))) + 8;
  const height = lines.length * SIZES.textLine + 2;
  return {
    id,
    sources: [source],
    targets: [target],
    labels: lines.length === 0 ? [] : [{ id: `${id} label`, text: lines.join('\n'), width, height }],
  };
}

function* placedBoxes(nodes: readonly ElkNode[]): Generator<[string, Box]> {
  for (const { id, x = 0, y = 0, width = 0, height = 0, children = [] } of nodes) {
    yield [id, { x, y, width, height }];
    yield* placedBoxes(children);
  }
}

function placeNode(node: ChartNode, boxes: ReadonlyMap<string, Box>, depth: number): PlacedNode[] {
  const { children, title: _, lines: __, ...rest } = node;
  return [
    { ...rest, ...boxes.get(node.id)!, ...wordsOf(node), depth },
    ...children.flatMap((child) => placeNode(child, boxes, depth + 1)),
  ];
}

function placeEdges(chart: Chart, placed: readonly ElkExtendedEdge[], labels: ReadonlyMap<string, string[]>) {
  const byId = new Map(placed.map((edge) => [edge.id, edge]));
  return chart.edges.map((given): PlacedEdge => {
    const { labels: _, ...edge } = given;
    const found = byId.get(edge.id);
    const points = (found?.sections ?? []).flatMap(({ startPoint, bendPoints = [], endPoint }) => [
      startPoint,
      ...bendPoints,
      endPoint,
    ]);
    const box = found?.labels?.[0];
    const lines = labels.get(edge.id) ?? [];
    return {
      ...edge,
      points: points.map(({ x, y }) => ({ x, y })),
      label:
        box && lines.length > 0
          ? { x: box.x ?? 0, y: box.y ?? 0, width: box.width ?? 0, height: box.height ?? 0, lines }
          : null,
    };
  });
}
