/** A definition as a nested list: the same as the picture, for terminals, mails and screen readers. */
import type { BadgeLine } from './badges.ts';
import { chartTexts } from './chart-texts.ts';
import { allNodes, type Chart, type ChartEdge, type ChartNode } from './chart.ts';

const SIGNS: Record<BadgeLine['icon'], string> = {
  clock: '◷',
  stop: '∥',
  task: '☐',
  handoff: '⇄',
  effect: '↯',
  case: '▤',
  await: '✉',
  stay: '↺',
};

export function toOutline(chart: Chart): string {
  const texts = chartTexts[chart.language];
  const titles = new Map([...allNodes(chart.nodes)].map(({ id, title }) => [id, title]));
  const initial = new Set(chart.edges.filter(({ kind }) => kind === 'initial').map(({ target }) => target));
  const lines = [chart.title, chart.description, ''];

  const describe = (node: ChartNode, depth: number) => {
    if (node.kind === 'start') return;
    const pad = '  '.repeat(depth);
    const marks = [
      node.active ? texts.current : '',
      initial.has(node.id) ? texts.initial : '',
      node.kind === 'final' ? texts.final : '',
      node.kind === 'parallel' ? texts.parallel : '',
      node.kind === 'history' ? texts.history : '',
    ].filter(Boolean);
    const name = node.id.startsWith('@') ? node.title : `${node.title} (${node.id})`;
    lines.push(`${pad}${node.active ? '●' : '○'} ${name}${marks.length > 0 ? ` — ${marks.join(', ')}` : ''}`);
    for (const { icon, text, party } of node.lines)
      lines.push(`${pad}    ${SIGNS[icon]} ${text}${party ? ` [${party.glyph}]` : ''}`);
    for (const edge of chart.edges) if (edge.source === node.id) lines.push(...arrows(edge, pad));
    for (const child of node.children) describe(child, depth + 1);
  };

  const arrows = ({ target, labels, kind }: ChartEdge, pad: string): string[] => {
    const to = `${titles.get(target) ?? target} (${target})`;
    const sign = kind === 'timer' ? '◷' : '→';
    return (labels.length === 0 ? [''] : labels).map(
      (label) => `${pad}    ${sign} ${label === '' ? '' : `${label} `}${texts.to} ${to}`,
    );
  };

  for (const node of chart.nodes) describe(node, 0);
  return `${lines.join('\n')}\n`;
}
