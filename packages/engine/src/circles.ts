/** Steps that would never end: automatic transitions, and events that raise each other, in a circle. */
import type { Definition } from './definition.ts';
import { resolveTarget } from './names.ts';
import { defaultsOf, isUnconditional, selfAndAncestors, type Outline } from './outline.ts';
import type { ProblemArgs, ProblemCode } from './problems.ts';
import type { Path } from './source.ts';

type TellKey = (code: ProblemCode, at: Path, args: ProblemArgs) => void;

/** `free`: nothing stands in the way. */
type Edges = Map<string, { to: string; free: boolean }[]>;

export function checkCircles(definition: Definition, outline: Outline, tell: TellKey): void {
  const always = alwaysEdges(definition, outline);
  const told = new Set<string>();
  for (const onlyFree of [true, false])
    for (const circle of findCircles(always, onlyFree)) {
      if (circle.some((path) => told.has(path))) continue;
      for (const path of circle) told.add(path);
      const at = [...outline.states.get(circle[0]!)!.at, 'always'];
      tell(onlyFree ? 'GZ416' : 'GZ417', at, { path: [...circle, circle[0]!].join(' → ') });
    }
  for (const circle of findCircles(raiseEdges(definition, outline), false))
    tell('GZ428', ['events', circle[0]!], { path: [...circle, circle[0]!].join(' → ') });
}

/** From a state with `always` to those whose `always` is looked at next. */
function alwaysEdges(definition: Definition, outline: Outline): Edges {
  const edges: Edges = new Map();
  const closed = new Set<string>();
  const automatic = outline.transitions.filter(({ event }) => event === '');
  const sources = new Set(automatic.map(({ source }) => source));
  for (const { source, rule, index } of automatic) {
    const list = edges.get(source) ?? [];
    edges.set(source, list);
    // What comes after one without a condition is never taken.
    if (closed.has(source)) continue;
    if (isUnconditional(rule)) closed.add(source);
    const free = isUnconditional(rule) && index === 0;
    const target = rule.target === undefined ? source : resolveTarget(definition, source, rule.target);
    if (target === null) continue;
    const next = rule.target === undefined ? [source] : activeAfter(outline, target);
    for (const to of next) if (sources.has(to)) list.push({ to, free });
  }
  return edges;
}

/** States that are active after `target` was entered: those around it and those entered with it. */
function activeAfter(outline: Outline, target: string): Set<string> {
  const active = new Set<string>();
  const addInside = (path: string) => {
    const state = outline.states.get(path);
    if (!state || active.has(path)) return;
    active.add(path);
    for (const child of defaultsOf(outline, state)) addInside(child);
  };
  addInside(target);
  for (const { path } of selfAndAncestors(outline, target)) active.add(path);
  return active;
}

/** From an event to those raised where it is handled, or where a handler of it leads. */
function raiseEdges(definition: Definition, outline: Outline): Edges {
  const edges: Edges = new Map();
  const entered = new Map<string, string[]>();
  for (const { rule, state, event, at } of outline.actions) {
    if (!('raise' in rule)) continue;
    if (event !== '') edges.set(event, [...(edges.get(event) ?? []), { to: rule.raise, free: false }]);
    else if (at.at(-2) === 'entry') entered.set(state, [...(entered.get(state) ?? []), rule.raise]);
  }
  if (entered.size === 0) return edges;
  for (const { source, event, rule } of outline.transitions) {
    const target = rule.target === undefined ? null : resolveTarget(definition, source, rule.target);
    if (target === null || event === '' || event === '@done') continue;
    for (const path of activeAfter(outline, target)) {
      // A state around both was active before and is not entered again.
      if (source !== path && source.startsWith(`${path}.`)) continue;
      for (const to of entered.get(path) ?? [])
        edges.set(event, [...(edges.get(event) ?? []), { to, free: false }]);
    }
  }
  return edges;
}

/** One circle for each node that lies on one, found by walking in document order. */
function findCircles(edges: Edges, onlyFree: boolean): string[][] {
  const circles: string[][] = [];
  const done = new Set<string>();
  const walk = (name: string, trail: string[]) => {
    const seenAt = trail.indexOf(name);
    if (seenAt >= 0) {
      circles.push(trail.slice(seenAt));
      return;
    }
    if (done.has(name)) return;
    for (const { to, free } of edges.get(name) ?? []) if (free || !onlyFree) walk(to, [...trail, name]);
    done.add(name);
  };
  for (const name of edges.keys()) walk(name, []);
  return circles;
}
