/** What people call the parts of a definition, in one language. */
import type {
  CompiledState,
  CompiledTransition,
  Definition,
  Language,
  Plugin,
  StateNode,
  Text,
} from '@gongzhi/engine';
import { chartTexts } from './chart-texts.ts';

export interface Names {
  definition: string;
  state(state: CompiledState): string;
  transition(transition: CompiledTransition): { label: string; kind: 'event' | 'timer' | 'automatic' };
  event(type: string): string;
  role(name: string): string;
  clock(name: string): string;
  /** A clock with its limit: 答复期限 20 个工作日. */
  limit(clock: string): string;
  /** Kind and badge of the parties that may hold a role; the first kind when there are several. */
  party(role: string): PartyBadge | null;
  words(text: Text): string;
}

export interface PartyBadge {
  kind: string;
  glyph: string;
  title: string;
}

const GUARD_LIMIT = 48;

export function createNames(
  definition: Definition,
  { language, plugins }: { language: Language; plugins: readonly Plugin[] },
): Names {
  const texts = chartTexts[language];
  const blocks = blockTitles(definition, language);
  const kinds = new Map(plugins.flatMap(({ partyKind }) => (partyKind ? [[partyKind.kind, partyKind]] : [])));
  const title = (text: Text | undefined, otherwise: string) => text?.[language] ?? otherwise;

  const event = (type: string): string => {
    if (type === '') return '';
    if (type === '@done') return texts.done;
    const own = definition.events?.[type];
    if (own) return own.title[language];
    const dot = type.lastIndexOf('.');
    const [block, happening] = [type.slice(0, dot), type.slice(dot + 1)];
    return texts.happened(happening, blocks.get(block) ?? title(definition.clocks?.[block]?.title, block));
  };

  return {
    definition: `${definition.title[language]} v${definition.version}`,
    state: ({ name, node }) => title(node.title, name),
    event,
    transition: ({ event: type, rule }) => {
      // A title of its own says when; only without one the guard must.
      const guard = rule.guard === undefined ? '' : ` [${short(rule.guard)}]`;
      const label = rule.title?.[language] ?? `${event(type)}${guard}`.trim();
      const kind =
        type === '' || type === '@done' ? 'automatic' : isTimer(definition, type) ? 'timer' : 'event';
      return { label, kind };
    },
    role: (name) => title(definition.roles[name]?.title, name),
    clock: (name) => title(definition.clocks?.[name]?.title, name),
    party: (role) => {
      const kind = definition.roles[role]?.party[0];
      if (kind === undefined) return null;
      const known = kinds.get(kind);
      return {
        kind,
        glyph: title(known?.badge, kind.slice(0, 1).toUpperCase()),
        title: title(known?.title, kind),
      };
    },
    limit: (name) => {
      const clock = definition.clocks?.[name];
      return clock ? `${clock.title[language]} ${texts.limit(clock.limit, clock.days)}` : name;
    },
    words: (text) => text[language],
  };
}

function isTimer(definition: Definition, type: string): boolean {
  const [clock = '', happening] = type.split('.');
  return (happening === 'lapsed' || happening === 'warned') && definition.clocks?.[clock] !== undefined;
}

function blockTitles(definition: Definition, language: Language): Map<string, string> {
  const titles = new Map<string, string>();
  const visit = (node: StateNode) => {
    for (const blocks of [node.task, node.handoff, node.effect, node.case, node.await])
      for (const [name, block] of Object.entries(blocks ?? {}))
        titles.set(name, 'title' in block && block.title ? block.title[language] : name);
    for (const child of Object.values(node.states ?? {})) visit(child);
  };
  for (const node of Object.values(definition.states)) visit(node);
  return titles;
}

function short(guard: string): string {
  const line = guard.replaceAll(/\s+/g, ' ');
  return line.length <= GUARD_LIMIT ? line : `${line.slice(0, GUARD_LIMIT - 1)}…`;
}
