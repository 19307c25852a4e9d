import { copyFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { gongzhi, start, temporaryFolder } from './support/cli.ts';
import { alter, changeOneByte } from './support/database.ts';

const MARKER = 'zebra-crossing';
const folder = temporaryFolder((clean) => t.teardown(clean));
const file = join(folder, 'gongzhi.sqlite');

/** Two cases, one with a claim, in a file that nobody has open any more. */
t.before(async () => {
  const running = await start(['dev'], { GONGZHI_FOLDER: folder });
  const environment = { GONGZHI_SERVER: running.url, GONGZHI_PASSWORD: 'gongzhi-demo' };
  const payload = JSON.stringify({
    what: MARKER,
    where: '幸福里',
    when: '2026-11-24T23:30:00+08:00',
    kind: 'noise',
  });
  const words = [
    'case',
    'open',
    'grid-incident',
    '--role',
    'reporter',
    '--cell',
    'c-xingfu-1',
    '--payload',
    payload,
  ];
  for (let count = 0; count < 2; count++) await gongzhi([...words, '--as', 'li.wei'], { environment });
  const listed = await gongzhi(['task', 'list', '--as', 'chen.jing', '--json'], { environment });
  const [{ taskId }] = JSON.parse(listed.stdout) as [{ taskId: string }];
  await gongzhi(['task', 'claim', taskId, '--as', 'chen.jing'], { environment });
  await running.stop();
});

function verify(database: string, ...words: string[]) {
  return gongzhi(['verify', '--database', `file:${database}`, ...words], {
    environment: { GONGZHI_FOLDER: folder },
  });
}

/** The file with one thing done to it. */
function damaged(test: Test, damage: (database: string) => void): string {
  const copy = join(
    temporaryFolder((clean) => test.teardown(clean)),
    'copy.sqlite',
  );
  copyFileSync(file, copy);
  damage(copy);
  return copy;
}

t.test('an untouched record fits: exit code 0', async (t) => {
  const { code, stdout } = await verify(file, '--json');
  t.equal(code, 0);
  t.match(JSON.parse(stdout), { ok: true, cases: 2, entries: 3, broken: [] });
});

t.test('verifying changes nothing of the file', async (t) => {
  const copy = damaged(t, () => {});
  const before = readFileSync(copy);
  t.equal((await verify(copy)).code, 0);
  t.ok(readFileSync(copy).equals(before));
  // A reader of a WAL database may leave SQLite's own -wal and -shm; nothing is in that log.
  t.equal(statSync(`${copy}-wal`, { throwIfNoEntry: false })?.size ?? 0, 0);
});

t.test('a file of another version is told with what to do: exit code 2', async (t) => {
  const newer = damaged(t, (database) =>
    alter(database, "insert into mikro_orm_migrations (name) values ('9999-later')"),
  );
  const refused = await verify(newer);
  t.equal(refused.code, 2);
  t.match(refused.stderr, /GZ_SCHEMA_NEWER .*9999-later[\s\S]*fix /);
  const older = damaged(t, (database) => alter(database, 'delete from mikro_orm_migrations'));
  const before = readFileSync(older);
  t.match(await verify(older), { code: 2, stderr: /GZ_SCHEMA_OLDER .*0001-foundation[\s\S]*fix / });
  t.ok(readFileSync(older).equals(before), 'and it is not migrated');
});

t.test('after one byte of the journal is changed it does not fit: exit code 1 and the entry', async (t) => {
  const copy = damaged(t, (database) => t.equal(changeOneByte(database, 'journal', 'entry', MARKER), 2));
  const { code, stdout } = await verify(copy, '--json');
  t.equal(code, 1);
  t.match(JSON.parse(stdout), {
    ok: false,
    broken: [
      { seq: 1, ok: false },
      { seq: 1, ok: false },
    ],
  });
  const told = await verify(copy);
  t.match(told.stdout, /▲ .*#1/);
});

t.test('a removed entry is found', async (t) => {
  const copy = damaged(t, (database) => alter(database, 'delete from journal where seq = 1'));
  t.equal((await verify(copy)).code, 1);
});

t.test('a snapshot that is not what the journal says is found', async (t) => {
  const copy = damaged(t, (database) => t.ok(changeOneByte(database, 'cases', 'snapshot', MARKER) > 0));
  const { code, stdout } = await verify(copy, '--json');
  t.equal(code, 1);
  t.match(JSON.parse(stdout), { broken: [{ what: 'snapshot' }, {}] });
});

t.test('a definition that was changed after it was published is found', async (t) => {
  const copy = damaged(t, (database) =>
    alter(
      database,
      "update definitions set source = replace(source, 'version: 1', 'version:  1') where id = 'grid-incident'",
    ),
  );
  const changedText = damaged(t, (database) =>
    alter(
      database,
      "update definitions set source = replace(source, '网格事件：', '网格事情：') where id = 'grid-incident'",
    ),
  );
  t.equal((await verify(changedText)).code, 1);
  // Spaces are not part of what was published.
  t.equal((await verify(copy)).code, 0);
});

t.test('one case can be verified by itself', async (t) => {
  const { stdout } = await verify(file, '--json');
  t.ok(JSON.parse(stdout));
  const { code } = await verify(file, '--case', 'nonsense');
  t.not(code, 0);
});

t.test('a database that is not there is not made and not called right', async (t) => {
  const { code, stderr } = await verify(join(folder, 'nowhere.sqlite'));
  t.equal(code, 2);
  t.match(stderr, /there is no database/);
});

t.test('a file that is no database is told so: exit code 1', async (t) => {
  const copy = damaged(t, (database) => writeFileSync(database, 'not a database at all, '.repeat(500)));
  const { code, stderr } = await verify(copy);
  t.equal(code, 1);
  t.match(stderr, /SQLITE_NOTADB {2}the database cannot be used/);
});
