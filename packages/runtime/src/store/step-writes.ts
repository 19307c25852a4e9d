/** Rows that follow from what a step answered, beside the difference between two states: effects, openings, messages. */
import {
  canonicalJson,
  type Accepted,
  type CaseState,
  type CommandBody,
  type EffectRequest,
  type Json,
} from '@gongzhi/engine';
import type { EffectRow } from './entities.ts';
import type { Write } from './tables.ts';

export interface EffectPlan {
  row: EffectRow;
  request: EffectRequest;
  /** This process runs it right after the commit; the row says until when nobody else does. */
  mine: boolean;
}

export function bodyWrites(
  caseId: string,
  body: CommandBody,
  { cancelledEffects, openings }: Accepted,
  at: number,
  writes: Write[],
): void {
  for (const effectId of cancelledEffects) writes.push(effectOver(effectId, 'cancelled', null, at));
  for (const opening of openings)
    writes.push({
      do: 'put',
      table: 'openings',
      row: {
        caseId,
        linkId: opening.linkId,
        definitionId: opening.definition,
        opening: canonicalJson(opening as unknown as Json),
        status: 'pending',
        childCaseId: null,
        attempts: 0,
        nextAt: at,
        lastError: null,
      },
    });
  switch (body.kind) {
    case 'effect.reply':
      writes.push(effectOver(body.effectId, 'done', null, at));
      break;
    case 'effect.fail':
      writes.push(effectOver(body.effectId, 'failed', body.error, at));
      break;
    case 'child.opened':
      // Still due: openings.ts looks next whether the child is closed already.
      writes.push({
        do: 'patch',
        table: 'openings',
        row: {
          caseId,
          linkId: body.linkId,
          status: 'opened',
          childCaseId: body.childCaseId,
          lastError: null,
        },
      });
      break;
    case 'child.closed':
      writes.push({
        do: 'patch',
        table: 'openings',
        row: { caseId, linkId: body.linkId, status: 'reported', nextAt: null, lastError: null },
      });
  }
}

export function effectOver(
  effectId: string,
  status: 'done' | 'failed' | 'cancelled',
  lastError: string | null,
  at: number,
): Write {
  return {
    do: 'patch',
    table: 'effects',
    row: { effectId, status, nextAt: null, lastError, finishedAt: at },
  };
}

/** The case that opened this one is to be told. */
export function closingWrites({ origin, changedAt }: CaseState, writes: Write[]): void {
  if (origin === null) return;
  writes.push({
    do: 'run',
    sql: "update openings set next_at = ? where case_id = ? and link_id = ? and status <> 'reported'",
    values: [changedAt, origin.caseId, origin.linkId],
  });
}

/** Awaits that begin take the oldest message that is kept for them. */
export function awaitWrites(writes: Write[], at: number): void {
  const begun = writes.length;
  for (let index = 0; index < begun; index += 1) {
    const write = writes[index]!;
    if (write.do === 'put' && write.table === 'awaits' && write.row.status === 'waiting') {
      const { awaitId, caseId, message, correlation } = write.row;
      writes.push(
        {
          do: 'run',
          sql: `update messages set status = 'matched', await_id = ?, case_id = ?, next_at = ? where message_id = (
            select message_id from messages where status = 'waiting' and name = ? and correlation = ? and keep_until > ?
            order by received_at, message_id limit 1)`,
          values: [awaitId, caseId, at, message, correlation, at],
        },
        {
          do: 'run',
          sql: `update awaits set status = 'matched' where await_id = ? and status = 'waiting'
            and exists (select 1 from messages where await_id = ? and status = 'matched')`,
          values: [awaitId, awaitId],
        },
      );
    }
  }
}

/** A message that comes takes the oldest await that waits for it. */
export function messageWrites(messageId: string, at: number): Write[] {
  return [
    {
      do: 'run',
      sql: `update messages set status = 'matched', next_at = ?,
          await_id = (select await_id from awaits a where a.status = 'waiting' and a.message = messages.name
            and a.correlation = messages.correlation order by a.registered_at, a.await_id limit 1),
          case_id = (select case_id from awaits a where a.status = 'waiting' and a.message = messages.name
            and a.correlation = messages.correlation order by a.registered_at, a.await_id limit 1)
        where message_id = ? and status = 'waiting' and keep_until > ? and exists (
          select 1 from awaits a where a.status = 'waiting' and a.message = messages.name
            and a.correlation = messages.correlation)`,
      values: [at, messageId, at],
    },
    {
      do: 'run',
      sql: `update awaits set status = 'matched' where status = 'waiting' and await_id =
        (select await_id from messages where message_id = ? and status = 'matched')`,
      values: [messageId],
    },
  ];
}
