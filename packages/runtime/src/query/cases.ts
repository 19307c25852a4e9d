/** Cases, newest first: those that a viewer may read, and of each only what the viewer may see of it. */
import type { Viewer } from '@gongzhi/engine';
import { directoryErrors } from '../directory-errors.ts';
import type { Page, PageRequest } from '../directory.ts';
import type { Definitions } from '../runtime.ts';
import type { Store } from '../store/open.ts';
import { incomingHandoffs, metRequirements, offeredTasks, type InboxViewer } from './audience.ts';
import { pageLimit, pageOf, readCursor, writeCursor } from './cursor.ts';
import {
  allOf,
  anyOf,
  concat,
  escapeLike,
  firstOf,
  instant,
  instantOrNull,
  resembles,
  select,
  sql,
  text,
  textOrNull,
  type Order,
  type Raw,
  type Sql,
} from './sql.ts';
import { supervisedDefinitions } from './supervision.ts';

export interface CaseFilter extends PageRequest {
  /** Only what this viewer may read; absent: operators and verify. */
  viewer?: Viewer;
  status?: 'open' | 'closed';
  definition?: string;
  procedure?: string;
  custodianPartyId?: string;
  cellId?: string;
  /** Words in the title or the beginning of the case id; at most 100 characters. */
  search?: string;
  overdue?: boolean;
}

export interface CaseSummary {
  caseId: string;
  /** '' for the public: a title may name people. */
  title: string;
  definition: { id: string; version: number };
  procedure: string;
  status: 'open' | 'closed';
  outcome: string | null;
  /** Full paths of the active leaf states. */
  states: string[];
  custodian: { partyId: string; memberId: string | null; role: string };
  cellId: string | null;
  openedAt: number;
  changedAt: number;
  closedAt: number | null;
  /** Soonest due time of its running clocks; null for the public. */
  dueAt: number | null;
  revision: number;
}

/** One reason why a viewer may read cases. */
interface Ground {
  where: Sql;
  /** Only what everybody may read. */
  isPublic: boolean;
}

const NEWEST_FIRST: Order = {
  branch: 'c.opened_at desc, c.case_id desc',
  whole: 'opened_at desc, case_id desc, is_public',
};
/** `is_public` sorts the fuller right first. */
const KEYS = 'select c.case_id, c.opened_at';
const COLUMNS = `select c.case_id, c.title, c.definition_id, c.definition_version, c.procedure, c.status, c.outcome,
  c.states, c.custodian_party_id, c.custodian_member_id, c.custodian_role, c.cell_id, c.opened_at, c.changed_at,
  c.closed_at, c.due_at, c.revision from cases c where`;

export async function listCases(
  store: Store,
  definitions: Definitions,
  now: number,
  filter: CaseFilter,
): Promise<Page<CaseSummary>> {
  const limit = pageLimit(filter.limit);
  const keys = await select(store, await casesQuery(store, definitions, now, filter, limit + 1));
  const rights = new Map<string, { isPublic: boolean; openedAt: number }>();
  for (const row of keys) {
    const caseId = text(row['case_id']);
    if (!rights.has(caseId))
      rights.set(caseId, {
        isPublic: Number(row['is_public']) === 1,
        openedAt: instant(row['opened_at']),
      });
  }
  const page = pageOf(
    [...rights],
    limit,
    ([caseId, { openedAt }]) => writeCursor('cases', [openedAt, caseId]),
    ([caseId, { isPublic }]) => ({ caseId, isPublic }),
  );
  return { items: await readSummaries(store, page.items), next: page.next };
}

/** Keys of the page's cases, a case once for each ground. Exported so that a test can look at the plan. */
export async function casesQuery(
  store: Store,
  definitions: Definitions,
  now: number,
  filter: CaseFilter,
  limit: number,
): Promise<Sql> {
  const after = readCursor('cases', ['number', 'string'], filter.after);
  const place =
    after === null ? null : sql('(c.opened_at, c.case_id) < (?, ?)', Number(after[0]), String(after[1]));
  const grounds = await groundsOf(store, definitions, filter.viewer);
  const branches = grounds.map(({ where, isPublic }) =>
    concat([
      sql(`${KEYS}, ${isPublic ? 1 : 0} as is_public from cases c where`),
      allOf([where, place, ...narrowing(store, now, filter, isPublic)]),
    ]),
  );
  // A case may come once for each ground: so many rows hold at least `limit` cases.
  return firstOf(branches, NEWEST_FIRST, limit, limit * branches.length);
}

function narrowing(store: Store, now: number, filter: CaseFilter, isPublic: boolean): (Sql | null)[] {
  const { status, definition, procedure, custodianPartyId, cellId, search, overdue } = filter;
  return [
    status === undefined ? null : sql('c.status = ?', status),
    definition === undefined ? null : sql('c.definition_id = ?', definition),
    procedure === undefined ? null : sql('c.procedure = ?', procedure),
    custodianPartyId === undefined ? null : sql('c.custodian_party_id = ?', custodianPartyId),
    cellId === undefined ? null : sql('c.cell_id = ?', cellId),
    search === undefined ? null : matches(store, search, isPublic),
    overdue === undefined ? null : isOverdue(overdue, now, isPublic),
  ];
}

/** Due times are not public, so nobody can find them out by asking. */
function isOverdue(overdue: boolean, now: number, isPublic: boolean): Sql {
  if (isPublic) return sql(overdue ? '1 = 0' : '1 = 1');
  return overdue ? sql('c.due_at <= ?', now) : sql('(c.due_at is null or c.due_at > ?)', now);
}

const SEARCH_LENGTH_MAX = 100;
const SEARCH_WORDS_MAX = 8;

/** Every word in the title, or the case id begins so. Titles are not public: the public finds by id. */
function matches({ dialect }: Store, search: string, isPublic: boolean): Sql {
  const words = search
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, SEARCH_WORDS_MAX);
  if (words.length === 0 || search.length > SEARCH_LENGTH_MAX || /\p{Cc}/u.test(search))
    throw directoryErrors.error('GZ_SEARCH_INVALID', { max: SEARCH_LENGTH_MAX });
  const byId = resembles(dialect, 'c.case_id', `${escapeLike(search.trim())}%`);
  if (isPublic) return byId;
  const byTitle = words.map((word) => resembles(dialect, 'c.title', `%${escapeLike(word)}%`));
  return anyOf([allOf(byTitle), byId]);
}

/** The same rights as the engine's `mayRead`, said for all cases at once. */
async function groundsOf(
  store: Store,
  definitions: Definitions,
  viewer: Viewer | undefined,
): Promise<Ground[]> {
  const full = (where: Sql): Ground => ({ where, isPublic: false });
  if (viewer === undefined || (viewer.supervises === 'all' && viewer.memberId !== null))
    return [full(sql('1 = 1'))];
  const everybody: Ground = { where: sql('c.public'), isPublic: true };
  const { memberId, partyId, partyKind, qualifications } = viewer;
  if (memberId === null || partyId === null || partyKind === null) return [everybody];
  const inbox = { memberId, partyId, partyKind, qualifications };
  return [
    full(sql('c.custodian_party_id = ?', partyId)),
    full(participates(inbox)),
    ...supervisedCells(viewer.supervises).map(full),
    ...(await supervisedDefinitions(store, definitions, inbox)).map(full),
    ...(await candidateFor(store, inbox)).map(full),
    everybody,
  ];
}

function participates({ memberId, partyId }: InboxViewer): Sql {
  return sql(
    `c.case_id in (select p.case_id from participants p
      where p.party_id = ? and p.active and (p.member_id = '' or p.member_id = ?))`,
    partyId,
    memberId,
  );
}

function supervisedCells(cells: Viewer['supervises']): Sql[] {
  if (cells === null || cells === 'all' || cells.length === 0) return [];
  return [sql(`c.cell_id in (${cells.map(() => '?').join(', ')})`, ...cells)];
}

async function candidateFor(store: Store, viewer: InboxViewer): Promise<Sql[]> {
  const met = await metRequirements(store, viewer);
  const tasks = met.map((each) => offeredTasks(store.dialect, viewer, each));
  const handoffs = await incomingHandoffs(store, viewer);
  const caseOf = (table: string, where: Sql): Sql =>
    sql(`c.case_id in (select case_id from ${table} where ${where.text})`, ...where.values);
  return [
    ...tasks.map((where) => caseOf('tasks t', where)),
    ...handoffs.map((where) => caseOf('handoffs h', where)),
  ];
}

async function readSummaries(
  store: Store,
  keys: { caseId: string; isPublic: boolean }[],
): Promise<CaseSummary[]> {
  if (keys.length === 0) return [];
  const places = keys.map(() => '?').join(', ');
  const rows = await select(
    store,
    sql(`${COLUMNS} c.case_id in (${places})`, ...keys.map(({ caseId }) => caseId)),
  );
  const byId = new Map(rows.map((row) => [text(row['case_id']), row]));
  return keys.flatMap(({ caseId, isPublic }) => {
    const row = byId.get(caseId);
    return row === undefined ? [] : [summary(row, isPublic)];
  });
}

function summary(row: Raw, isPublic: boolean): CaseSummary {
  return {
    caseId: text(row['case_id']),
    title: isPublic ? '' : text(row['title']),
    definition: {
      id: text(row['definition_id']),
      version: instant(row['definition_version']),
    },
    procedure: text(row['procedure']),
    status: row['status'] === 'closed' ? 'closed' : 'open',
    outcome: textOrNull(row['outcome']),
    states: JSON.parse(text(row['states'])) as string[],
    custodian: {
      partyId: text(row['custodian_party_id']),
      memberId: textOrNull(row['custodian_member_id']),
      role: text(row['custodian_role']),
    },
    cellId: textOrNull(row['cell_id']),
    openedAt: instant(row['opened_at']),
    changedAt: instant(row['changed_at']),
    closedAt: instantOrNull(row['closed_at']),
    dueAt: isPublic ? null : instantOrNull(row['due_at']),
    revision: instant(row['revision']),
  };
}
