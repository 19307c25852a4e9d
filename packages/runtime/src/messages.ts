/**
 * Messages from outside for cases that await them, by name and correlation.
 *
 *   waiting → matched, in the transaction that registers the await or the message, whichever is later → delivered
 *   waiting → expired, when nobody awaited it until `keepUntil`
 *
 * One that its case refuses goes back to waiting where the await is gone, and becomes an incident where its content
 * does not fit.
 */
import { canonicalJson, GongzhiError, type Json, type JsonObject } from '@gongzhi/engine';
import type { Logger } from 'pino';
import type { Dispatcher } from './dispatch.ts';
import { runtimeErrors } from './errors.ts';
import { incidentOf } from './incident-rows.ts';
import type { CommandRequest, Messages } from './runtime.ts';
import type { CommitPort } from './store/commit.ts';
import { messageWrites } from './store/step-writes.ts';
import { SYSTEM } from './system.ts';
import type { Sweep } from './waker.ts';

export interface MessageOptions {
  port: CommitPort;
  dispatcher(): Dispatcher;
  now: () => number;
  log: Logger;
  wake(at: number): void;
}

const KEEP_MS = 30 * 24 * 60 * 60 * 1_000;
const AT_ONCE = 100;

export function createMessages(options: MessageOptions): Messages {
  const { port, now } = options;

  async function find(messageId: string) {
    const [row] = await port.all('select case_id from messages where message_id = ?', [messageId]);
    return row;
  }

  return {
    async receive({ messageId, name, correlation, payload, keepUntil }) {
      for (const [field, value] of Object.entries({ messageId, name, correlation }))
        if (typeof value !== 'string' || value === '' || value.length > 200)
          throw runtimeErrors.error('GZ_MESSAGE_INVALID', { field, limit: 200 });
      const at = now();
      const until = keepUntil ?? at + KEEP_MS;
      if ((await find(messageId)) === undefined)
        await options.dispatcher().write([
          {
            do: 'run',
            sql: `insert into messages (message_id, name, correlation, payload, status, case_id, await_id, received_at, keep_until, next_at)
              values (?, ?, ?, ?, 'waiting', null, null, ?, ?, ?) on conflict (message_id) do nothing`,
            values: [messageId, name, correlation, canonicalJson(payload), at, until, until],
          },
          ...messageWrites(messageId, at),
        ]);
      options.wake(at);
      const row = await find(messageId);
      return { messageId, caseId: (row?.['case_id'] as string | null | undefined) ?? null };
    },
  };
}

export function createMessageSweep(options: MessageOptions): Sweep {
  const { port, now } = options;
  return async () => {
    const rows = await port.all(
      `select message_id, case_id, await_id, payload, status, keep_until from messages where next_at <= ?
       order by next_at, message_id limit ${AT_ONCE}`,
      [now()],
    );
    const outcomes = await Promise.all(
      rows.map((row) => (row['status'] === 'matched' ? deliver(options, row) : expire(options, row))),
    );
    return outcomes.filter(Boolean).length;
  };
}

async function expire({ dispatcher }: MessageOptions, row: Record<string, unknown>): Promise<boolean> {
  await dispatcher().write([
    {
      do: 'run',
      sql: `update messages set status = 'expired', next_at = null where message_id = ? and status = 'waiting'`,
      values: [String(row['message_id'])],
    },
  ]);
  return true;
}

/** true: the row is dealt with. */
async function deliver(options: MessageOptions, row: Record<string, unknown>): Promise<boolean> {
  const { log } = options;
  const messageId = String(row['message_id']);
  const awaitId = String(row['await_id']);
  const caseId = String(row['case_id']);
  const request: CommandRequest = {
    commandId: `message:${messageId}:${awaitId}`,
    caseId,
    actor: SYSTEM,
    body: {
      kind: 'message.receive',
      awaitId,
      payload: JSON.parse(String(row['payload'])) as JsonObject,
    },
  };
  try {
    const delivered = { messageId, status: 'delivered' as const, nextAt: null };
    const write = { do: 'patch' as const, table: 'messages' as const, row: delivered };
    const receipt = await options.dispatcher().dispatch(request, [write]);
    if (receipt.repeated) await options.dispatcher().write([write]);
    return true;
  } catch (error) {
    const refusal = error instanceof GongzhiError ? error.refusal : null;
    if (refusal?.status === 503) return false;
    log.warn({ caseId, messageId, err: error }, 'a message was refused');
    const isGone = refusal?.code === 'GZ_EFFECT_NOT_AWAITED' || refusal?.code === 'GZ_CASE_CLOSED';
    await (isGone ? giveBack(options, row) : setAside(options, row, request, error as Error));
    return true;
  }
}

/** The await is gone: the message waits on, or for another await that is there. */
async function giveBack({ dispatcher, now }: MessageOptions, row: Record<string, unknown>): Promise<void> {
  const messageId = String(row['message_id']);
  const nextAt = Number(row['keep_until']);
  await dispatcher().write([
    {
      do: 'patch',
      table: 'messages',
      row: { messageId, status: 'waiting', caseId: null, awaitId: null, nextAt },
    },
    ...messageWrites(messageId, now()),
  ]);
}

/** Its content does not fit: an incident keeps it, and the await is open to a better one. */
async function setAside(
  { dispatcher, now }: MessageOptions,
  row: Record<string, unknown>,
  request: CommandRequest,
  error: Error,
): Promise<void> {
  const messageId = String(row['message_id']);
  await dispatcher().write([
    { do: 'patch', table: 'messages', row: { messageId, status: 'expired', nextAt: null } },
    {
      do: 'run',
      sql: `update awaits set status = 'waiting' where await_id = ? and status = 'matched'`,
      values: [String(row['await_id'])],
    },
    {
      do: 'put',
      table: 'incidents',
      row: incidentOf({
        caseId: String(row['case_id']),
        kind: 'step',
        what: 'message.receive',
        subject: request.commandId,
        error: error.message,
        attempts: 1,
        request: canonicalJson(request as unknown as Json),
        at: now(),
      }),
    },
  ]);
}
