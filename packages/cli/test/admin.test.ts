import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { gongzhi, start, temporaryFolder } from './support/cli.ts';
import { countRows } from './support/database.ts';

const PASSWORD = 'a-lamp-above-the-door-9';
const create = (folder: string, ...more: string[]) =>
  gongzhi(['admin', 'create', '--login', 'boss', '--name', '王明', ...more], {
    environment: { GONGZHI_FOLDER: folder },
    input: `${PASSWORD}\n`,
  });

t.test('the first administrator is made on an empty database, signs in, and is the only first', async (t) => {
  const folder = temporaryFolder((clean) => t.teardown(clean));
  const made = await create(folder, '--json');
  t.equal(made.code, 0, made.stderr);
  t.match(JSON.parse(made.stdout), {
    login: 'boss',
    partyId: 'p-administration',
    grants: ['operator', 'administrator'],
  });
  t.notMatch(made.stdout + made.stderr, PASSWORD);
  const again = await create(folder);
  t.equal(again.code, 4);
  t.match(again.stderr, /^failed GZ_ADMINISTRATOR_EXISTS [\s\S]*fix /);
  t.equal(countRows(join(folder, 'gongzhi.sqlite'), 'members'), 1);

  const running = await start(['serve'], { GONGZHI_FOLDER: folder });
  t.teardown(() => running.stop());
  const { status } = await fetch(`${running.url}/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login: 'boss', password: PASSWORD }),
  });
  t.equal(status, 200);
});

t.test('no password, or a weak one, makes nobody', async (t) => {
  const folder = temporaryFolder((clean) => t.teardown(clean));
  const words = ['admin', 'create', '--login', 'boss', '--name', '王明', '--party', 'p-own'];
  const environment = { GONGZHI_FOLDER: folder };
  const none = await gongzhi(words, { environment });
  t.equal(none.code, 2);
  t.match(none.stderr, 'GZ_CLI_NO_PASSWORD');
  const weak = await gongzhi(words, { environment, input: '123\n' });
  t.equal(weak.code, 4);
  t.match(weak.stderr, 'GZ_PASSWORD_WEAK');
  t.equal(countRows(join(folder, 'gongzhi.sqlite'), 'members'), 0);
});

t.test('a process with other keys does not serve, until they are accepted', async (t) => {
  const [folder, other] = [1, 2].map(() => temporaryFolder((clean) => t.teardown(clean))) as [string, string];
  const database = { DATABASE_URL: `file:${join(folder, 'gongzhi.sqlite')}` };
  const serve = (where: string) => start(['serve'], { ...database, GONGZHI_FOLDER: where });
  await (await serve(folder)).stop();
  const refused = await gongzhi(['serve', '--port', '0'], {
    environment: { ...database, GONGZHI_FOLDER: other },
  });
  t.equal(refused.code, 2);
  t.match(refused.stderr, /GZ_KEYS_FOREIGN[\s\S]*fix .*gongzhi admin accept-keys/);
  cpSync(join(folder, 'keys'), join(other, 'keys'), { recursive: true });
  t.equal(await (await serve(other)).stop(), 0, 'with the same keys it does');
  rmSync(join(other, 'keys'), { recursive: true });
  const accepted = await gongzhi(['admin', 'accept-keys'], {
    environment: { ...database, GONGZHI_FOLDER: other },
  });
  t.equal(accepted.code, 0, accepted.stderr);
  t.equal(await (await serve(other)).stop(), 0);
});
