/**
 * Where a case is in the new version: the image of each active state, with everything around and inside it that the
 * new version makes active too. Regions and inner states that the old version did not have begin at their initial
 * state; nothing is guessed otherwise.
 */
import type { CaseState } from '../case-state.ts';
import type { CompiledDefinition } from '../compiled.ts';
import { refuse } from '../draft.ts';
import { activeStates } from '../machine.ts';
import { engineErrors } from '../refusals.ts';
import type { Json } from '../text.ts';
import { leafStates } from '../ways-out.ts';
import type { MigrationPlan } from './plan.ts';

export interface Layout {
  value: Json;
  /** All active states there, outermost first, in document order. */
  active: string[];
  /** Active states there that go on: with the states here whose image each is. The others are entered. */
  kept: Map<string, string[]>;
  /** Active states here that end, outermost first. */
  left: string[];
}

export interface Image {
  path: string;
  reenter: boolean;
  final: boolean;
}

/** Refuses with GZ_MIGRATION_STATE, GZ_MIGRATION_STATES_COLLIDE, GZ_MIGRATION_FINAL, GZ_MIGRATION_ALL_FINAL. */
export function layOut(
  from: CompiledDefinition,
  to: CompiledDefinition,
  plan: MigrationPlan,
  state: CaseState,
): Layout {
  const { caseId } = state;
  const images = new Map<string, Image>();
  for (const path of leafStates(state)) {
    const image = imageOf(to, plan, path);
    if (image === null)
      return refuse(engineErrors.refuse('GZ_MIGRATION_STATE', { case: caseId, state: path }));
    images.set(path, image);
    mustBeMeant(from, to, caseId, path, image);
  }
  const wanted = wantedStates(to, caseId, images);
  const active: string[] = [];
  const value = expand(to, '', wanted, active);
  mustGoOn(to, caseId, active);
  const kept = new Map<string, string[]>();
  const left: string[] = [];
  for (const path of activeStates(state.machine.value)) {
    const image = images.get(path) ?? imageOf(to, plan, path);
    if (image === null || image.reenter || !active.includes(image.path)) left.push(path);
    else kept.set(image.path, [...(kept.get(image.path) ?? []), path]);
  }
  return { value, active, kept, left };
}

/** What the plan says of the state, or of the nearest state around it; else the state of the same path. */
export function imageOf(to: CompiledDefinition, { states = {} }: MigrationPlan, path: string): Image | null {
  for (let at = path; at !== ''; at = parentOf(at)) {
    if (!Object.hasOwn(states, at)) continue;
    const stated = states[at]!;
    const {
      to: target,
      reenter = false,
      final = false,
    } = typeof stated === 'string' ? { to: stated } : stated;
    const image = target + path.slice(at.length);
    return isPlace(to, image) ? { path: image, reenter: reenter || final, final } : null;
  }
  return isPlace(to, path) ? { path, reenter: false, final: false } : null;
}

const parentOf = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf('.')));

function isPlace({ states }: CompiledDefinition, path: string): boolean {
  const node = states.get(path)?.node;
  return node !== undefined && node.type !== 'history';
}

/** A state that was an end already may stay one. */
function mustBeMeant(
  from: CompiledDefinition,
  to: CompiledDefinition,
  caseId: string,
  path: string,
  image: Image,
) {
  const isNews =
    to.states.get(image.path)?.node.type === 'final' && from.states.get(path)?.node.type !== 'final';
  if (isNews && !image.final)
    refuse(engineErrors.refuse('GZ_MIGRATION_FINAL', { case: caseId, target: image.path }));
}

/** The images with all that is around them; no two in branches of which only one can be active. */
function wantedStates(
  to: CompiledDefinition,
  caseId: string,
  images: Map<string, Image>,
): Map<string, string> {
  /** By state there: a state here that needs it. */
  const wanted = new Map<string, string>();
  const collide = (first: string, second: string, target: string) =>
    refuse(engineErrors.refuse('GZ_MIGRATION_STATES_COLLIDE', { case: caseId, first, second, target }));
  for (const [path, image] of images) {
    const other = wanted.get(image.path);
    if (other !== undefined) collide(other, path, image.path);
    for (let at = image.path; at !== ''; at = parentOf(at)) {
      for (const [given, { path: whole }] of images)
        if (given !== path && whole === at) collide(given, path, at);
      const parent = to.states.get(parentOf(at))!;
      if (parent.node.type !== 'parallel')
        for (const sibling of parent.children)
          if (sibling !== at && wanted.has(sibling))
            collide(wanted.get(sibling)!, path, parent.path || image.path);
      wanted.set(at, path);
    }
  }
  return wanted;
}

/** The machine's value of the state at `path`, as XState writes it. */
function expand(to: CompiledDefinition, path: string, wanted: Map<string, string>, active: string[]): Json {
  const { node, children } = to.states.get(path)!;
  if (path !== '') active.push(path);
  const places = children.filter((child) => isPlace(to, child));
  if (places.length === 0) return {};
  if (node.type === 'parallel')
    return Object.fromEntries(places.map((child) => [nameOf(to, child), expand(to, child, wanted, active)]));
  const initial = path === '' ? node.initial! : `${path}.${node.initial}`;
  const child = places.find((one) => wanted.has(one)) ?? initial;
  const inner = expand(to, child, wanted, active);
  const isAtomic = Object.keys(inner as object).length === 0;
  return isAtomic ? nameOf(to, child) : { [nameOf(to, child)]: inner };
}

const nameOf = ({ states }: CompiledDefinition, path: string) => states.get(path)!.name;

/** XState raises a state's end only as it comes about, so nothing may be over before it is entered. */
function mustGoOn(to: CompiledDefinition, caseId: string, active: string[]) {
  const here = new Set(active);
  const isOver = (path: string): boolean => {
    const { node, children } = to.states.get(path)!;
    if (node.type === 'final') return true;
    const inside = children.filter((child) => here.has(child));
    if (node.type === 'parallel') return inside.every(isOver);
    return inside.some((child) => to.states.get(child)!.node.type === 'final');
  };
  for (const path of active) {
    const { node } = to.states.get(path)!;
    const waits = node.type === 'parallel' || node.onDone !== undefined;
    if (waits && isOver(path))
      refuse(engineErrors.refuse('GZ_MIGRATION_ALL_FINAL', { case: caseId, state: path }));
  }
}
