/** What the environment sets of the HTTP server. */
import { isIP } from 'node:net';
import type { ServerOptions } from '@gongzhi/server';

/**
 * Reads the server's settings; throws a TypeError that names a wrong one.
 *
 * - `GONGZHI_TRUST_PROXY`: which proxies may say who the client is: addresses, networks such as `10.0.0.0/8`, or
 *   `loopback`, `linklocal`, `uniquelocal`, with commas between; `true` trusts everybody who connects. Nobody when absent.
 * - `GONGZHI_ORIGINS`: origins, beside the server's own, whose pages may write with the session cookie.
 * - `GONGZHI_SECURE_COOKIE`: `true` marks the cookie Secure although the proxy speaks plain HTTP to the server.
 */
export function readServerOptions(environment: NodeJS.ProcessEnv): Partial<ServerOptions> {
  const trustProxy = environment['GONGZHI_TRUST_PROXY'];
  const origins = listOf(environment['GONGZHI_ORIGINS']);
  const secureCookie = environment['GONGZHI_SECURE_COOKIE'];
  for (const origin of origins)
    if (!isOrigin(origin)) throw wrong('GONGZHI_ORIGINS', 'origins such as https://portal.example', origin);
  return {
    ...(isSet(trustProxy) ? { trustProxy: readTrustProxy(trustProxy) } : {}),
    ...(origins.length > 0 ? { origins } : {}),
    ...(isSet(secureCookie) ? { secureCookie: readBoolean('GONGZHI_SECURE_COOKIE', secureCookie) } : {}),
  };
}

const RANGES = new Set(['loopback', 'linklocal', 'uniquelocal']);

function readTrustProxy(given: string): boolean | string[] {
  if (given === 'true' || given === 'false') return given === 'true';
  const proxies = listOf(given);
  for (const proxy of proxies)
    if (!RANGES.has(proxy) && !isNetwork(proxy))
      throw wrong('GONGZHI_TRUST_PROXY', 'true, false, or addresses and networks', proxy);
  return proxies;
}

function isNetwork(given: string): boolean {
  const [address = '', bits, ...rest] = given.split('/');
  const most = isIP(address) === 4 ? 32 : 128;
  if (isIP(address) === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most);
}

function isOrigin(given: string): boolean {
  return URL.canParse(given) && new URL(given).origin === given;
}

function readBoolean(name: string, given: string): boolean {
  if (given !== 'true' && given !== 'false') throw wrong(name, 'true or false', given);
  return given === 'true';
}

const isSet = (value: string | undefined): value is string => value !== undefined && value !== '';

const listOf = (value = ''): string[] =>
  value
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');

const wrong = (name: string, expected: string, got: string) =>
  new TypeError(`expected ${name} to be ${expected}, got ${got}`);
