/**
 * Signatures of webhooks, so that a receiver knows who sent it, that nothing was changed and that it is not an old one
 * sent again. Source: the Standard Webhooks specification 1.0, https://www.standardwebhooks.com
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

const SECRET = /^whsec_([A-Za-z0-9+/]{32,88}={0,2})$/;
const TOLERANCE_MS = 5 * 60_000;

export type WebhookVerdict = { valid: true; id: string; sentAt: number } | { valid: false; reason: string };

/** Header values as Node, Fastify or Express give them; names in lower case. */
type WebhookHeaders = Record<string, string | string[] | undefined>;

/**
 * For receivers: says whether a webhook is genuine and fresh.
 *
 * `body` is the text exactly as it arrived, before any parsing. `now` is in epoch ms; five minutes either way are
 * taken. Act on each `id` once: the same id again is the same message, delivered again.
 */
export function verifyWebhook(
  headers: WebhookHeaders,
  body: string,
  secret: string,
  now: number,
): WebhookVerdict {
  const id = headers['webhook-id'];
  const timestamp = headers['webhook-timestamp'];
  const signatures = headers['webhook-signature'];
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof signatures !== 'string')
    return { valid: false, reason: 'webhook-id, webhook-timestamp or webhook-signature is missing' };
  if (!/^\d{1,12}$/.test(timestamp))
    return { valid: false, reason: 'webhook-timestamp is not in whole seconds' };
  const sentAt = Number(timestamp) * 1000;
  if (Math.abs(now - sentAt) > TOLERANCE_MS)
    return { valid: false, reason: 'webhook-timestamp is more than five minutes away' };
  const expected = Buffer.from(signWebhook(id, timestamp, body, secret));
  const genuine = signatures
    .split(' ')
    .map((signature) => Buffer.from(signature))
    .some((given) => given.length === expected.length && timingSafeEqual(given, expected));
  return genuine ? { valid: true, id, sentAt } : { valid: false, reason: 'webhook-signature does not match' };
}

/** `v1,<base64>` over id, timestamp and body. Throws when the secret has not the form `whsec_<base64>`. */
export function signWebhook(id: string, timestamp: string, body: string, secret: string): string {
  const mac = createHmac('sha256', secretBytes(secret)).update(`${id}.${timestamp}.${body}`);
  return `v1,${mac.digest('base64')}`;
}

function secretBytes(secret: string): Buffer {
  const encoded = SECRET.exec(secret)?.[1];
  const bytes = Buffer.from(encoded ?? '', 'base64');
  // The text must not hold the secret: it ends in logs and incidents.
  if (bytes.length < 24 || bytes.length > 64)
    throw new TypeError('expected a webhook secret of the form whsec_<base64 of 24 to 64 bytes>');
  return bytes;
}
