/** The journal of one case, newest first. */
import type { JournalEntry } from '@gongzhi/engine';
import type { Page, PageRequest } from '../directory.ts';
import type { StoredEntry } from '../runtime.ts';
import { JournalRow } from '../store/entities.ts';
import type { Store } from '../store/open.ts';
import { storable } from '../store/storable.ts';
import { pageLimit, pageOf, readCursor, writeCursor } from './cursor.ts';

export async function readTimeline(
  store: Store,
  caseId: string,
  page: PageRequest,
): Promise<Page<StoredEntry>> {
  const limit = pageLimit(page.limit);
  const list = `timeline.${caseId.slice(0, 100)}`;
  const after = readCursor(list, ['number'], page.after);
  const rows = await store
    .em()
    .find(
      JournalRow,
      { caseId: storable(caseId), ...(after === null ? {} : { seq: { $lt: Number(after[0]) } }) },
      { orderBy: { seq: 'desc' }, limit: limit + 1 },
    );
  return pageOf(
    rows,
    limit,
    (last) => writeCursor(list, [last.seq]),
    ({ position, entry, stateHash, previousHash, hash }) => ({
      ...(JSON.parse(entry) as JournalEntry),
      position,
      stateHash,
      previousHash,
      hash,
    }),
  );
}
