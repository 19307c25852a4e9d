/** A laid-out chart as an SVG that stands by itself: system fonts, light and dark, words for those who cannot see it. */
import { chartTexts } from './chart-texts.ts';
import { MARK_WORDS, SIGNS, type Mark } from './marks.ts';
import { SIZES, type Box, type Layout, type PlacedEdge, type PlacedNode } from './layout.ts';
import { LEGEND_BOX, LEGEND_GAP } from './legend.ts';
import { textWidth } from './measure.ts';
import { styleSheet } from './style.ts';

export function toSvg(layout: Layout): string {
  const { width, height, title, description, language } = layout;
  const nodes = layout.nodes.toSorted((a, b) => a.depth - b.depth);
  const around = nodes.filter(isAround);
  const inside = nodes.filter((node) => !isAround(node));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="gz-chart" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" lang="${language}" aria-labelledby="gz-title gz-desc">`,
    `<title id="gz-title">${escape(title)}</title>`,
    `<desc id="gz-desc">${escape(`${description} ${currentOf(layout)}`.trim())}</desc>`,
    `<style>${styleSheet}</style>`,
    markers(layout),
    `<rect class="ground" width="${width}" height="${height}"/>`,
    ...around.map((node) => drawNode(node, language)),
    ...layout.edges.map(drawEdge),
    ...inside.map((node) => drawNode(node, language)),
    ...layout.edges.map(drawLabel),
    ...drawLegend(layout),
    '</svg>\n',
  ].join('\n');
}

const isAround = ({ kind }: PlacedNode) => kind === 'compound' || kind === 'parallel';

function currentOf({ nodes, language }: Layout): string {
  const active = nodes
    .filter((node) => node.active && !isAround(node))
    .map(({ titleLines }) => titleLines.join(''));
  return active.length === 0 ? '' : `${chartTexts[language].current}: ${active.join(', ')}`;
}

function markers(layout: Layout): string {
  const arrow = (name: string) =>
    `<marker id="gz-${name}" class="arrow ${name}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0.5 10 5 0 9.5z"/></marker>`;
  const marked = layout.legend?.marks ?? [];
  return `<defs>${['event', 'timer', 'automatic', 'initial', ...marked].map(arrow).join('')}</defs>`;
}

function drawNode(node: PlacedNode, language: Layout['language']): string {
  const classes = [
    'state',
    node.kind,
    node.region ? 'region' : '',
    node.stops ? 'stops' : '',
    node.active ? 'active' : '',
    markClass(node.mark),
  ];
  const inner =
    node.kind === 'start'
      ? [`<circle class="dot" cx="${middle(node).x}" cy="${middle(node).y}" r="${SIZES.start / 2 - 1}"/>`]
      : node.kind === 'history'
        ? drawHistory(node, language)
        : [...drawBox(node), ...drawWords(node)];
  return `<g class="${classes.filter(Boolean).join(' ')}" data-state="${escape(node.id)}">${inner.join('')}</g>`;
}

const markClass = (mark: Mark | undefined) => (mark === undefined ? '' : `mark-${mark}`);

function drawLegend({ legend, language }: Layout): string[] {
  if (legend === undefined) return [];
  let x: number = SIZES.margin;
  return legend.marks.map((mark) => {
    const words = `${SIGNS[mark]} ${MARK_WORDS[mark][language]}`;
    const from = x;
    x += LEGEND_BOX + textWidth(words, SIZES.text) + LEGEND_GAP;
    return [
      `<g class="legend mark-${mark}"><rect class="box" x="${from}" y="${legend.y}" width="22" height="16" rx="4"/>`,
      `<text x="${from + LEGEND_BOX}" y="${legend.y + 13}">${escape(words)}</text></g>`,
    ].join('');
  });
}

function drawHistory(node: PlacedNode, language: Layout['language']): string[] {
  const { x, y } = middle(node);
  return [
    `<title>${escape(chartTexts[language].history)}</title>`,
    `<circle class="box" cx="${x}" cy="${y}" r="14"/>`,
    `<text class="title middle" x="${x}" y="${y + 5}">H</text>`,
  ];
}

function drawBox(node: PlacedNode): string[] {
  const rect = (inset: number, name: string) =>
    `<rect class="${name}" x="${node.x + inset}" y="${node.y + inset}" width="${node.width - 2 * inset}" height="${node.height - 2 * inset}" rx="${8 - inset}"/>`;
  return [
    ...(node.active && !isAround(node) ? [rect(-4, 'halo')] : []),
    rect(0, 'box'),
    ...(node.kind === 'final' ? [rect(3, 'inner')] : []),
  ];
}

function drawWords(node: PlacedNode): string[] {
  const { padding, title, titleLine, textLine, icon, badge, text } = SIZES;
  const left = node.x + padding;
  const head = node.titleLines.map((words, index) => {
    const y = node.y + padding - 2 + titleLine * index + title + 1;
    return isAround(node) || node.lines.length > 0
      ? `<text class="title" x="${left}" y="${y}">${escape(words)}</text>`
      : `<text class="title middle" x="${middle(node).x}" y="${y}">${escape(words)}</text>`;
  });
  let y = node.y + padding - 2 + titleLine * node.titleLines.length + 4 + text;
  const lines = node.lines.flatMap((line) => {
    const drawn = [
      `<path class="icon ${line.icon} ${markClass(line.mark)}" transform="translate(${left} ${y - 11})" d="${ICONS[line.icon]}"/>`,
    ];
    for (const [index, words] of line.words.entries()) {
      drawn.push(
        `<text class="line ${line.icon} ${markClass(line.mark)}" x="${left + icon}" y="${y}">${escape(words)}</text>`,
      );
      if (line.party && index === line.words.length - 1)
        drawn.push(drawBadge(line.party, left + icon + textWidth(words, text) + 4, y - 12, badge - 3));
      y += textLine;
    }
    return drawn;
  });
  return [...head, ...lines];
}

function drawBadge(
  party: NonNullable<PlacedNode['lines'][number]['party']>,
  x: number,
  y: number,
  size: number,
): string {
  return [
    `<g class="badge party-${escape(party.kind)}"><title>${escape(party.title)}</title>`,
    `<rect x="${x}" y="${y}" width="${size + 1}" height="${size + 1}" rx="4"/>`,
    `<text class="glyph middle" x="${x + (size + 1) / 2}" y="${y + 12}">${escape(party.glyph)}</text></g>`,
  ].join('');
}

/** 13 × 13, strokes only. */
const ICONS: Record<PlacedNode['lines'][number]['icon'], string> = {
  clock: 'M6.5 1a5.5 5.5 0 1 0 0 11a5.5 5.5 0 1 0 0-11M6.5 3.5v3.2l2.2 1.6',
  stop: 'M4 2v9M9 2v9',
  task: 'M2 2h9v9h-9zM4.2 6.5l1.8 1.8 3-3.4',
  handoff: 'M1 4.5h10M8.5 2l2.7 2.5L8.5 7M12 9h-10M4.5 6.8L1.8 9l2.7 2.5',
  effect: 'M7.5 1L3 7.5h3.5L5.5 12L10 5.5H6.5z',
  case: 'M1.5 3.5h4l1 1.5h5v6h-10z',
  await: 'M1.5 3h10v7.5h-10zM1.5 3.5l5 4 5-4',
  stay: 'M10.5 4.5a4.5 4.5 0 1 0 .6 3.6M11 1.5v3.2H7.8',
};

function drawEdge(edge: PlacedEdge): string {
  return `<path class="edge ${edge.kind} ${markClass(edge.mark)}" data-transitions="${edge.transitions.join(' ')}" marker-end="url(#gz-${edge.mark ?? edge.kind})" d="${rounded(edge.points)}"/>`;
}

function drawLabel({ label, kind, mark }: PlacedEdge): string {
  if (!label) return '';
  const { x, y, width, height, lines } = label;
  const texts = lines.map(
    (words, index) => `<text x="${x + 4}" y="${y + 13 + SIZES.textLine * index}">${escape(words)}</text>`,
  );
  return `<g class="label ${kind} ${markClass(mark)}"><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="3"/>${texts.join('')}</g>`;
}

const CORNER = 6;

/** A line through the points with its corners cut round. */
function rounded(points: { x: number; y: number }[]): string {
  const [first, ...rest] = points;
  if (!first) return '';
  const path = [`M${first.x} ${first.y}`];
  for (const [index, point] of rest.entries()) {
    const next = rest[index + 1];
    if (!next) {
      path.push(`L${point.x} ${point.y}`);
      break;
    }
    const before = rest[index - 1] ?? first;
    const [a, b] = [toward(point, before), toward(point, next)];
    path.push(`L${a.x} ${a.y}Q${point.x} ${point.y} ${b.x} ${b.y}`);
  }
  return path.join('');
}

function toward(from: { x: number; y: number }, to: { x: number; y: number }) {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const share = length === 0 ? 0 : Math.min(CORNER, length / 2) / length;
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

const middle = ({ x, y, width, height }: Box) => ({ x: x + width / 2, y: y + height / 2 });

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character]!);
}
