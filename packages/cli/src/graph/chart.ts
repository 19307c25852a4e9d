/** What a picture of a definition shows: boxes in boxes and labelled arrows, in one language, without a place yet. */
import type {
  CompiledDefinition,
  CompiledState,
  CompiledTransition,
  Language,
  Plugin,
} from '@gongzhi/engine';
import { describeBlocks, type BadgeLine } from './badges.ts';
import { chartTexts } from './chart-texts.ts';
import { SIGNS, type Mark } from './marks.ts';
import { createNames, type Names } from './names.ts';

export interface Chart {
  title: string;
  description: string;
  language: Language;
  /** The outermost boxes. */
  nodes: ChartNode[];
  edges: ChartEdge[];
}

type NodeKind = 'state' | 'compound' | 'parallel' | 'final' | 'history' | 'start' | 'anywhere';

export interface ChartNode {
  /** Full path of the state; pseudo-nodes have ids of their own. */
  id: string;
  kind: NodeKind;
  title: string;
  lines: BadgeLine[];
  /** A region of a parallel state. */
  region: boolean;
  /** Some clock stands still while it is active. */
  stops: boolean;
  active: boolean;
  /** In a comparison of two versions. */
  mark?: Mark;
  children: ChartNode[];
}

export interface ChartEdge {
  id: string;
  source: string;
  target: string;
  kind: 'event' | 'timer' | 'automatic' | 'initial';
  /** One for each transition between the two. */
  labels: string[];
  transitions: number[];
  mark?: Mark;
}

export interface ChartOptions {
  language: Language;
  plugins: readonly Plugin[];
  /** Full paths of active states. */
  active?: readonly string[];
  /** What is different from another version: states by path, transitions by id. */
  marks?: { states: ReadonlyMap<string, Mark>; transitions: ReadonlyMap<number, Mark> };
}

const ANYWHERE = '@anywhere';
const startOf = (path: string) => `@start ${path}`;

export function chartOf(compiled: CompiledDefinition, options: ChartOptions): Chart {
  const names = createNames(compiled.definition, options);
  const active = new Set(options.active?.flatMap(selfAndAround));
  const root = compiled.states.get('')!;
  const transitions = compiled.transitions.map((one) => ({ ...one, words: names.transition(one) }));
  const nodeOf = (state: CompiledState): ChartNode => {
    const { path, node } = state;
    const mark = options.marks?.states.get(path);
    return {
      id: path,
      kind: kindOf(state),
      title: `${mark === undefined ? '' : `${SIGNS[mark]} `}${names.state(state)}`,
      lines: [...describeBlocks(node, names), ...stays(transitions, path, options.marks?.transitions)],
      region: compiled.states.get(state.parent ?? '')?.node.type === 'parallel',
      stops: (node.stops ?? []).length > 0,
      active: active.has(path),
      ...(mark === undefined ? {} : { mark }),
      children: childrenOf(state),
    };
  };
  const childrenOf = (state: CompiledState): ChartNode[] => [
    ...(initialOf(compiled, state) === null ? [] : [pseudo(startOf(state.path), 'start')]),
    ...state.children.map((path) => nodeOf(compiled.states.get(path)!)),
  ];
  const texts = chartTexts[options.language];
  const anywhere = compiled.transitions.some(({ source }) => source === '');
  return {
    title: names.definition,
    description: texts.description(compiled.states.size - 1, compiled.transitions.length),
    language: options.language,
    nodes: [
      ...childrenOf(root),
      ...(anywhere
        ? [
            {
              ...pseudo(ANYWHERE, 'anywhere'),
              title: texts.anywhere,
              lines: stays(transitions, '', options.marks?.transitions),
            },
          ]
        : []),
    ],
    edges: [...initialEdges(compiled), ...mergedEdges(transitions, options.marks?.transitions)],
  };
}

/** Of the chart, with all that is inside. */
export function* allNodes(nodes: readonly ChartNode[]): Generator<ChartNode> {
  for (const node of nodes) {
    yield node;
    yield* allNodes(node.children);
  }
}

type Told = CompiledTransition & { words: ReturnType<Names['transition']> };

function pseudo(id: string, kind: NodeKind): ChartNode {
  return { id, kind, title: '', lines: [], region: false, stops: false, active: false, children: [] };
}

function kindOf({ node, children }: CompiledState): NodeKind {
  if (node.type === 'final' || node.type === 'history' || node.type === 'parallel') return node.type;
  return children.length > 0 ? 'compound' : 'state';
}

/** Transitions that stay are a line of their state, not an arrow. */
function stays(transitions: readonly Told[], path: string, marks?: ReadonlyMap<number, Mark>): BadgeLine[] {
  const lines = new Map<string, BadgeLine>();
  for (const { id, source, target, words } of transitions) {
    const mark = marks?.get(id);
    const text = `${mark === undefined ? '' : SIGNS[mark]} ${words.label}`.trim();
    if (source === path && target === null && words.label !== '')
      lines.set(text, { icon: 'stay', text, party: null, ...(mark === undefined ? {} : { mark }) });
  }
  return [...lines.values()];
}

function initialOf({ definition, states }: CompiledDefinition, { path, node }: CompiledState): string | null {
  const name = path === '' ? definition.initial : node.initial;
  if (name === undefined) return null;
  const child = path === '' ? name : `${path}.${name}`;
  return states.has(child) ? child : null;
}

function initialEdges(compiled: CompiledDefinition): ChartEdge[] {
  return [...compiled.states.values()].flatMap((state) => {
    const target = initialOf(compiled, state);
    const source = startOf(state.path);
    return target === null
      ? []
      : [{ id: source, source, target, kind: 'initial' as const, labels: [], transitions: [] }];
  });
}

/** Transitions of one kind between the same two states share an arrow; marked ones with their like only. */
function mergedEdges(transitions: readonly Told[], marks?: ReadonlyMap<number, Mark>): ChartEdge[] {
  const edges = new Map<string, ChartEdge>();
  for (const { id, source, target, words } of transitions) {
    if (target === null) continue;
    const from = source === '' ? ANYWHERE : source;
    const mark = marks?.get(id);
    const key = `${from} > ${target} ${words.kind}${mark === undefined ? '' : ` ${mark}`}`;
    const edge = edges.get(key) ?? {
      id: key,
      source: from,
      target,
      kind: words.kind,
      labels: [],
      transitions: [],
      ...(mark === undefined ? {} : { mark }),
    };
    const label = `${mark === undefined ? '' : SIGNS[mark]} ${words.label}`.trim();
    if (label !== '' && !edge.labels.includes(label)) edge.labels.push(label);
    edge.transitions.push(id);
    edges.set(key, edge);
  }
  return [...edges.values()];
}

function selfAndAround(path: string): string[] {
  const parts = path.split('.');
  return parts.map((_, index) => parts.slice(0, index + 1).join('.'));
}
