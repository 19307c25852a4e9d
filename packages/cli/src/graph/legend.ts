/** The explanation of the marks, in a strip below a picture that is laid out. */
import type { Layout } from './layout.ts';
import { MARK_WORDS, MARKS, SIGNS } from './marks.ts';
import { textWidth } from './measure.ts';

export const LEGEND_BOX = 28;
export const LEGEND_GAP = 22;
const HEIGHT = 40;
const MARGIN = 24;

export function withLegend(layout: Layout): Layout {
  const marks = MARKS.filter(
    (mark) =>
      layout.nodes.some((node) => node.mark === mark || node.lines.some((line) => line.mark === mark)) ||
      layout.edges.some((edge) => edge.mark === mark),
  );
  if (marks.length === 0) return layout;
  const widths = marks.map(
    (mark) => LEGEND_BOX + LEGEND_GAP + textWidth(`${SIGNS[mark]} ${MARK_WORDS[mark][layout.language]}`, 12),
  );
  const width = Math.max(layout.width, 2 * MARGIN + widths.reduce((sum, one) => sum + one, 0));
  return { ...layout, width, height: layout.height + HEIGHT, legend: { y: layout.height, marks } };
}
