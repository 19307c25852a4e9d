import type { TimelineEntry } from '@gongzhi/api';
import type { Output } from '../output.ts';
import { shortTime } from './times.ts';

export function describeEntry(entry: TimelineEntry, { paint, language }: Output): string {
  const { seq, at, actor, kind, reason, changes, hash } = entry;
  const who = actor.memberId === 'system' ? actor.memberId : `${actor.memberId} (${actor.partyId})`;
  return [
    `${paint('bold', `#${seq}`)}  ${shortTime(at, language)}  ${who}  ${kind}${reason ? `  “${reason}”` : ''}  ${paint('dim', hash.slice(0, 12))}`,
    ...changes.map(({ what, name }) => `      ${what} ${name}`),
  ].join('\n');
}
