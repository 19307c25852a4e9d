import t from 'tap';
import { openWorld, openStore } from './world.ts';

t.test('the migrated schema is the entities’ schema', async (t) => {
  const world = await openWorld({ file: true });
  const store = await openStore(world.databaseUrl);
  t.equal(await store.orm.schema.getUpdateSchemaSQL({ wrap: false }), '');
  await store.close();
  await world.close();
});

t.test('processes that start at once migrate once', async (t) => {
  const world = await openWorld({ file: true });
  await world.runtime.close();
  const stores = await Promise.all([1, 2, 3].map(() => openStore(world.databaseUrl)));
  const [store] = stores;
  t.equal((await store!.em().execute('select * from mikro_orm_migrations')).length, 1);
  for (const one of stores) await one.close();
  await world.close();
});
