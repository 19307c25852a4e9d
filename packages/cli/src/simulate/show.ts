/** What a simulation shows of its world, in words. */
import type { JournalEntry } from '@gongzhi/engine';
import { lastDay, type World } from '@gongzhi/engine/testing';
import type { Output } from '../output.ts';
import { text } from '../texts.ts';

/** One entry: when, who, what, and what followed. */
export function showEntry(entry: JournalEntry, world: World, { paint }: Output): string {
  const { at, actor, body, changes } = entry;
  const head = `${localTime(at, world.compiled.timeZone)}  ${paint('bold', actor.memberId)}  ${body.kind}`;
  const lines = changes
    .filter(({ what }) => what !== 'transition.taken')
    .map(({ what, name, by }) => `    ${what.padEnd(20)} ${name}${by === undefined ? '' : ` (${by})`}`);
  return [head, ...lines].join('\n');
}

/** Where the case stands. */
export function showState({ state, compiled }: World, { words, paint }: Output): string {
  if (state === null) return words(text('notOpened'));
  const titles = leaves(state.machine.value).map((path) => {
    const title = compiled.states.get(path)?.node.title;
    return title ? `${words(title)} (${path})` : path;
  });
  const due = Object.values(state.clocks)
    .filter(({ status, dueAt }) => status === 'running' && dueAt !== null)
    .map(({ name, dueAt }) => `${name} ≤ ${lastDay(dueAt!, compiled.timeZone)}`);
  const status =
    state.status === 'closed' ? ` — ${words(text('closedAs', { outcome: state.outcome ?? '' }))}` : '';
  return [
    `${paint('cyan', '●')} ${titles.join(' + ')}${status}`,
    `  ${words(text('custodian'))} ${state.custodian.memberId ?? state.custodian.partyId}${due.length > 0 ? `   ◷ ${due.join(', ')}` : ''}`,
  ].join('\n');
}

/** Full paths of the innermost active states. */
function leaves(value: unknown, prefix = ''): string[] {
  if (typeof value === 'string') return [prefix + value];
  return Object.entries(value as Record<string, unknown>).flatMap(([name, inner]) => {
    const below = leaves(inner, `${prefix}${name}.`);
    return below.length > 0 ? below : [prefix + name];
  });
}

function localTime(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at);
}
