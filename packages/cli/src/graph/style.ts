import { MARKS, type Mark } from './marks.ts';

/**
 * Colours of DESIGN-WEB §10.1 as CSS variables. Each is also written out, for programs that draw SVG but know no
 * variables: they skip the second declaration.
 */
const LIGHT = {
  ground: '#F6F5F1',
  surface: '#FFFFFF',
  sunken: '#EFEDE7',
  text: '#1B2126',
  muted: '#555F69',
  line: '#868E96',
  brand: '#1D5B88',
  'on-brand': '#FFFFFF',
  tint: '#E6F0F7',
  timer: '#7A4A00',
  stopped: '#464B8A',
  government: '#1D5B88',
  'social-organization': '#0B6E69',
  'market-provider': '#855400',
  resident: '#7A3C8B',
  glyph: '#FFFFFF',
  added: '#1B6E3C',
  'added-tint': '#E4F3E9',
  removed: '#A3262A',
  'removed-tint': '#FBEAEA',
  changed: '#6B4BA1',
  'changed-tint': '#EFEAF8',
  covered: '#1B6E3C',
  'covered-tint': '#E4F3E9',
  uncovered: '#A3262A',
  'uncovered-tint': '#FFFFFF',
} as const;

const DARK: Record<keyof typeof LIGHT, string> = {
  ground: '#12161A',
  surface: '#1B2025',
  sunken: '#161B1F',
  text: '#E7EAED',
  muted: '#A7B0B9',
  line: '#6F7A85',
  brand: '#86BFEA',
  'on-brand': '#0C1A26',
  tint: '#1C3040',
  timer: '#F4C46B',
  stopped: '#BCC0FF',
  government: '#86BFEA',
  'social-organization': '#69CFC7',
  'market-provider': '#E3B463',
  resident: '#D6A0E4',
  glyph: '#12161A',
  added: '#7FD6A0',
  'added-tint': '#16301F',
  removed: '#F2A0A0',
  'removed-tint': '#3A1C1E',
  changed: '#C9B3F2',
  'changed-tint': '#2A2140',
  covered: '#7FD6A0',
  'covered-tint': '#16301F',
  uncovered: '#F2A0A0',
  'uncovered-tint': '#1B2025',
};

type Token = keyof typeof LIGHT;

const variables = (tokens: Record<Token, string>) =>
  Object.entries(tokens)
    .map(([name, colour]) => `--gz-${name}:${colour}`)
    .join(';');

const paint = (property: 'fill' | 'stroke', token: Token) =>
  `${property}:${LIGHT[token]};${property}:var(--gz-${token})`;
const fill = (token: Token) => paint('fill', token);
const stroke = (token: Token) => paint('stroke', token);

const FONT =
  'system-ui,-apple-system,"Segoe UI","PingFang SC","HarmonyOS Sans SC","MiSans","Source Han Sans SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif';

const PARTIES = ['government', 'social-organization', 'market-provider', 'resident'] as const;

/** Colour and sign together, and a ghost is dashed: colour alone says nothing. */
function markRules(mark: Mark): [selector: string, declarations: string][] {
  const dash = mark === 'removed' || mark === 'uncovered' ? ';stroke-dasharray:5 4' : '';
  const width = mark === 'covered' ? 3 : 2;
  const name = `.mark-${mark}`;
  return [
    [`${name}>.box`, `${fill(`${mark}-tint`)};${stroke(mark)};stroke-width:2${dash}`],
    [`${name}>.title,.line${name},.label${name} text,.legend${name} text`, fill(mark)],
    [`.icon${name}`, stroke(mark)],
    [`.edge${name}`, `${stroke(mark)};stroke-width:${width}${dash}`],
    [`.arrow.${mark}`, fill(mark)],
  ];
}

const rules: [selector: string, declarations: string][] = [
  ['.gz-chart', variables(LIGHT)],
  ['.ground', fill('ground')],
  ['text', `font-family:${FONT};font-size:12px;${fill('text')}`],
  ['.title', 'font-size:14px;font-weight:600'],
  ['.middle', 'text-anchor:middle'],
  ['.box', `${fill('surface')};${stroke('line')};stroke-width:1.2`],
  ['.compound>.box', `${fill('sunken')};${stroke('line')}`],
  ['.parallel>.box', `${fill('sunken')};${stroke('line')}`],
  ['.region>.box', 'stroke-dasharray:6 4'],
  ['.final>.box,.final>.inner', `fill:none;${stroke('text')};stroke-width:1.2`],
  ['.final>.box', fill('surface')],
  ['.stops>.box', `${stroke('stopped')};stroke-dasharray:3 3;stroke-width:1.6`],
  ['.anywhere>.box', `fill:none;${stroke('muted')};stroke-dasharray:2 4`],
  ['.dot', fill('text')],
  ['.active>.box', `${fill('brand')};${stroke('brand')};stroke-width:1.6`],
  ['.active.compound>.box,.active.parallel>.box', `${fill('tint')};${stroke('brand')}`],
  ['.halo', `fill:none;${stroke('brand')};stroke-width:3;stroke-opacity:.35`],
  ['.active>text', fill('on-brand')],
  ['.active.compound>text,.active.parallel>text', fill('text')],
  ['.icon', `fill:none;${stroke('muted')};stroke-width:1.2;stroke-linecap:round;stroke-linejoin:round`],
  ['.icon.clock', stroke('timer')],
  ['.icon.stop', `${stroke('stopped')};stroke-width:2`],
  ['.active>.icon', stroke('on-brand')],
  ['.active.compound>.icon,.active.parallel>.icon', stroke('muted')],
  ['.edge', `fill:none;${stroke('muted')};stroke-width:1.3`],
  ['.edge.timer', `${stroke('timer')};stroke-dasharray:2 3`],
  ['.edge.automatic', 'stroke-dasharray:7 3'],
  ['.arrow', fill('muted')],
  ['.arrow.timer', fill('timer')],
  ['.label rect', `${fill('ground')};fill-opacity:.88`],
  ['.label text', fill('muted')],
  ['.label.timer text', fill('timer')],
  ['.badge rect', fill('muted')],
  ...PARTIES.map((kind): [string, string] => [`.party-${kind} rect`, fill(kind)]),
  ...MARKS.flatMap(markRules),
  ['.glyph', `${fill('glyph')};font-weight:600`],
];

const dark = `.gz-chart{${variables(DARK)}}`;

export const styleSheet = [
  ...rules.map(([selector, declarations]) => `${selector}{${declarations}}`),
  `@media (prefers-color-scheme:dark){${dark.replace('.gz-chart', ':root:not([data-theme=light]) .gz-chart,.gz-chart:root')}}`,
  dark.replace('.gz-chart', '[data-theme=dark] .gz-chart'),
].join('');
