/** Writes the SQL of the first migration from the entities. Only until the first release; then migrations are added. */
import { writeFileSync } from 'node:fs';
import { MikroORM as PostgresOrm } from '@mikro-orm/postgresql';
import { MikroORM as SqliteOrm } from '@mikro-orm/sqlite';
import { entities } from '../src/store/entities.ts';

const folder = new URL('../src/store/migrations/', import.meta.url);
const sqlite = await SqliteOrm.init({ entities: [...entities], dbName: ':memory:' });
const postgres = new PostgresOrm({ entities: [...entities], dbName: 'postgres' });
for (const [dialect, orm] of [
  ['sqlite', sqlite],
  ['postgres', postgres],
] as const)
  writeFileSync(
    new URL(`0001-foundation.${dialect}.sql`, folder),
    (await orm.schema.getCreateSchemaSQL({ wrap: false })).replaceAll(/\n+/g, '\n'),
  );
await sqlite.close();
