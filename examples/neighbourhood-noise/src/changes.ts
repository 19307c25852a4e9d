/** What an entry of a journal changed, in words: only what a newcomer wants to know. */
import type { CaseState, JournalEntry } from '@gongzhi/engine';
import type { Names } from './names.ts';
import { localTime, type Show } from './show.ts';

interface Told {
  definitionId: string;
  /** After the entry, or later: for due times and custodians. */
  state: CaseState;
  names: Names;
  show: Show;
}

type Change = JournalEntry['changes'][number];

/** A line a kind of change, in the order in which a reader asks: where is it now, who has it, until when. */
export function describeChanges(changes: readonly Change[], told: Told): string[] {
  const { show } = told;
  const line = (key: Parameters<Show['words']>[0], items: string[]) =>
    items.length === 0 ? [] : [(show.words(key) + items.join(show.words('and'))).trimEnd()];
  const entered = changes.filter(({ what }) => what === 'state.entered').map(({ name }) => name);
  const leaves = entered.filter((name) => !entered.some((other) => other.startsWith(`${name}.`)));
  const left = changes.filter(({ what }) => what === 'state.left').map(({ name }) => name);
  const items = (what: Change['what'], describe: (change: Change) => string) =>
    changes.filter((change) => change.what === what).map(describe);
  return [
    ...line(
      'now_opened',
      items('case.opened', ({ id }) => id ?? ''),
    ),
    ...line(
      'now_lapsed',
      items('clock.lapsed', ({ name }) => title(told, 'clock', name)),
    ),
    ...line(
      'now_warned',
      items('clock.warned', ({ name }) => title(told, 'clock', name)),
    ),
    ...line(
      'now_claimed',
      changes.some(({ what }) => what === 'task.completed')
        ? []
        : items('task.claimed', (change) => claimed(change, told)),
    ),
    ...line(
      'now_declined',
      items('handoff.declined', (change) => handoff(change, told)),
    ),
    ...line(
      'now_accepted',
      items('handoff.accepted', (change) => handoff(change, told)),
    ),
    ...line('now_state', path(leaves, left, told)),
    ...line(
      'now_custody',
      items('custody.passed', () => custodian(told)),
    ),
    ...line(
      'now_joined',
      items('participant.joined', (change) => joined(change, told)),
    ),
    ...line(
      'now_task',
      items('task.opened', (change) => task(change, told)),
    ),
    ...line(
      'now_offered',
      items('handoff.offered', (change) => handoff(change, told)),
    ),
    ...line(
      'now_clock',
      items('clock.started', (change) => clock(change, told)),
    ),
    ...line('now_document', [
      ...items('document.issued', ({ name }) => title(told, 'document', name)),
      ...items('document.attached', ({ name }) => name),
    ]),
    ...line(
      'now_asked',
      items('child.requested', (change) => child(change, told)),
    ),
    ...line(
      'now_public',
      items('case.published', () => ''),
    ),
    ...line(
      'now_closed',
      items('case.closed', () => told.names.outcome(told.definitionId, told.state.outcome ?? '')),
    ),
  ];
}

/** States one after the other; where parts of a case run side by side, what each of them came to. */
function path(leaves: readonly string[], left: readonly string[], told: Told): string[] {
  const { names, definitionId } = told;
  const regionOf = (name: string) => names.region(definitionId, name);
  const isSideBySide = new Set(leaves.map(regionOf).filter((region) => region !== null)).size > 1;
  const arrived = isSideBySide ? leaves.filter((name) => !left.includes(name)) : leaves;
  const shown = arrived.map((name) => {
    const region = isSideBySide ? regionOf(name) : null;
    return (region === null ? '' : `${title(told, 'state', region)}: `) + title(told, 'state', name);
  });
  return shown.length === 0 ? [] : [shown.join(isSideBySide ? ' + ' : ' → ')];
}

function title({ names, definitionId }: Told, what: Parameters<Names['of']>[1], name: string): string {
  return names.of(definitionId, what, name);
}

function claimed({ name, by }: Change, told: Told): string {
  return `${title(told, 'block', name)} – ${told.names.member(by ?? '')}`;
}

function handoff({ name, by }: Change, told: Told): string {
  const who = by === undefined ? '' : ` – ${told.names.member(by)}`;
  return title(told, 'block', name) + who;
}

function custodian({ state, names }: Told): string {
  const { partyId, memberId } = state.custodian;
  return names.party(partyId) + (memberId === null ? '' : `, ${names.member(memberId)}`);
}

function joined({ name, id, by }: Change, told: Told): string {
  const who = by === undefined ? told.names.party(id ?? '') : told.names.member(by);
  return told.show.words('as', { who, role: title(told, 'role', name) });
}

function task({ name, id }: Change, told: Told): string {
  const open = told.state.tasks.find(({ taskId }) => taskId === id);
  const whose = open === undefined ? '' : ` (${title(told, 'role', open.role)})`;
  return title(told, 'block', name) + whose;
}

function clock({ name }: Change, told: Told): string {
  const { dueAt } = told.state.clocks[name] ?? {};
  const until = typeof dueAt === 'number' ? ` → ${localTime(dueAt)}` : '';
  return title(told, 'clock', name) + until;
}

function child({ name, detail }: Change, told: Told): string {
  return told.names.definition(typeof detail === 'string' ? detail : name);
}
