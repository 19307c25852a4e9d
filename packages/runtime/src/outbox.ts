/** Messages that people read in the outbox page: what an effect would have sent, where nothing else is set up. */
import type { OutboxMessage } from '@gongzhi/engine';
import { OutboxMessageRow } from './store/directory-rows.ts';
import type { Store } from './store/open.ts';

export interface Outbox {
  /** Keeps the message; the same key again changes nothing. */
  put(message: OutboxMessage): Promise<void>;
}

export function createOutbox(store: Store, now: () => number): Outbox {
  return {
    async put({ key, caseId, partyId, channel, address, title, body }) {
      const row = {
        key,
        caseId,
        partyId,
        channel,
        address,
        title: title.replaceAll('\0', ''),
        body: body.replaceAll('\0', ''),
        at: now(),
      };
      await store.em().upsert(OutboxMessageRow, row, { onConflictAction: 'ignore' });
    },
  };
}
