/**
 * Which state of the newer definition is which of the older one.
 *
 *   1. The same full path: the same state.
 *   2. The same name in a state that is the same: it came along with a state that was moved or renamed.
 *   3. What is left over on both sides, level by level: the likeliest first, and only where at least half of what is
 *      known of the two agrees: name and titles (each counts double), blocks, running clocks, children, the events
 *      that lead out, the states that lead in. With the same name it was moved, else renamed.
 *
 * A guess is only ever made between a state that is gone and one that is new, of the same kind.
 */
import { defaultsOf, type Outline, type OutlineState } from '../outline.ts';
import { clockNames } from '../definition.ts';

export interface StatePairs {
  /** Older path → newer path. */
  after: Map<string, string>;
  before: Map<string, string>;
  /** Older paths of those that were found by likeness. */
  guessed: Set<string>;
}

const LIKENESS = 0.5;

export function pairStates(before: Outline, after: Outline): StatePairs {
  const pairs: StatePairs = { after: new Map(), before: new Map(), guessed: new Set() };
  const pair = (older: string, newer: string) => {
    pairs.after.set(older, newer);
    pairs.before.set(newer, older);
  };
  for (const path of before.states.keys()) if (after.states.has(path)) pair(path, path);
  const left = [...before.states.values()].filter(({ path }) => !pairs.after.has(path));
  if (left.length === 0) return pairs;
  const olderFeatures = featuresOf(before);
  const newerFeatures = featuresOf(after);
  const depths = [...new Set(left.map(depthOf))].toSorted((a, b) => a - b);
  for (const depth of depths) {
    const level = left.filter((state) => depthOf(state) === depth);
    for (const { path, name, parent } of level) {
      const around = pairs.after.get(parent ?? '');
      const along = around === undefined ? undefined : around === '' ? name : `${around}.${name}`;
      if (along !== undefined && after.states.has(along) && !pairs.before.has(along)) pair(path, along);
    }
    const free = [...after.states.values()].filter(({ path }) => !pairs.before.has(path));
    const scores = level
      .filter(({ path }) => !pairs.after.has(path))
      .flatMap((older) =>
        free
          .filter((newer) => kindOf(older) === kindOf(newer))
          .map((newer) => ({
            older: older.path,
            newer: newer.path,
            score: likeness(olderFeatures.get(older.path)!, newerFeatures.get(newer.path)!),
          })),
      )
      .filter(({ score }) => score >= LIKENESS)
      .toSorted((a, b) => b.score - a.score);
    for (const { older, newer } of scores) {
      if (pairs.after.has(older) || pairs.before.has(newer)) continue;
      pair(older, newer);
      pairs.guessed.add(older);
    }
  }
  return pairs;
}

const depthOf = ({ path }: OutlineState) => path.split('.').length;

export function kindOf({ node, children }: OutlineState): string {
  return node.type ?? (children.length > 0 ? 'compound' : 'atomic');
}

type Features = Map<string, number>;

function featuresOf(outline: Outline): Map<string, Features> {
  const all = new Map<string, Features>();
  for (const state of outline.states.values()) {
    const { path, name, node, children } = state;
    const features: Features = new Map([[`name ${name}`, 2]]);
    if (node.title) {
      features.set(`zh ${node.title['zh-CN']}`, 2);
      features.set(`en ${node.title.en}`, 2);
    }
    for (const clock of clockNames(node)) features.set(`clock ${clock}`, 1);
    for (const child of children) features.set(`child ${nameOf(child)}`, 1);
    for (const child of defaultsOf(outline, state)) features.set(`first ${nameOf(child)}`, 1);
    all.set(path, features);
  }
  for (const { kind, name, state } of outline.blocks) all.get(state)?.set(`${kind} ${name}`, 1);
  for (const { source, event, rule } of outline.transitions) {
    all.get(source)?.set(`on ${event}`, 1);
    const target = rule.target === undefined ? undefined : nameOf(rule.target);
    if (target === undefined) continue;
    // By its name alone: near enough for a likeness.
    for (const state of outline.states.values())
      if (state.name === target) all.get(state.path)?.set(`from ${nameOf(source)} ${event}`, 1);
  }
  return all;
}

const nameOf = (path: string) => path.slice(path.lastIndexOf('.') + 1);

function likeness(older: Features, newer: Features): number {
  let shared = 0;
  let all = 0;
  for (const [feature, weight] of older) {
    all += weight;
    if (newer.has(feature)) shared += weight;
  }
  for (const [feature, weight] of newer) if (!older.has(feature)) all += weight;
  return shared / all;
}
