import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import type { Layout, PlacedNode } from '../src/graph/layout.ts';
import { fixture, gongzhi, temporaryFolder } from './support/cli.ts';

const file = fixture('parallel.yaml');
const BUNDLED = ['accountability', 'disclosure', 'grid-incident', 'hearing', 'mediation'];

t.test('the picture stands by itself: title, description, both themes, no text under 12 px', async (t) => {
  const out = join(
    temporaryFolder((clean) => t.teardown(clean)),
    'chart.svg',
  );
  const { code, stdout } = await gongzhi([
    'graph',
    file,
    '--out',
    out,
    '--lang',
    'zh',
    '--state',
    'preparing.search.waiting',
  ]);
  t.same([code, stdout], [0, '']);
  const svg = readFileSync(out, 'utf8');
  t.match(svg, /^<svg [^>]*role="img"[^>]*aria-labelledby="gz-title gz-desc"/);
  t.match(svg, /<title id="gz-title">演示 v1<\/title>/);
  t.match(svg, /<desc id="gz-desc">共 14 个状态[^<]*待补正/);
  t.match(svg, 'prefers-color-scheme:dark');
  for (const [, size] of svg.matchAll(/font-size:(\d+)px/g)) t.ok(Number(size) >= 12);
  t.notMatch(svg, /<script|href=|url\(http/);
});

t.test('the text version says the same: states, work, limits, transitions, the current state', async (t) => {
  const { stdout } = await gongzhi(['graph', file, '--text', '--state', 'deciding']);
  t.match(stdout, /^Demonstration v1/);
  t.match(stdout, '● Deciding (deciding) — current');
  t.match(stdout, '◷ Reply 20 working days');
  t.match(stdout, '☐ Look for it · Officer [G]');
  t.match(stdout, '→ Ask for a correction to Waiting for a correction (preparing.search.waiting)');
});

t.test('a state that is not there is wrong usage and the others are named', async (t) => {
  const { code, stderr } = await gongzhi(['graph', file, '--text', '--state', 'nowhere']);
  t.equal(code, 2);
  t.match(stderr, 'preparing.search.waiting');
});

t.test(
  'a definition with errors is not drawn: the first error and the command that lists them',
  async (t) => {
    const { code, stderr } = await gongzhi(['graph', fixture('broken.yaml')]);
    t.equal(code, 1);
    t.match(stderr, /GZ\d{3}[\s\S]*next gongzhi check/);
  },
);

for (const name of BUNDLED)
  t.test(`nothing overlaps and nothing is cut off in the picture of ${name}`, async (t) => {
    const { stdout } = await gongzhi(['graph', name, '--layout', '--json', '--lang', 'zh']);
    const layout = JSON.parse(stdout) as Layout;
    t.same(overlaps(layout), []);
    t.same(outside(layout), []);
    t.equal(layout.edges.filter(({ points }) => points.length < 2).length, 0);
  });

/** Pairs of boxes that cross, other than a box and what is inside it; and labels on a box's words or on one another. */
function overlaps({ nodes, edges }: Layout): string[] {
  const labels = edges.flatMap(({ id, label }) => (label ? [{ ...label, id: `label ${id}` }] : []));
  const leaves = nodes.filter(({ kind }) => kind !== 'compound' && kind !== 'parallel');
  const found: string[] = [];
  for (const [index, a] of nodes.entries())
    for (const b of nodes.slice(index + 1))
      if (!isInside(a, b) && crosses(a, b)) found.push(`${a.id} ${b.id}`);
  for (const [index, a] of labels.entries())
    for (const b of [...labels.slice(index + 1), ...leaves]) if (crosses(a, b)) found.push(`${a.id} ${b.id}`);
  return found;
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

const SLACK = 1;

function crosses(a: Box, b: Box): boolean {
  return (
    a.x + SLACK < b.x + b.width &&
    b.x + SLACK < a.x + a.width &&
    a.y + SLACK < b.y + b.height &&
    b.y + SLACK < a.y + a.height
  );
}

function isInside(a: PlacedNode, b: PlacedNode): boolean {
  const path = (node: PlacedNode) => node.id.replace('@start ', '');
  return a.depth !== b.depth && (path(b) === path(a) || path(b).startsWith(`${path(a)}.`));
}

function outside({ nodes, edges, width, height }: Layout): string[] {
  const all = [...nodes, ...edges.flatMap(({ id, label }) => (label ? [{ ...label, id }] : []))];
  return all
    .filter((box) => box.x < 0 || box.y < 0 || box.x + box.width > width || box.y + box.height > height)
    .map(({ id }) => id);
}

t.test(
  'the picture shows what the saved tests cover and what they do not, with a legend in both languages',
  async (t) => {
    const folder = temporaryFolder((clean) => t.teardown(clean));
    const file = join(folder, 'v1.yaml');
    copyFileSync(fixture('repair/v1.yaml'), file);
    const saved = readFileSync(fixture('repair/v1.test.yaml'), 'utf8');
    writeFileSync(join(folder, 'v1.test.yaml'), saved.slice(0, saved.indexOf('  - title: { zh-CN: 撤回')));
    const { code, stdout } = await gongzhi(['graph', file, '--coverage']);
    t.equal(code, 0);
    t.match(
      stdout,
      /class="state state +mark-covered" data-state="reported"|class="state state mark-covered" data-state="reported"/,
    );
    t.match(stdout, /class="state final mark-uncovered" data-state="withdrawn"/);
    t.match(stdout, /class="edge event mark-uncovered" data-transitions="0"/);
    t.match(stdout, 'not covered by tests');
    const chinese = await gongzhi(['graph', file, '--coverage', '--lang', 'zh']);
    t.match(chinese.stdout, '测试未覆盖');
  },
);
