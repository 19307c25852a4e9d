/** The work and the limits of a state, one line each. */
import type { StateNode } from '@gongzhi/engine';
import type { Mark } from './marks.ts';
import type { Names, PartyBadge } from './names.ts';

export interface BadgeLine {
  icon: 'clock' | 'stop' | 'task' | 'handoff' | 'effect' | 'case' | 'await' | 'stay';
  text: string;
  party: PartyBadge | null;
  mark?: Mark;
}

export function describeBlocks(node: StateNode, names: Names): BadgeLine[] {
  const clocks = typeof node.clock === 'string' ? [node.clock] : (node.clock ?? []);
  return [
    ...clocks.map((name) => line('clock', names.limit(name))),
    ...(node.stops ?? []).map((name) => line('stop', names.clock(name))),
    ...entries(node.task).map(([, { title, role }]) =>
      line('task', `${names.words(title)} · ${names.role(role)}`, names.party(role)),
    ),
    ...entries(node.handoff).map(([, { title, to }]) =>
      line('handoff', `${names.words(title)} → ${names.role(to)}`, names.party(to)),
    ),
    ...entries(node.effect).map(([, { use }]) => line('effect', use)),
    ...entries(node.case).map(([name, { title, definition }]) =>
      line('case', title ? names.words(title) : `${name} (${definition})`),
    ),
    ...entries(node.await).map(([, { title }]) => line('await', names.words(title))),
  ];
}

function entries<Value>(record: Record<string, Value> | undefined): [string, Value][] {
  return Object.entries(record ?? {});
}

function line(icon: BadgeLine['icon'], text: string, party: PartyBadge | null = null): BadgeLine {
  return { icon, text, party };
}
