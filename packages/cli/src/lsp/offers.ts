/** What a place may name: names that the definition declares, states, events, what plugins bring. */
import { CompletionItemKind } from 'vscode-languageserver';
import { outlines } from './analysis.ts';
import { describeName, describeOutside, type Describer } from './describe-name.ts';
import { childOf, statesOf } from './names.ts';
import type { OutsideName } from './outside.ts';
import { reduce, type NameKind, type OutsideKind } from './places.ts';
import { valueOf, type Path } from './tree.ts';

/** Something that may be written; the sort keeps the nearest first. */
export interface Offer {
  label: string;
  kind: CompletionItemKind;
  detail?: string;
  documentation?: string | null;
  rank?: number;
}

export interface CompleteContext extends Describer {
  /** Roles of the definitions that are known, by id. */
  definitions: ReadonlyMap<string, readonly string[]>;
}

const NAME_ICONS: Partial<Record<NameKind, CompletionItemKind>> = {
  role: CompletionItemKind.Interface,
  form: CompletionItemKind.Struct,
  clock: CompletionItemKind.Constant,
  event: CompletionItemKind.Event,
  document: CompletionItemKind.File,
  field: CompletionItemKind.Field,
};

export function nameOffers(context: CompleteContext, kind: NameKind): Offer[] {
  const declared = outlines(context.analysis).flatMap(({ names }) => names.declared(kind));
  const { forms, documents } = context.outside;
  const more = kind === 'form' ? forms.keys() : kind === 'document' ? documents.keys() : [];
  const icon = NAME_ICONS[kind] ?? CompletionItemKind.Reference;
  return [...new Set([...declared, ...more])].map((label, index) => ({
    label,
    kind: icon,
    rank: index < declared.length ? 1 : 2,
    documentation: describeName(context, kind, label),
  }));
}

/** Siblings by name, children with a dot, all others by their full path. */
export function stateOffers(
  context: CompleteContext,
  source: string,
  which: 'children' | 'all' | 'near',
): Offer[] {
  const states = new Set(outlines(context.analysis).flatMap(({ tree }) => [...statesOf(tree)]));
  const parent = source.slice(0, Math.max(0, source.lastIndexOf('.')));
  const offers: Offer[] = [];
  for (const path of states) {
    const around = path.slice(0, Math.max(0, path.lastIndexOf('.')));
    const name = path.slice(path.lastIndexOf('.') + 1);
    const isChild = around === source && childOf(source, name) === path;
    const offer = (label: string, rank: number) =>
      offers.push({
        label,
        kind: CompletionItemKind.Class,
        rank,
        documentation: describeName(context, 'state', path),
      });
    if (which === 'children') {
      if (isChild) offer(name, 1);
    } else if (which === 'near' && around === parent) offer(name, 1);
    else if (which === 'near' && isChild) offer(`.${name}`, 2);
    else offer(path, 3);
  }
  return offers;
}

const BLOCK_EVENTS: Record<string, readonly string[]> = {
  task: ['completed'],
  handoff: ['accepted', 'declined', 'recalled'],
  effect: ['replied', 'failed'],
  case: ['closed'],
  await: ['received'],
};

/** Events that can come while the state is active: of its blocks and clocks, of those around and inside it. */
export function handlerOffers(context: CompleteContext, state: string): Offer[] {
  const offers: Offer[] = nameOffers(context, 'event').map((offer) => ({ ...offer, rank: 2 }));
  const isNear = (other: string) =>
    state === '' || other === state || other.startsWith(`${state}.`) || state.startsWith(`${other}.`);
  const add = (kind: 'block' | 'clock', name: string, what: string, where: string) =>
    offers.push({
      label: `${name}.${what}`,
      kind: CompletionItemKind.Event,
      rank: where === state ? 0 : 3,
      documentation: describeName(context, kind, name),
    });
  for (const { names } of outlines(context.analysis))
    for (const { kind, name, path, declares } of names.all) {
      const { state: where, steps } = reduce(path);
      if (!isNear(where)) continue;
      if (kind === 'block' && declares)
        for (const what of BLOCK_EVENTS[String(path.at(-2))] ?? []) add('block', name, what, where);
      else if (kind === 'clock' && steps[0] === 'S' && steps[1] === 'clock')
        for (const what of ['lapsed', 'warned', 'extended']) add('clock', name, what, where);
    }
  return offers;
}

export function inputOffers({ analysis, outside }: CompleteContext, path: Path): Offer[] {
  const use = outlines(analysis)
    .map(({ tree }) => valueOf(tree, [...path.slice(0, -1), 'use']))
    .find((one) => one !== undefined);
  const properties = outside.effects.get(use ?? '')?.schema?.['properties'] ?? {};
  return Object.keys(properties as object).map((label) => ({
    label,
    kind: CompletionItemKind.Field,
    rank: 1,
  }));
}

/** Roles of the definition whose case is opened here. */
export function otherRoleOffers({ analysis, definitions }: CompleteContext, path: Path): Offer[] {
  const ids = outlines(analysis).map(({ tree }) => valueOf(tree, [...path.slice(0, -1), 'definition']));
  const roles = ids.flatMap((id) => definitions.get(id ?? '') ?? []);
  return [...new Set(roles)].map((label) => ({ label, kind: CompletionItemKind.Interface, rank: 1 }));
}

export function outsideOffers(context: CompleteContext, kind: OutsideKind): Offer[] {
  const { outside, definitions } = context;
  if (kind === 'definition')
    return [...definitions.keys()].map((label) => ({ label, kind: CompletionItemKind.Module, rank: 1 }));
  if (kind === 'other-role' || kind === 'input') return [];
  const entries: Iterable<OutsideName> = {
    effect: outside.effects,
    'party-kind': outside.partyKinds,
    qualification: outside.qualifications,
    calendar: outside.calendars,
  }[kind].values();
  return [...entries].map((one) => ({
    label: one.name,
    kind: CompletionItemKind.Value,
    rank: 1,
    documentation: describeOutside(context, one),
  }));
}
