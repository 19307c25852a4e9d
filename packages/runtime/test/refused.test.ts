/** Refusals that need something broken beside the runtime. */
import t from 'tap';
import type { Store } from '../src/store/open.ts';
import { id, isPostgres, openWorld, refusalOf } from './world.ts';

t.test('a case cannot be opened a second time under its id', async (t) => {
  const world = await openWorld();
  const caseId = await world.open();
  const opening = world.runtime.dispatch({
    commandId: id(),
    caseId,
    definition: { id: 'work-order' },
    actor: world.resident,
    body: { kind: 'case.open', role: 'resident', payload: { title: 'Lamp' } },
  });
  t.match(await refusalOf(opening), { code: 'GZ_CASE_EXISTS', status: 409, args: { case: caseId } });
  await world.close();
});

t.test('a directory that never answers what is asked is not asked for ever', async (t) => {
  const world = await openWorld();
  let asked = 0;
  world.runtime.directory.answer = async () => {
    asked += 1;
    return {};
  };
  t.match(await refusalOf(world.open()), { code: 'GZ_FACTS_UNSETTLED' });
  t.ok(asked < 20, `${asked}`);
  await world.close();
});

const sqliteOnly = isPostgres ? { skip: 'SQLite only' } : {};

t.test(
  'a command that loses against other processes again and again is given back',
  sqliteOnly,
  async (t) => {
    let isContended = false;
    const world = await openWorld({ onStore: (store) => loseWhen(store, () => isContended) });
    const caseId = await world.open();
    isContended = true;
    t.match(await refusalOf(world.event(caseId, 'tell', 'tell-1')), {
      code: 'GZ_CASE_CONTENDED',
      status: 503,
      details: { retryAfterSeconds: 1 },
    });
    isContended = false;
    t.match(await world.event(caseId, 'tell', 'tell-1'), { revision: 2, repeated: false });
    await world.close();
  },
);

/** As if somebody else had changed the case just before: the update finds no row of that revision. */
function loseWhen({ sqlite }: Store, isLost: () => boolean): void {
  const prepare = sqlite!.prepare.bind(sqlite);
  sqlite!.prepare = (sql) => {
    const statement = prepare(sql);
    if (!sql.startsWith('update "cases"')) return statement;
    const run = statement.run.bind(statement);
    statement.run = (...values) => (isLost() ? { changes: 0, lastInsertRowid: 0 } : run(...values));
    return statement;
  };
}
