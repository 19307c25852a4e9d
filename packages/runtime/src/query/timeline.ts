/** The journal of one case, newest first. */
import type { JournalEntry } from '@gongzhi/engine';
import type { Page, PageRequest } from '../directory.ts';
import type { StoredEntry } from '../runtime.ts';
import { JournalRow } from '../store/entities.ts';
import type { Store } from '../store/open.ts';
import { pageLimit, pageOf, readCursor, writeCursor } from './cursor.ts';

export async function readTimeline(
  store: Store,
  caseId: string,
  page: PageRequest,
): Promise<Page<StoredEntry>> {
  const limit = pageLimit(page.limit);
  const after = readCursor('timeline', ['string', 'number'], page.after);
  const from = after !== null && after[0] === caseId ? Number(after[1]) : null;
  const rows = await store
    .em()
    .find(
      JournalRow,
      { caseId, ...(after === null ? {} : { seq: { $lt: from ?? 0 } }) },
      { orderBy: { seq: 'desc' }, limit: limit + 1 },
    );
  return pageOf(
    rows,
    limit,
    (last) => writeCursor('timeline', [caseId, last.seq]),
    ({ position, entry, stateHash, previousHash, hash }) => ({
      ...(JSON.parse(entry) as JournalEntry),
      position,
      stateHash,
      previousHash,
      hash,
    }),
  );
}
