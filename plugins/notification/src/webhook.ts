import { RetryableError, TerminalError } from '@gongzhi/engine';
import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { AddressRefused, isPublicAddress, lookupPublic } from './address-guard.ts';
import { signWebhook } from './signature.ts';

const LIMIT_MS = 10_000;
const RESPONSE_LIMIT_BYTES = 64 * 1024;
const RETRY_AFTER_LIMIT_MS = 24 * 3_600_000;
/** Client errors that pass: timeout, conflict with another delivery, too early, too many. */
const PASSING = new Set([408, 409, 425, 429]);

export interface Webhook {
  url: string;
  secret: string;
  /** The same for every attempt, so that the receiver can tell a double. */
  id: string;
  body: string;
  /** For development only: http, and addresses inside the network. */
  allowHttp: boolean;
  allowPrivate: boolean;
}

/**
 * Posts one signed webhook.
 *
 * 2xx is done. A refused address, a redirect and a client error that will not pass are terminal; everything else may be
 * tried again, not sooner than `Retry-After` says. Errors name the host, never the path or the secret: addresses of
 * webhooks often carry a token.
 */
export async function postWebhook(webhook: Webhook, signal: AbortSignal): Promise<void> {
  const url = acceptedUrl(webhook);
  const timestamp = String(Math.floor(Date.now() / 1000));
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(webhook.body),
    'user-agent': 'gongzhi-notification/0.1',
    'webhook-id': webhook.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signature(webhook, timestamp, url.host),
  };
  const within = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]);
  const response = await post(url, headers, webhook, within).catch((error: unknown) => {
    if (error instanceof AddressRefused) throw new TerminalError(`webhook to ${url.host}: ${error.message}`);
    const why = within.aborted ? `no answer within ${LIMIT_MS / 1000} s` : codeOf(error);
    throw new RetryableError(`webhook to ${url.host}: ${why}`);
  });
  judge(response.status, response.retryAfter, url.host);
}

function acceptedUrl({ url: address, allowHttp, allowPrivate }: Webhook): URL {
  if (!URL.canParse(address)) throw new TerminalError('webhook: expected an absolute URL');
  const url = new URL(address);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (url.protocol !== 'https:' && !(allowHttp && url.protocol === 'http:'))
    throw new TerminalError(`webhook to ${url.host}: expected https, got ${url.protocol}`);
  if (url.username !== '' || url.password !== '')
    throw new TerminalError(`webhook to ${url.host}: credentials in a URL are not sent`);
  // Literal addresses are never looked up, so that they are judged here.
  if (!allowPrivate && isIP(host) !== 0 && !isPublicAddress(host))
    throw new TerminalError(`webhook to ${url.host}: ${host} is not a public address`);
  return url;
}

function signature(webhook: Webhook, timestamp: string, host: string): string {
  try {
    return signWebhook(webhook.id, timestamp, webhook.body, webhook.secret);
  } catch (error) {
    if (error instanceof TypeError) throw new TerminalError(`webhook to ${host}: ${error.message}`);
    throw error;
  }
}

interface Answer {
  status: number;
  retryAfter: string | undefined;
}

/**
 * `fetch` cannot be told which address to connect to, and follows redirects by default; `http.request` does neither.
 */
function post(
  url: URL,
  headers: Record<string, string | number>,
  { body, allowPrivate }: Webhook,
  signal: AbortSignal,
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const request = url.protocol === 'https:' ? requestHttps : requestHttp;
  const outgoing = request(url, {
    method: 'POST',
    headers,
    signal,
    agent: false,
    ...(allowPrivate ? {} : { lookup: lookupPublic }),
  });
  outgoing.on('error', reject);
  outgoing.on('response', (response) => {
    response.on('error', reject);
    readAtMost(response, () =>
      resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] }),
    );
  });
  outgoing.end(body);
  return promise;
}

/** Takes the answer's body off the wire, of which nothing is used, and hangs up when it is too long. */
function readAtMost(response: IncomingMessage, done: () => void): void {
  let read = 0;
  response.on('data', (chunk: Buffer) => {
    read += chunk.length;
    if (read <= RESPONSE_LIMIT_BYTES) return;
    done();
    response.destroy();
  });
  response.on('end', done);
}

function judge(status: number, retryAfter: string | undefined, host: string): void {
  if (status >= 200 && status < 300) return;
  const message = `webhook to ${host}: answered ${status}`;
  if (status >= 300 && status < 500 && !PASSING.has(status)) throw new TerminalError(message);
  const afterMs = retryAfterMs(retryAfter, Date.now());
  throw new RetryableError(message, afterMs === null ? {} : { afterMs });
}

/** RFC 9110 §10.2.3: whole seconds or a date; at most a day. null: not given or not readable. */
export function retryAfterMs(value: string | undefined, now: number): number | null {
  if (value === undefined) return null;
  const ms = /^\d{1,9}$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), RETRY_AFTER_LIMIT_MS);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'the connection failed';
}
