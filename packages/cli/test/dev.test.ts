import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import t from 'tap';
import { cleanEnvironment, gongzhi, start, temporaryFolder, type Running } from './support/cli.ts';
import { countRows } from './support/database.ts';

const folder = temporaryFolder((clean) => t.teardown(clean));
const environment = { GONGZHI_FOLDER: folder };
const file = join(folder, 'gongzhi.sqlite');
const PASSWORD = 'gongzhi-demo';

let running: Running;
t.before(async () => {
  running = await start(['dev'], environment);
});
t.teardown(() => running.stop());

t.test('dev listens on the loopback address only and says who can sign in', async (t) => {
  t.match(running.url, /^http:\/\/127\.0\.0\.1:\d+$/);
  const { logins, password } = JSON.parse(running.stdout) as { logins: { kind: string }[]; password: string };
  t.equal(password, PASSWORD);
  t.ok(logins.length >= 20);
  t.same([...new Set(logins.map(({ kind }) => kind))].toSorted(), [
    'government',
    'market-provider',
    'resident',
    'social-organization',
  ]);
});

t.test('the request that dev prints opens a case as it stands', async (t) => {
  const { curl } = JSON.parse(running.stdout) as { curl: string };
  const { stdout } = await promisify(execFile)('/bin/sh', ['-c', curl], { env: cleanEnvironment() });
  t.match(JSON.parse(stdout), { caseId: String, revision: 1, repeated: false });
});

t.test('a second start changes nothing', async (t) => {
  const tables = [
    'parties',
    'members',
    'grid_cells',
    'definitions',
    'cases',
    'journal',
    'held_qualifications',
  ];
  const before = tables.map((table) => countRows(file, table));
  const again = await start(['dev'], environment);
  t.match(again.stderr(), 'nothing changed');
  t.equal(await again.stop(), 0);
  t.same(
    tables.map((table) => countRows(file, table)),
    before,
  );
});

t.test('a port that is taken is told with what to do', async (t) => {
  const busy = createServer().listen(0, '127.0.0.1');
  t.teardown(() => busy.close());
  await new Promise((resolve) => busy.once('listening', resolve));
  const { port } = busy.address() as AddressInfo;
  const other = temporaryFolder((clean) => t.teardown(clean));
  const { code, stderr } = await gongzhi(['serve', '--port', String(port)], {
    environment: { GONGZHI_FOLDER: other },
  });
  t.equal(code, 2);
  t.match(stderr, /EADDRINUSE[\s\S]*--port/);
});

t.test('dev does not touch a shared database', async (t) => {
  const { code, stderr } = await gongzhi(['dev'], {
    environment: { DATABASE_URL: 'postgres://nobody@127.0.0.1/none' },
  });
  t.equal(code, 2);
  t.match(stderr, 'gongzhi serve');
});

t.test('serve seeds nothing, logs JSON to stderr, and stops with exit code 0 when asked', async (t) => {
  const other = temporaryFolder((clean) => t.teardown(clean));
  const served = await start(['serve'], { GONGZHI_FOLDER: other });
  const response = await fetch(`${served.url}/readyz`);
  t.equal(response.status, 200);
  for (const signal of ['SIGINT'] as const) t.equal(await served.stop(signal), 0);
  for (const line of served.stderr().trim().split('\n'))
    t.match(JSON.parse(line), { level: Number, msg: String });
  t.ok(existsSync(join(other, 'gongzhi.sqlite')));
  t.equal(countRows(join(other, 'gongzhi.sqlite'), 'parties'), 0);
});

t.test('a test that starts what does not serve is told so', async (t) => {
  await t.rejects(start(['doctor'], environment), /does not say where it is/);
});
