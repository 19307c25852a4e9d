import type { CommandBody } from '../command.ts';
import type { Change, ChangeKind } from '../journal-entry.ts';
import type { Act } from './case-test.ts';
import { holderOf } from './cast.ts';
import type { World } from './world.ts';

type Sent = Exclude<Act, { do: 'wait' | 'until' | 'lapse' }>;

/**
 * The command that a step of a test is. What is gone already is named by its last id, so that the engine itself
 * says why it is refused.
 */
export function bodyOf(act: Sent, world: World): CommandBody {
  switch (act.do) {
    case 'claim':
    case 'release':
      return { kind: `task.${act.do}`, taskId: taskId(world, act.task) };
    case 'complete':
      return { kind: 'task.complete', taskId: taskId(world, act.task), payload: act.payload };
    case 'delegate':
      return { kind: 'task.delegate', taskId: taskId(world, act.task), to: holderOf(world.cast, act.to)! };
    case 'send':
      return { kind: 'event.send', event: act.event, payload: act.payload };
    case 'offer':
      return { kind: 'handoff.offer', role: act.role, to: holderOf(world.cast, act.to)! };
    case 'accept':
    case 'decline':
    case 'recall':
      return { kind: `handoff.${act.do}`, handoffId: handoffId(world, act.handoff) };
    case 'extend':
      return { kind: 'clock.extend', clock: act.clock };
    case 'attach':
      return { kind: 'document.attach', document: documentNamed(act.file) };
    case 'reply':
      return { kind: 'effect.reply', effectId: effectId(world, act.effect), reply: act.with };
    case 'fail':
      return { kind: 'effect.fail', effectId: effectId(world, act.effect), error: act.error };
    case 'close': {
      const { linkId, caseId } = child(world, act.child);
      return {
        kind: 'child.closed',
        linkId,
        childCaseId: caseId ?? act.child,
        outcome: act.outcome,
        payload: act.payload,
      };
    }
    case 'message': {
      const open = world.state?.awaits.find(({ name }) => name === act.await);
      return {
        kind: 'message.receive',
        awaitId: open?.awaitId ?? lastId(world, 'await.registered', act.await),
        payload: act.payload,
      };
    }
    case 'move':
      return { kind: 'operator.move', target: act.state };
  }
}

/** Whether people send it; otherwise the system does. */
export function senderOf(act: Sent): string {
  return 'by' in act ? act.by : 'system';
}

function taskId(world: World, name: string): string {
  return world.state?.tasks.find((task) => task.name === name)?.taskId ?? lastId(world, 'task.opened', name);
}

/** By the block's name, by the role of an offer, or the only one that is open. */
function handoffId(world: World, name: string): string {
  const open = world.state?.handoffs ?? [];
  const found =
    open.find((handoff) => handoff.name === name) ??
    open.find((handoff) => handoff.name === null && handoff.role === name) ??
    (open.length === 1 ? open[0] : undefined);
  return found?.handoffId ?? lastId(world, 'handoff.offered', name);
}

function effectId(world: World, name: string): string {
  return (
    world.state?.effects.find((effect) => effect.name === name)?.effectId ??
    lastId(world, 'effect.requested', name)
  );
}

function child(world: World, name: string): { linkId: string; caseId: string | null } {
  const children = world.state?.children ?? [];
  const named = children.filter((one) => one.name === name || one.definition === name);
  return named.findLast(({ outcome }) => outcome === null) ?? named.at(-1) ?? { linkId: name, caseId: null };
}

/** Of the last change of that kind; the name itself when there was none. */
function lastId(world: World, what: ChangeKind, name: string): string {
  const changes: Change[] = world.journal.flatMap((entry) => entry.changes);
  return changes.findLast((change) => change.what === what && change.name === name)?.id ?? name;
}

/** A document that nobody has: its address is made from its name. */
function documentNamed(name: string) {
  let hash = 0x811c9dc5;
  for (const character of name) hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193) >>> 0;
  return {
    sha256: hash.toString(16).padStart(8, '0').repeat(8),
    name,
    mediaType: 'application/pdf',
    size: 1000,
  };
}
