import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { openRuntime } from '@gongzhi/runtime';
import { openWorld, refusalOf } from './world.ts';

const configOf = (databaseUrl: string, folder: string) => ({
  databaseUrl,
  documentsFolder: join(folder, 'documents'),
  keysFolder: join(folder, 'keys'),
  pluginSettings: {},
  documentLimitBytes: 1_000,
});

t.test('a process with other keys than the first does not start', async (t) => {
  const world = await openWorld({ file: true });
  const start = (folder: string, more = {}) =>
    openRuntime({ config: configOf(world.databaseUrl, folder), plugins: [], deliver: false, ...more });
  const other = join(world.folder, 'other');
  t.match(await refusalOf(start(other)), {
    code: 'GZ_KEYS_FOREIGN',
    args: { folder: join(other, 'keys'), keys: 'contacts.key, journal-ed25519.pem' },
  });
  await (await start(world.folder)).close();

  cpSync(join(world.folder, 'keys/contacts.key'), join(other, 'keys/contacts.key'));
  t.match(await refusalOf(start(other)), { args: { keys: 'journal-ed25519.pem' } }, 'each is looked at');
  cpSync(join(world.folder, 'keys'), join(other, 'keys'), { recursive: true });
  await (await start(other)).close();

  rmSync(join(other, 'keys'), { recursive: true });
  await (await start(other, { acceptKeys: true })).close();
  await (await start(other)).close();
  t.match(await refusalOf(start(world.folder)), { code: 'GZ_KEYS_FOREIGN' }, 'those are the keys now');
  await world.close();
});

t.test('runtimes that start at once on an empty database have the same keys', async (t) => {
  const world = await openWorld({ file: true });
  const folder = join(world.folder, 'together');
  const config = configOf(`file:${join(folder, 'gongzhi.sqlite')}`, folder);
  const runtimes = await Promise.all(
    [1, 2, 3].map(() => openRuntime({ config, plugins: [], deliver: false })),
  );
  t.equal(runtimes.length, 3);
  for (const one of runtimes) await one.close();
  await world.close();
});

t.test('a folder that cannot be made is told at once, and what is in its way', async (t) => {
  const world = await openWorld({ file: true });
  const file = join(world.folder, 'a-file');
  writeFileSync(file, '');
  const start = (databaseUrl: string, folder: string) =>
    openRuntime({ config: configOf(databaseUrl, folder), plugins: [], deliver: false });
  const under = (path: string) => `file:${join(path, 'data/gongzhi.sqlite')}`;
  t.match(await refusalOf(start(under(file), world.folder)), {
    code: 'GZ_FOLDER_NOT_MADE',
    args: { reason: 'ENOTDIR' },
  });
  t.match(await refusalOf(start(under('/proc/gongzhi'), world.folder)), {
    code: 'GZ_FOLDER_NOT_MADE',
    args: { folder: '/proc/gongzhi/data' },
  });
  t.match(await refusalOf(start(':memory:', file)), { code: 'GZ_FOLDER_NOT_MADE' }, 'that of the keys');
  mkdirSync(join(world.folder, 'taken.sqlite'));
  await t.rejects(start(`file:${join(world.folder, 'taken.sqlite')}`, world.folder), {
    code: 'SQLITE_CANTOPEN',
  });
  await world.close();
});
