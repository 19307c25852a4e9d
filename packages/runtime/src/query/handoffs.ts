/** Hand-offs that wait for an answer: to the viewer, or from its party. Newest first. */
import type { Page, PageRequest } from '../directory.ts';
import type { Store } from '../store/open.ts';
import { incomingHandoffs, type InboxViewer } from './audience.ts';
import { pageLimit, pageOf, readCursor, writeCursor } from './cursor.ts';
import {
  allOf,
  concat,
  firstOf,
  instant,
  instantOrNull,
  select,
  sql,
  text,
  textOrNull,
  type Order,
  type Raw,
  type Sql,
} from './sql.ts';

export interface HandoffFilter extends PageRequest {
  viewer: InboxViewer;
  /** incoming: that the viewer may accept; outgoing: that its party offered. */
  direction: 'incoming' | 'outgoing';
  caseId?: string;
}

export interface HandoffSummary {
  handoffId: string;
  caseId: string;
  caseTitle: string;
  of: 'case' | 'task';
  role: string;
  from: { partyId: string; memberId: string | null };
  to: { partyId: string; memberId: string | null } | null;
  reason: string | null;
  offeredAt: number;
  lapsesAt: number | null;
}

const FROM = `select h.handoff_id, h.case_id, h.subject, h.role, h.from_party_id, h.from_member_id, h.to_party_id,
  h.to_member_id, h.reason, h.offered_at, h.lapses_at, c.title as case_title
  from handoffs h join cases c on c.case_id = h.case_id where`;

const NEWEST_FIRST: Order = {
  branch: 'h.offered_at desc, h.handoff_id desc',
  whole: 'offered_at desc, handoff_id desc',
};

export async function listHandoffs(store: Store, filter: HandoffFilter): Promise<Page<HandoffSummary>> {
  const limit = pageLimit(filter.limit);
  const list = `handoffs.${filter.direction}`;
  const after = readCursor(list, ['number', 'string'], filter.after);
  const narrowing = [
    filter.caseId === undefined ? null : sql('h.case_id = ?', filter.caseId),
    after === null ? null : sql('(h.offered_at, h.handoff_id) < (?, ?)', Number(after[0]), String(after[1])),
  ];
  const branches = (await listsOf(store, filter)).map((branch) =>
    concat([sql(FROM), allOf([branch, ...narrowing])]),
  );
  const rows = await select(store, firstOf(branches, NEWEST_FIRST, limit + 1));
  return pageOf(
    rows,
    limit,
    (last) => writeCursor(list, [instant(last['offered_at']), text(last['handoff_id'])]),
    summary,
  );
}

async function listsOf(store: Store, { direction, viewer }: HandoffFilter): Promise<Sql[]> {
  if (direction === 'incoming') return incomingHandoffs(store, viewer);
  return [sql(`h.status = 'offered' and h.from_party_id = ?`, viewer.partyId)];
}

function summary(row: Raw): HandoffSummary {
  const toPartyId = textOrNull(row['to_party_id']);
  return {
    handoffId: text(row['handoff_id']),
    caseId: text(row['case_id']),
    caseTitle: text(row['case_title']),
    of: row['subject'] === 'task' ? 'task' : 'case',
    role: text(row['role']),
    from: {
      partyId: text(row['from_party_id']),
      memberId: textOrNull(row['from_member_id']),
    },
    to: toPartyId === null ? null : { partyId: toPartyId, memberId: textOrNull(row['to_member_id']) },
    reason: textOrNull(row['reason']),
    offeredAt: instant(row['offered_at']),
    lapsesAt: instantOrNull(row['lapses_at']),
  };
}
