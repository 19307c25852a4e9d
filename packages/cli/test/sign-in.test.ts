import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { gongzhi, start, temporaryFolder, type Running } from './support/cli.ts';
import { alter, countRows } from './support/database.ts';

const folder = temporaryFolder((clean) => t.teardown(clean));
const database = join(folder, 'gongzhi.sqlite');
const PASSWORD = 'gongzhi-demo';

let running: Running;
t.before(async () => {
  running = await start(['dev'], { GONGZHI_FOLDER: folder });
});
t.teardown(() => running.stop());

function terminal(t: { teardown(clean: () => void): void }) {
  const state = temporaryFolder((clean) => t.teardown(clean));
  const sessions = join(state, 'gongzhi/sessions');
  return {
    files: () => readdirSync(sessions).map((name) => join(sessions, name)),
    type: (words: string[], more: Record<string, string> = {}) =>
      gongzhi(words, { environment: { GONGZHI_SERVER: running.url, XDG_STATE_HOME: state, ...more } }),
  };
}

t.test(
  'a session that was kept is used by later commands, without a password, until it is ended',
  async (t) => {
    const { type, files } = terminal(t);
    const signedIn = await type(['sign-in', 'li.wei'], { GONGZHI_PASSWORD: PASSWORD });
    t.equal(signedIn.code, 0, signedIn.stderr);
    const [file] = files();
    t.equal(statSync(file!).mode & 0o777, 0o600);
    const before = countRows(database, 'sign_ins');
    for (let turn = 0; turn < 3; turn += 1) t.equal((await type(['task', 'list', '--as', 'li.wei'])).code, 0);
    t.equal(countRows(database, 'sign_ins'), before, 'nobody signed in anew');
    t.match(
      (await type(['task', 'list', '--as', 'chen.jing'])).stderr,
      'GZ_CLI_NO_PASSWORD',
      'others did not',
    );

    const out = await type(['sign-out', 'li.wei']);
    t.equal(out.code, 0, out.stderr);
    t.same(files(), []);
    t.equal(countRows(database, 'sign_ins'), before - 1, 'the server has ended it too');
    t.equal((await type(['task', 'list', '--as', 'li.wei'])).code, 2);
    t.match((await type(['sign-out', 'li.wei'])).stdout, 'no session');
  },
);

t.test('a kept session that the server has ended is opened anew', async (t) => {
  const { type, files } = terminal(t);
  await type(['sign-in', 'ding.lan'], { GONGZHI_PASSWORD: PASSWORD });
  alter(database, "delete from sign_ins where member_id = 'm-ding'");
  const [file] = files();
  const kept = readFileSync(file!, 'utf8');
  t.equal((await type(['task', 'list', '--as', 'ding.lan'], { GONGZHI_PASSWORD: PASSWORD })).code, 0);
  t.not(readFileSync(file!, 'utf8'), kept, 'and that one is kept');
  writeFileSync(file!, kept);
  const { code, stderr } = await type(['task', 'list', '--as', 'ding.lan']);
  t.equal(code, 2);
  t.match(stderr, /GZ_CLI_NO_PASSWORD[\s\S]*gongzhi sign-in ding.lan/);
});

t.test('the token alone is printed when that is wanted, and nothing kept', async (t) => {
  const { type, files } = terminal(t);
  const { stdout } = await type(['sign-in', 'li.wei', '--print'], { GONGZHI_PASSWORD: PASSWORD });
  t.match(stdout, /^\S{20,}\n$/);
  t.throws(files, { code: 'ENOENT' });
  t.equal((await type(['task', 'list'], { GONGZHI_TOKEN: stdout.trim() })).code, 0);
});

t.test('a command for itself alone signs in and out, as often as it is typed', async (t) => {
  const { type } = terminal(t);
  const before = countRows(database, 'sign_ins');
  for (let turn = 0; turn < 22; turn += 1) {
    const { code, stderr } = await type(['task', 'list', '--as', 'li.wei'], { GONGZHI_PASSWORD: PASSWORD });
    if (code !== 0) return t.fail(`${turn}: ${stderr}`);
  }
  t.equal(countRows(database, 'sign_ins'), before);
});
