import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { gongzhi, start, temporaryFolder } from './support/cli.ts';

async function served(t: Test, environment: Record<string, string>): Promise<string> {
  const folder = temporaryFolder((clean) => t.teardown(clean));
  const running = await start(['dev'], { GONGZHI_FOLDER: folder, ...environment });
  t.teardown(() => running.stop());
  return running.url;
}

const signIn = (url: string, headers: Record<string, string> = {}) =>
  fetch(`${url}/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ login: 'li.wei', password: 'gongzhi-demo' }),
  });

t.test('proxies, origins and the secure cookie are set by the environment', async (t) => {
  const url = await served(t, {
    GONGZHI_TRUST_PROXY: '127.0.0.0/8, ::1',
    GONGZHI_ORIGINS: 'https://portal.example, https://other.example',
  });
  const plain = await signIn(url);
  const cookie = String(plain.headers.get('set-cookie'));
  t.notMatch(cookie, /Secure/);
  const proxied = await signIn(url, { 'x-forwarded-proto': 'https' });
  t.match(String(proxied.headers.get('set-cookie')), /Secure/, 'the proxy is believed');
  const write = async (origin: string) => {
    const headers = { origin, cookie: cookie.split(';')[0]! };
    return (await fetch(`${url}/v1/session`, { method: 'DELETE', headers })).status;
  };
  t.equal(await write('https://evil.example'), 403);
  t.equal(await write('https://other.example'), 204);
});

t.test('without them no proxy is believed; the cookie can be made secure all the same', async (t) => {
  const url = await served(t, { GONGZHI_SECURE_COOKIE: 'false' });
  const proxied = await signIn(url, { 'x-forwarded-proto': 'https' });
  t.notMatch(String(proxied.headers.get('set-cookie')), /Secure/);
  const secure = await served(t, { GONGZHI_SECURE_COOKIE: 'true' });
  t.match(String((await signIn(secure)).headers.get('set-cookie')), /Secure/);
});

t.test('a wrong one is named: exit code 2', async (t) => {
  const folder = temporaryFolder((clean) => t.teardown(clean));
  for (const [name, value] of [
    ['GONGZHI_TRUST_PROXY', '10.0.0.0/99'],
    ['GONGZHI_TRUST_PROXY', 'proxy.example'],
    ['GONGZHI_ORIGINS', 'https://portal.example/path'],
    ['GONGZHI_ORIGINS', '*'],
    ['GONGZHI_SECURE_COOKIE', 'yes'],
  ] as const) {
    const { code, stderr } = await gongzhi(['serve', '--port', '0'], {
      environment: { GONGZHI_FOLDER: folder, [name]: value },
    });
    t.equal(code, 2, `${name}=${value}`);
    t.match(stderr, new RegExp(`GZ_CLI_CONFIG[\\s\\S]*${name}`));
  }
});

t.test('a folder that cannot be made is told at once: exit code 2', async (t) => {
  const folder = temporaryFolder((clean) => t.teardown(clean));
  const file = join(folder, 'file');
  writeFileSync(file, '');
  for (const place of ['/proc/gongzhi/var', join(file, 'var')]) {
    const { code, stderr } = await gongzhi(['serve', '--port', '0'], {
      environment: { GONGZHI_FOLDER: place },
    });
    t.equal(code, 2, place);
    t.match(stderr, /GZ_FOLDER_NOT_MADE[\s\S]*fix /);
  }
});
