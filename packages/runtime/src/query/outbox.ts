/** Messages kept for people to read, newest first. */
import type { Page, PageRequest } from '../directory.ts';
import { OutboxMessageRow } from '../store/directory-rows.ts';
import type { Store } from '../store/open.ts';
import { storable } from '../store/storable.ts';
import { pageLimit, pageOf, readCursor, writeCursor } from './cursor.ts';

export interface OutboxFilter extends PageRequest {
  partyId?: string;
  caseId?: string;
}

export interface OutboxRow {
  key: string;
  caseId: string;
  partyId: string;
  channel: string;
  address: string | null;
  title: string;
  body: string;
  at: number;
}

export async function listOutbox(store: Store, filter: OutboxFilter): Promise<Page<OutboxRow>> {
  const limit = pageLimit(filter.limit);
  const after = readCursor('outbox', ['number', 'string'], filter.after);
  const [at, key] = [Number(after?.[0]), String(after?.[1])];
  const rows = await store.em().find(
    OutboxMessageRow,
    {
      ...(filter.partyId === undefined ? {} : { partyId: storable(filter.partyId) }),
      ...(filter.caseId === undefined ? {} : { caseId: storable(filter.caseId) }),
      ...(after === null ? {} : { $or: [{ at: { $lt: at } }, { at, key: { $lt: key } }] }),
    },
    { orderBy: { at: 'desc', key: 'desc' }, limit: limit + 1 },
  );
  return pageOf(
    rows,
    limit,
    (last) => writeCursor('outbox', [last.at, last.key]),
    (row) => ({
      key: row.key,
      caseId: row.caseId,
      partyId: row.partyId,
      channel: row.channel,
      address: row.address ?? null,
      title: row.title,
      body: row.body,
      at: row.at,
    }),
  );
}
