/** The inbox: tasks that somebody may claim, holds, or whose party holds them. */
import type { Page, PageRequest } from '../directory.ts';
import type { Definitions } from '../runtime.ts';
import type { Store } from '../store/open.ts';
import { metRequirements, offeredTasks, type InboxViewer } from './audience.ts';
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

export interface TaskFilter extends PageRequest {
  viewer: InboxViewer;
  /** offered: that I may claim; mine: that I hold; party: that my party holds. */
  list: 'offered' | 'mine' | 'party';
  caseId?: string;
  role?: string;
  procedure?: string;
  overdue?: boolean;
  /** due: soonest due first (default), those without a due time last; opened: newest first. */
  order?: 'due' | 'opened';
}

export interface TaskSummary {
  taskId: string;
  caseId: string;
  caseTitle: string;
  definition: { id: string; version: number };
  procedure: string;
  name: string;
  title: { 'zh-CN': string; en: string };
  role: string;
  status: 'offered' | 'claimed';
  holder: { partyId: string; memberId: string } | null;
  openedAt: number;
  claimedAt: number | null;
  dueAt: number | null;
}

const COLUMNS = `t.task_id, t.case_id, t.name, t.role, t.status, t.holder_party_id, t.holder_member_id,
  t.opened_at, t.claimed_at, t.due_at, c.title as case_title, c.definition_id, c.definition_version, c.procedure,
  case when t.due_at is null then 1 else 0 end as due_last`;
const FROM = `select ${COLUMNS} from tasks t join cases c on c.case_id = t.case_id where`;

export async function listTasks(
  store: Store,
  definitions: Definitions,
  now: number,
  filter: TaskFilter,
): Promise<Page<TaskSummary>> {
  const limit = pageLimit(filter.limit);
  const query = await tasksQuery(store, now, filter, limit + 1);
  const rows = query === null ? [] : await select(store, query);
  const page = pageOf(
    rows,
    limit,
    (last) => writeCursor(cursorName(filter), ORDERS[filter.order ?? 'due'].place(last)),
    (row) => row,
  );
  return {
    items: await Promise.all(page.items.map((row) => summary(definitions, row))),
    next: page.next,
  };
}

/** null: nobody. Tasks that are over are not there any more. */
export async function readTask(
  store: Store,
  definitions: Definitions,
  taskId: string,
): Promise<TaskSummary | null> {
  const [row] = await select(
    store,
    concat([sql(FROM), sql(`t.task_id = ? and t.status in ('offered', 'claimed')`, taskId)]),
  );
  return row === undefined ? null : summary(definitions, row);
}

/** null: an empty list, without asking. Exported so that a test can look at the plan. */
export async function tasksQuery(
  store: Store,
  now: number,
  filter: TaskFilter,
  limit: number,
): Promise<Sql | null> {
  const order = ORDERS[filter.order ?? 'due'];
  const after = readCursor(cursorName(filter), order.shape, filter.after);
  const lists = await heldBy(store, filter);
  const branches = lists.flatMap((list) =>
    order.runs(after).map((run) => concat([sql(FROM), allOf([list, run, ...narrowing(filter, now)])])),
  );
  return branches.length === 0 ? null : firstOf(branches, order.by, limit);
}

async function heldBy(store: Store, { list, viewer }: TaskFilter): Promise<Sql[]> {
  switch (list) {
    case 'offered':
      return (await metRequirements(store, viewer)).map((met) => offeredTasks(store.dialect, viewer, met));
    case 'mine':
      return [
        sql(
          `t.status = 'claimed' and t.holder_party_id = ? and t.holder_member_id = ?`,
          viewer.partyId,
          viewer.memberId,
        ),
      ];
    case 'party':
      return [sql(`t.status = 'claimed' and t.holder_party_id = ?`, viewer.partyId)];
  }
}

function narrowing({ caseId, role, procedure, overdue }: TaskFilter, now: number): (Sql | null)[] {
  return [
    caseId === undefined ? null : sql('t.case_id = ?', caseId),
    role === undefined ? null : sql('t.role = ?', role),
    procedure === undefined ? null : sql('c.procedure = ?', procedure),
    overdue === undefined ? null : isOverdue(overdue, now),
  ];
}

/** A due time is the first instant after the limit. */
function isOverdue(overdue: boolean, now: number): Sql {
  return overdue ? sql('t.due_at <= ?', now) : sql('(t.due_at is null or t.due_at > ?)', now);
}

interface TaskOrder {
  by: Order;
  shape: ('string' | 'number' | 'number?')[];
  place(row: Raw): (string | number | null)[];
  /** What comes after the place, as runs that an index holds in order. */
  runs(after: (string | number | null)[] | null): Sql[];
}

const ORDERS: Record<'due' | 'opened', TaskOrder> = {
  due: {
    // Databases disagree about where nulls come; each run has only nulls or none.
    by: { branch: 't.due_at, t.task_id', whole: 'due_last, due_at, task_id' },
    shape: ['number?', 'string'],
    place: (row) => [instantOrNull(row['due_at']), text(row['task_id'])],
    runs(after) {
      const [dueAt, taskId] = after ?? [];
      const withoutDue = sql('t.due_at is null');
      if (after === null) return [sql('t.due_at is not null'), withoutDue];
      if (dueAt === null) return [sql('t.due_at is null and t.task_id > ?', String(taskId))];
      return [sql('(t.due_at, t.task_id) > (?, ?)', Number(dueAt), String(taskId)), withoutDue];
    },
  },
  opened: {
    by: { branch: 't.opened_at desc, t.task_id desc', whole: 'opened_at desc, task_id desc' },
    shape: ['number', 'string'],
    place: (row) => [instant(row['opened_at']), text(row['task_id'])],
    runs(after) {
      if (after === null) return [sql('1 = 1')];
      return [sql('(t.opened_at, t.task_id) < (?, ?)', Number(after[0]), String(after[1]))];
    },
  },
};

const cursorName = ({ list, order }: TaskFilter): string => `tasks.${list}.${order ?? 'due'}`;

async function summary(definitions: Definitions, row: Raw): Promise<TaskSummary> {
  const definition = {
    id: text(row['definition_id']),
    version: instant(row['definition_version']),
  };
  const name = text(row['name']);
  const block = (await definitions.compiled(definition.id, definition.version)).blocks.get(name);
  if (block?.kind !== 'task')
    throw new Error(`task ${name} is not in definition ${definition.id} ${definition.version}`);
  const holderPartyId = textOrNull(row['holder_party_id']);
  return {
    taskId: text(row['task_id']),
    caseId: text(row['case_id']),
    caseTitle: text(row['case_title']),
    definition,
    procedure: text(row['procedure']),
    name,
    title: block.rule.title,
    role: text(row['role']),
    status: row['status'] === 'claimed' ? 'claimed' : 'offered',
    holder:
      holderPartyId === null ? null : { partyId: holderPartyId, memberId: text(row['holder_member_id']) },
    openedAt: instant(row['opened_at']),
    claimedAt: instantOrNull(row['claimed_at']),
    dueAt: instantOrNull(row['due_at']),
  };
}
