/** What a step does: actions without an order of their own are told apart by what they are about. */
import type { Action } from '../definition.ts';
import { canonicalJson } from '../hash.ts';
import type { Text } from '../text.ts';
import { say, type Changes, type Subject } from './change.ts';

/** `before` and `after` are the lists; `subject` is told where they stand. */
export function compareActions(
  changes: Changes,
  subject: Subject,
  before: readonly Action[] = [],
  after: readonly Action[] = [],
): void {
  const tell = (kind: 'added' | 'removed' | 'changed', sentence: Text, older: number, newer: number) =>
    changes.add({
      class: 'different',
      kind,
      part: 'action',
      name: subject.name,
      words: say('{words}：{sentence}', '{words}: {sentence}', { words: subject.words, sentence }),
      before: older < 0 ? null : [...subject.before, older],
      after: newer < 0 ? null : [...subject.after, newer],
    });
  const olderLeft = new Set(before.keys());
  const newerLeft = new Set(after.keys());
  const kept: [number, number][] = [];
  const match = (key: (action: Action) => string, found: (older: number, newer: number) => void) => {
    for (const older of olderLeft)
      for (const newer of newerLeft)
        if (key(before[older]!) === key(after[newer]!)) {
          olderLeft.delete(older);
          newerLeft.delete(newer);
          found(older, newer);
          break;
        }
  };
  match(canonicalJson, (older, newer) => kept.push([older, newer]));
  match(aboutWhat, (older, newer) =>
    tell(
      'changed',
      say('“{what}”有改动', '“{what}” has changed', { what: aboutWhat(after[newer]!) }),
      older,
      newer,
    ),
  );
  for (const older of olderLeft)
    tell(
      'removed',
      say('不再“{what}”', 'no longer “{what}”', { what: aboutWhat(before[older]!) }),
      older,
      -1,
    );
  for (const newer of newerLeft)
    tell('added', say('新增“{what}”', 'now also “{what}”', { what: aboutWhat(after[newer]!) }), -1, newer);
  const order = kept.toSorted(([a], [b]) => a - b).map(([, newer]) => newer);
  if (order.some((newer, index) => index > 0 && newer < order[index - 1]!))
    tell('changed', say('动作的顺序有改动', 'the order of actions has changed'), 0, 0);
}

/** In the words of the language: assign found, late; issue decision. */
function aboutWhat(action: Action): string {
  if ('assign' in action) return `assign ${Object.keys(action.assign).join(', ')}`;
  if ('appoint' in action) return `appoint ${action.appoint.role}`;
  if ('dismiss' in action) return `dismiss ${action.dismiss.role}`;
  if ('issue' in action) return `issue ${action.issue.document}`;
  if ('effect' in action) return `effect ${action.effect.use}`;
  if ('open' in action) return `open ${action.open.definition}`;
  return `raise ${action.raise}`;
}
