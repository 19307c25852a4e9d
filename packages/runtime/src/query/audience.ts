/** To whom a task or hand-off is offered: the columns of `store/takers.ts` as conditions. */
import type { Dialect, Store } from '../store/open.ts';
import { allOf, anyOf, concat, contains, select, sql, text, type Raw, type Sql } from './sql.ts';

export interface InboxViewer {
  memberId: string;
  partyId: string;
  partyKind: string;
  qualifications: string[];
}

/** What a role asks for. A city has dozens of these, and thousands of tasks in each. */
interface Requirement {
  partyKinds: string;
  qualifications: string;
}

/** More than a compound query may have branches. */
const REQUIREMENTS_MAX = 200;

/**
 * Requirements of the tasks offered now that the viewer meets.
 *
 * Goes from one to the next through the index, not over the tasks. Source: PostgreSQL wiki, "Loose indexscan".
 */
export async function metRequirements(store: Store, viewer: InboxViewer): Promise<Requirement[]> {
  const rows = await select(
    store,
    sql(`with recursive r (party_kinds, qualifications) as (
      select * from (select party_kinds, qualifications from tasks where status = 'offered'
        order by party_kinds, qualifications limit 1) as least
      union all
      select case when ${NEXT_QUALIFICATIONS} is null then ${nextKinds('party_kinds')} else r.party_kinds end,
        coalesce(${NEXT_QUALIFICATIONS}, ${nextKinds('qualifications')})
      from r where r.party_kinds is not null
    ) select party_kinds, qualifications from r where party_kinds is not null limit ${REQUIREMENTS_MAX + 1}`),
  );
  if (rows.length > REQUIREMENTS_MAX)
    throw new Error(`expected at most ${REQUIREMENTS_MAX} kinds of offered tasks, got more`);
  return rows.map(requirement).filter((each) => meets(viewer, each));
}

/** Compared column by column: SQLite uses an index for the first column of a row value only. */
const NEXT_QUALIFICATIONS = `(select t.qualifications from tasks t where t.status = 'offered'
  and t.party_kinds = r.party_kinds and t.qualifications > r.qualifications order by t.qualifications limit 1)`;
const nextKinds = (column: string) =>
  `(select t.${column} from tasks t where t.status = 'offered' and t.party_kinds > r.party_kinds
    order by t.party_kinds, t.qualifications limit 1)`;

function requirement(row: Raw): Requirement {
  return { partyKinds: text(row['party_kinds']), qualifications: text(row['qualifications']) };
}

function meets({ partyKind, qualifications }: InboxViewer, requirement: Requirement): boolean {
  const wanted = requirement.qualifications.split(',').filter((name) => name !== '');
  return (
    requirement.partyKinds.includes(`,${partyKind},`) && wanted.every((name) => qualifications.includes(name))
  );
}

/** Offered tasks of one requirement that the viewer may claim; `t` is the task. */
export function offeredTasks(dialect: Dialect, viewer: InboxViewer, met: Requirement): Sql {
  return allOf([
    sql(`t.status = 'offered'`),
    sql('t.party_kinds = ? and t.qualifications = ?', met.partyKinds, met.qualifications),
    mayTake(dialect, 't', viewer),
  ]);
}

/**
 * Two lists of offered hand-offs that the viewer may accept: addressed to its party, and to everybody; `h` is the
 * hand-off.
 */
export async function incomingHandoffs(store: Store, viewer: InboxViewer): Promise<Sql[]> {
  const { dialect } = store;
  const open = sql(`h.status = 'offered'`);
  const toParty = sql('h.to_party_id = ?', viewer.partyId);
  const toAll = sql('h.to_party_id is null and h.from_party_id <> ?', viewer.partyId);
  const rows = await select(
    store,
    concat([
      sql('select distinct party_kinds, qualifications from handoffs h where'),
      allOf([open, anyOf([toParty, toAll])]),
    ]),
  );
  const met = rows
    .map(requirement)
    .filter((each) => meets(viewer, each))
    .map(({ partyKinds, qualifications }) =>
      sql('(h.party_kinds = ? and h.qualifications = ?)', partyKinds, qualifications),
    );
  const fits = allOf([open, anyOf(met), mayTake(dialect, 'h', viewer)]);
  return [allOf([toParty, fits]), allOf([toAll, fits])];
}

function mayTake(dialect: Dialect, row: 't' | 'h', { memberId, partyId }: InboxViewer): Sql {
  const isListed = (column: string, id: string) =>
    anyOf([sql(`${row}.${column} is null`), contains(dialect, `${row}.${column}`, `,${id},`)]);
  const isBarred = (id: string) => {
    const found = contains(dialect, `${row}.barred`, `,${id},`);
    return sql(`not (${found.text})`, ...found.values);
  };
  return allOf([
    isListed('only_parties', partyId),
    isListed('only_members', memberId),
    isBarred(`m:${memberId}`),
    isBarred(`p:${partyId}`),
  ]);
}
