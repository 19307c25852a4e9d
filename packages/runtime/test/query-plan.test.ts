/** That the lists of the inbox are read through indexes: the plans of a store with many cases. */
import t from 'tap';
import { listTasks, tasksQuery } from '../src/query/tasks.ts';
import { casesQuery } from '../src/query/cases.ts';
import { incomingHandoffs, metRequirements } from '../src/query/audience.ts';
import { listOutbox } from '../src/query/outbox.ts';
import { createOutbox } from '../src/outbox.ts';
import { select, type Sql } from '../src/query/sql.ts';
import { refusal } from './query-store.ts';
import { openWorld } from './query-world.ts';

const CASES = 3000;
/** Most tasks of a city are over. */
const OFFERED = CASES / 5;
const world = await openWorld();
t.teardown(() => world.close());
const { store, definitions, now, query } = world;
const isSqlite = store.dialect === 'sqlite';

const model = await world.open('anna', 'Model', 'north');
await copyCases(model, CASES);
if (isSqlite) await store.em().execute('analyze');
else await store.em().execute('analyze cases, tasks, participants, handoffs');

/** Copies the case and its rows under other ids, other times and other parties. */
async function copyCases(caseId: string, count: number): Promise<void> {
  const em = store.em();
  for (const table of ['cases', 'tasks', 'participants'] as const) {
    const [row] = await em.execute<Record<string, unknown>[]>(
      `select * from ${table} where case_id = ? ${table === 'participants' ? `and role = 'applicant'` : ''}`,
      [caseId],
    );
    const columns = Object.keys(row!);
    for (let from = 0; from < count; from += 100) {
      const rows = Array.from({ length: 100 }, (_, index) => changed(row!, from + index));
      await em.execute(
        `insert into ${table} (${columns.join(', ')}) values ${rows.map(() => `(${columns.map(() => '?').join(', ')})`).join(', ')}`,
        rows.flatMap((each) => columns.map((column) => each[column])),
      );
    }
  }
}

function changed(row: Record<string, unknown>, index: number): Record<string, unknown> {
  const number = String(index).padStart(6, '0');
  const opened = Number(row['opened_at']) - index;
  return {
    ...row,
    case_id: `copy-${number}`,
    ...('task_id' in row
      ? {
          task_id: `task-${number}`,
          due_at: index % 3 === 0 ? null : opened,
          status: index % 5 === 0 ? 'offered' : 'closed',
        }
      : {}),
    ...('opened_at' in row ? { opened_at: opened } : {}),
    ...('role' in row && 'since_at' in row ? { party_id: `home-${index % 500}` } : {}),
    ...('custodian_party_id' in row ? { custodian_party_id: `desk-${index % 100}` } : {}),
  };
}

async function plan(statement: Sql): Promise<string> {
  const rows = await select(store, {
    ...statement,
    text: `${isSqlite ? 'explain query plan' : 'explain'} ${statement.text}`,
  });
  return rows.map((row) => String(row['detail'] ?? row['QUERY PLAN'])).join('\n');
}

/** SQLite says SCAN for what it reads whole, with or without an index; `branch_…` and `r` are results in between. */
const scanOf = (table: string) =>
  isSqlite ? new RegExp(`SCAN ${table}\\b`) : /Seq Scan on (cases|tasks|handoffs)/;

t.test('the first page of each list of the inbox is read through an index', async (t) => {
  for (const list of ['offered', 'mine', 'party'] as const)
    for (const order of ['due', 'opened'] as const) {
      const viewer = await world.actor('clara');
      const statement = await tasksQuery(store, now(), { viewer, list, order }, 51);
      const said = await plan(statement!);
      t.notMatch(said, scanOf('t'), `${list} by ${order}`);
      t.notMatch(said, scanOf('c'), `${list} by ${order}`);
      if (isSqlite && list === 'offered' && order === 'due')
        t.notMatch(said, /SEARCH c.*\nUSE TEMP B-TREE/, 'in the order of the index');
    }
});

t.test('incoming hand-offs are read through an index', async (t) => {
  for (const where of await incomingHandoffs(store, await world.actor('gus')))
    t.notMatch(await plan({ ...where, text: `select * from handoffs h where ${where.text}` }), scanOf('h'));
});

t.test('requirements are found by steps through the index, not over all tasks', async (t) => {
  t.same(await metRequirements(store, await world.actor('clara')), [
    { partyKinds: ',government,', qualifications: 'searching' },
  ]);
});

t.test('the cases of a resident are found by the resident, not by going through all cases', async (t) => {
  const viewer = await world.viewer('anna');
  const said = await plan(await casesQuery(store, definitions, now(), { viewer }, 51));
  if (isSqlite) t.notMatch(said, /SCAN c(?! USING (COVERING )?INDEX cases_public)/);
  else t.notMatch(said, scanOf('c'));
});

t.test('page after page is one list without gap or repetition, nulls last', async (t) => {
  const viewer = { ...(await world.actor('clara')), partyId: 'desk-1' };
  const seen: string[] = [];
  const dues: (number | null)[] = [];
  let after: string | undefined;
  do {
    const page = await listTasks(store, definitions, now(), {
      viewer,
      list: 'offered',
      limit: 200,
      ...(after ? { after } : {}),
    });
    seen.push(...page.items.map(({ taskId }) => taskId));
    dues.push(...page.items.map(({ dueAt }) => dueAt));
    after = page.next ?? undefined;
  } while (after !== undefined);
  t.equal(seen.length, OFFERED + 1);
  t.equal(new Set(seen).size, seen.length);
  const numbers = dues.map((due) => due ?? Number.MAX_SAFE_INTEGER);
  t.same(
    numbers,
    numbers.toSorted((a, b) => a - b),
  );
  t.equal((await query.counts(viewer)).offered, OFFERED + 1);
});

t.test('a message is kept once for its key, and the outbox shows the newest first', async (t) => {
  const outbox = createOutbox(store, now);
  const message = {
    caseId: model,
    partyId: 'anna-home',
    channel: 'outbox',
    address: null,
    title: '通知',
    body: '正文',
  };
  for (const key of ['a', 'b', 'c']) await outbox.put({ ...message, key });
  await outbox.put({ ...message, key: 'b', title: 'changed' });
  world.pass(1);
  await outbox.put({ ...message, key: 'd', partyId: 'bert-home' });
  const first = await listOutbox(store, { limit: 3 });
  t.same(
    first.items.map(({ key }) => key),
    ['d', 'c', 'b'],
  );
  t.equal(first.items[2]?.title, '通知');
  const second = await query.outbox({ limit: 3, after: first.next ?? '' });
  t.match(second, { items: [{ key: 'a' }], next: null });
  t.same(
    (await query.outbox({ partyId: 'bert-home', caseId: model })).items.map(({ key }) => key),
    ['d'],
  );
  await t.rejects(query.outbox({ after: 'x' }), refusal('GZ_CURSOR_INVALID'));
});
