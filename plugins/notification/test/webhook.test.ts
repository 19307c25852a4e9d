import { RetryableError, TerminalError } from '@gongzhi/engine';
import t, { type Test } from 'tap';
import { isPublicAddress, lookupPublic } from '../src/address-guard.ts';
import { createNotificationPlugin, verifyWebhook } from '../src/index.ts';
import { retryAfterMs } from '../src/webhook.ts';
import { createContext, effectOf, openReceiver, SECRET, type World } from './support.ts';

const local = { allowHttp: 'true', allowPrivate: 'true' };
const input = { party: 'school', event: 'case.closed', payload: { outcome: 'agreed' } };

function run(world: World) {
  return effectOf(createNotificationPlugin(), 'webhook').run(input, createContext(world).context);
}

function at(address: string, settings: Record<string, string> = local): World {
  return { contacts: { school: [{ channel: 'webhook', address, secret: SECRET }] }, settings };
}

async function failureOf(t: Test, world: World): Promise<Error> {
  const error: unknown = await run(world).then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error)) throw new Error('expected a failure');
  t.notMatch(error.message, /t0p|whsec_[^<]/, 'no token and no secret in the text');
  return error;
}

t.test('a party’s system gets the event signed', async (t) => {
  const { url, received } = await openReceiver(t);
  t.strictSame(await run(at(url)), {
    sent: [{ partyId: 'school', channel: 'webhook' }],
    notSent: [],
  });
  const [got] = received;
  t.strictSame(JSON.parse(got?.body ?? ''), {
    type: 'case.closed',
    case: 'case-1',
    data: { outcome: 'agreed' },
  });
  t.match(verifyWebhook(got?.headers ?? {}, got?.body ?? '', SECRET, Date.now()), {
    valid: true,
    id: 'effect-1:school',
  });
});

t.test('the same effect twice has one id, so that a receiver acts once', async (t) => {
  const { url, received } = await openReceiver(t);
  // Two plugins: as after a restart, when the process remembers nothing.
  await run(at(url));
  await run(at(url));
  t.equal(received.length, 2);
  t.equal(new Set(received.map(({ headers }) => headers['webhook-id'])).size, 1);
});

t.test('within one process what was taken is not sent again', async (t) => {
  const { url, received } = await openReceiver(t);
  const webhook = effectOf(createNotificationPlugin(), 'webhook');
  await webhook.run(input, createContext(at(url)).context);
  await webhook.run(input, createContext(at(url)).context);
  t.equal(received.length, 1);
  await webhook.run(input, createContext({ ...at(url), effectId: 'effect-2' }).context);
  t.equal(received.length, 2, 'another effect is another message');
});

t.test('an answer decides whether it is tried again', async (t) => {
  for (const status of [301, 302, 307, 400, 401, 404, 410, 422]) {
    const { url, received } = await openReceiver(t, (response) =>
      response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end(),
    );
    t.type(await failureOf(t, at(url)), TerminalError, `${status} is final`);
    t.equal(received.length, 1, 'no redirect is followed');
  }
  for (const status of [408, 409, 425, 429, 500, 502, 503]) {
    const { url } = await openReceiver(t, (response) =>
      response.writeHead(status, { 'retry-after': '120' }).end(),
    );
    t.match(await failureOf(t, at(url)), { name: 'RetryableError', afterMs: 120_000 }, `${status} passes`);
  }
  const { url } = await openReceiver(t, (response) => response.destroy());
  t.type(await failureOf(t, at(url)), RetryableError, 'a broken connection passes');
  t.type(await failureOf(t, at('http://127.0.0.1:1/')), RetryableError, 'nobody listening passes');
});

t.test('an attempt whose time is over hangs up and may be tried again', async (t) => {
  const attempt = new AbortController();
  const { url } = await openReceiver(t, () => attempt.abort());
  t.type(await failureOf(t, { ...at(url), signal: attempt.signal }), RetryableError);
});

t.test('Retry-After is read as seconds or as a date, at most a day', (t) => {
  const now = Date.UTC(2026, 2, 2, 1, 0, 0);
  const cases: [string | undefined, number | null][] = [
    [undefined, null],
    ['soon', null],
    ['0', 0],
    ['90', 90_000],
    ['999999', 86_400_000],
    ['Mon, 02 Mar 2026 01:05:00 GMT', 300_000],
    ['Mon, 02 Mar 2026 00:00:00 GMT', 0],
  ];
  for (const [value, expected] of cases) t.equal(retryAfterMs(value, now), expected, String(value));
  t.end();
});

t.test('an endless answer is cut off', async (t) => {
  let written = 0;
  const { url } = await openReceiver(t, (response) => {
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(16_384))) written += 16_384;
    };
    response.on('drain', more);
    response.on('error', () => undefined);
    more();
  });
  t.match(await run(at(url)), { sent: [{ partyId: 'school' }] });
  t.ok(written < 64 * 1024 * 1024);
});

t.test('an address inside the network is refused, by number and by name', async (t) => {
  const { received, url } = await openReceiver(t);
  const { port } = new URL(url);
  const https = ['127.0.0.1', '0x7f.1', '2130706433', '[::1]', '[::ffff:127.0.0.1]', '10.0.0.8'];
  for (const host of [...https, '169.254.169.254', 'localhost'])
    t.match(await failureOf(t, at(`https://${host}:${port}/?token=t0p`, {})), {
      name: 'TerminalError',
      message: /not a public address/,
    });
  t.match(
    await failureOf(t, at(`http://localhost:${port}/`, { allowHttp: 'true' })),
    { name: 'TerminalError' },
    'http may be allowed without allowing the inside',
  );
  t.strictSame(received, []);
});

t.test('only https without credentials is taken', async (t) => {
  for (const [address, message] of [
    ['http://example.org/', /expected https/],
    ['ftp://example.org/', /expected https/],
    ['file:///etc/passwd', /expected https/],
    ['https://user:t0p@example.org/', /credentials/],
    ['not a url', /absolute URL/],
  ] as const)
    t.match(await failureOf(t, at(address, {})), { name: 'TerminalError', message });
});

t.test('special addresses are told from public ones', (t) => {
  for (const address of ['8.8.8.8', '114.114.114.114', '172.32.0.1', '2400:3200::1'])
    t.equal(isPublicAddress(address), true, address);
  const four = '0.0.0.0 100.64.1.1 172.16.0.1 192.168.1.1 198.18.0.1 224.0.0.1 255.255.255.255';
  const six = ':: ::1 ::ffff:8.8.8.8 64:ff9b::a00:1 fc00::1 fe80::1 ff02::1 2001:db8::1 2002:7f00:1::';
  for (const address of [...four.split(' '), ...six.split(' '), 'example.org', ''])
    t.equal(isPublicAddress(address), false, address);
  t.end();
});

t.test('a name that is not known fails as a lookup does', async (t) => {
  const { promise, resolve } = Promise.withResolvers<NodeJS.ErrnoException | null>();
  lookupPublic('nowhere.invalid', {}, (error) => resolve(error));
  t.match((await promise)?.code, /ENOTFOUND|EAI_AGAIN/);
});

t.test('a party without a webhook, or with a bad secret, is told so', async (t) => {
  t.match(await failureOf(t, {}), {
    name: 'TerminalError',
    message: 'party school has no webhook contact',
  });
  const { url } = await openReceiver(t);
  const contacts = { school: [{ channel: 'webhook', address: url, secret: 'whsec_short' }] };
  t.match(await failureOf(t, { contacts, settings: local }), {
    name: 'TerminalError',
    message: /expected a webhook secret/,
  });
});
