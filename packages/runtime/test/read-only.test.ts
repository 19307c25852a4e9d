import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { openVerifier } from '@gongzhi/runtime';
import { isPostgres, openWorld, refusalOf, tamper } from './world.ts';

const sqliteOnly = isPostgres ? { skip: 'SQLite only' } : {};

t.test('what is verified stays as it is, to the byte', sqliteOnly, async (t) => {
  const world = await openWorld({ file: true });
  await world.open();
  await world.runtime.close();
  const file = world.databaseUrl.slice('file:'.length);
  const print = () => createHash('sha256').update(readFileSync(file)).digest('hex');
  const before = print();
  const verifier = await openVerifier(world.databaseUrl, world.runtime.plugins);
  const verdicts = [];
  for await (const verdict of verifier.verify()) verdicts.push(verdict);
  await verifier.close();
  t.match(verdicts, [{ ok: true, entries: 1 }]);
  t.equal(print(), before);
  await world.close();
});

t.test('a database that is not there is not made', sqliteOnly, async (t) => {
  const world = await openWorld({ file: true });
  const file = join(world.folder, 'nowhere/gongzhi.sqlite');
  await t.rejects(openVerifier(`file:${file}`, []));
  t.notOk(existsSync(join(world.folder, 'nowhere')));
  await world.close();
});

t.test('a database that is in use can be verified beside', async (t) => {
  const world = await openWorld({ file: true });
  await world.open();
  const verifier = await openVerifier(world.databaseUrl, world.runtime.plugins);
  for await (const verdict of verifier.verify()) t.match(verdict, { ok: true });
  await verifier.close();
  t.ok(await world.open(), 'and work goes on');
  await world.close();
});

t.test('the schema of another version is told, and not migrated', async (t) => {
  const world = await openWorld({ file: true });
  await world.runtime.close();
  await tamper(world, "insert into mikro_orm_migrations (name) values ('9999-later')");
  const newer = { code: 'GZ_SCHEMA_NEWER', args: { unknown: '9999-later' } };
  t.match(await refusalOf(openVerifier(world.databaseUrl, [])), newer);
  t.match(await refusalOf(world.again()), newer, 'nor does anything work on it');
  await world.close();
});

t.test('a database that would have to be migrated first is told', async (t) => {
  const world = await openWorld({ file: true });
  await tamper(world, "delete from mikro_orm_migrations where name = '0001-foundation'");
  t.match(await refusalOf(openVerifier(world.databaseUrl, [])), {
    code: 'GZ_SCHEMA_OLDER',
    args: { missing: /0001-foundation/ },
  });
  await world.close();
});
