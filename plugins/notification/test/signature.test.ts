import { createHmac } from 'node:crypto';
import t from 'tap';
import { verifyWebhook } from '../src/index.ts';
import { SECRET } from './support.ts';

const now = Date.UTC(2026, 2, 2, 1, 0, 0);
const body = '{"type":"notification"}';

function headersFor(id: string, sentAt: number, text: string) {
  const timestamp = String(Math.floor(sentAt / 1000));
  // Made by hand, not by our own signing, so that both cannot be wrong together.
  const mac = createHmac('sha256', Buffer.alloc(32, 7)).update(`${id}.${timestamp}.${text}`);
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${mac.digest('base64')}`,
  };
}

t.test('a genuine webhook is valid and names its id and its time', (t) => {
  const headers = headersFor('e1:p1', now, body);
  t.strictSame(verifyWebhook(headers, body, SECRET, now), { valid: true, id: 'e1:p1', sentAt: now });
  t.end();
});

t.test('one good signature among several is enough, as while a secret is replaced', (t) => {
  const headers = headersFor('e1:p1', now, body);
  headers['webhook-signature'] = `v1,AAAA v1a,other ${headers['webhook-signature']}`;
  t.equal(verifyWebhook(headers, body, SECRET, now).valid, true);
  t.end();
});

t.test('whatever was altered or is not fresh is invalid', (t) => {
  const good = headersFor('e1:p1', now, body);
  const cases: [string, Record<string, string | undefined>, string, number][] = [
    ['another body', good, `${body} `, now],
    ['another id', { ...good, 'webhook-id': 'e2:p1' }, body, now],
    ['another time', { ...good, 'webhook-timestamp': String(now / 1000 + 1) }, body, now],
    ['no signature', { ...good, 'webhook-signature': undefined }, body, now],
    ['an empty signature', { ...good, 'webhook-signature': '' }, body, now],
    ['a time in words', { ...good, 'webhook-timestamp': '2026-03-02' }, body, now],
    ['six minutes late', good, body, now + 360_000],
    ['six minutes early', good, body, now - 360_000],
  ];
  for (const [what, headers, text, at] of cases)
    t.equal(verifyWebhook(headers, text, SECRET, at).valid, false, what);
  t.equal(
    verifyWebhook(good, body, `whsec_${Buffer.alloc(32, 8).toString('base64')}`, now).valid,
    false,
    'another secret',
  );
  t.end();
});

t.test('a secret of the wrong form is told without being shown', (t) => {
  const headers = headersFor('e1:p1', now, body);
  for (const secret of ['', 'topsecret', 'whsec_c2hvcnQ='])
    t.throws(() => verifyWebhook(headers, body, secret, now), {
      message: 'expected a webhook secret of the form whsec_<base64 of 24 to 64 bytes>',
    });
  t.end();
});
