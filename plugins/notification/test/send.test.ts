import t, { type Test } from 'tap';
import { createNotificationPlugin, verifyWebhook } from '../src/index.ts';
import { createContext, effectOf, openMailServer, openReceiver, SECRET, type World } from './support.ts';

const input = {
  to: { parties: ['li'], roles: ['respondent'] },
  title: '听证通知 Hearing notice',
  body: '三月十六日上午九点半。\nOn 16 March at half past nine.',
};

function mailSettings(port: number) {
  return {
    allowHttp: 'true',
    allowPrivate: 'true',
    smtpHost: '127.0.0.1',
    smtpPort: String(port),
    smtpTls: 'none',
    smtpFrom: 'case@gongzhi.example',
  };
}

async function openWorld(t: Test) {
  const receiver = await openReceiver(t);
  const mail = await openMailServer(t);
  const world: World = {
    contacts: {
      li: [{ channel: 'email', address: 'li@example.org' }],
      bar: [
        { channel: 'webhook', address: receiver.url, secret: SECRET },
        { channel: 'sms', address: '13812345678' },
      ],
    },
    holders: { respondent: [{ partyId: 'bar' }, { partyId: 'li' }] },
    settings: mailSettings(mail.port),
  };
  return { receiver, mail, world };
}

t.test('every recipient is told by each of its contacts and in the outbox, once', async (t) => {
  const { receiver, mail, world } = await openWorld(t);
  const { context, outbox } = createContext(world);
  const reply = await effectOf(createNotificationPlugin(), 'send').run(input, context);
  t.match(reply, { notSent: [] });
  t.same([...outbox.keys()].toSorted(), ['effect-1:bar', 'effect-1:li']);
  t.match(outbox.get('effect-1:li'), { channel: 'outbox', address: null, title: input.title });
  const [hook] = receiver.received;
  t.match(verifyWebhook(hook?.headers ?? {}, hook?.body ?? '', SECRET, Date.now()), {
    valid: true,
    id: 'effect-1:bar',
  });
  t.match(JSON.parse(hook?.body ?? ''), { type: 'notification', data: { title: input.title } });
  t.equal(mail.mails.length, 1, 'li is named twice and gets one e-mail');
  t.match(mail.mails[0], { to: ['li@example.org'], raw: /Content-Type: text\/plain; charset=utf-8/ });
});

t.test('the same effect twice shows its doubles by Message-ID, webhook id and outbox key', async (t) => {
  const { receiver, mail, world } = await openWorld(t);
  const { context, outbox } = createContext(world);
  // Two plugins: as after a restart, when the process remembers nothing.
  await effectOf(createNotificationPlugin(), 'send').run(input, context);
  await effectOf(createNotificationPlugin(), 'send').run(input, context);
  const ids = mail.mails.map(({ raw }) => /^Message-ID: (<[0-9a-f]{32}@gongzhi\.example>)/m.exec(raw)?.[1]);
  t.equal(ids.length, 2);
  t.ok(ids[0]);
  t.equal(ids[0], ids[1]);
  t.equal(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size, 1);
  t.equal(outbox.size, 2);
});

t.test('one deaf receiver keeps nobody else waiting, and a retry repeats only what failed', async (t) => {
  const { mail, world } = await openWorld(t);
  const deaf = await openReceiver(t, (response, nth) =>
    response.writeHead(nth === 1 ? 503 : 204, { 'retry-after': '30' }).end(),
  );
  world.contacts = {
    ...world.contacts,
    bar: [{ channel: 'webhook', address: deaf.url, secret: SECRET }],
  };
  const { context, outbox } = createContext(world);
  const send = effectOf(createNotificationPlugin(), 'send');
  await t.rejects(send.run(input, context), { name: 'RetryableError', afterMs: 30_000 });
  t.equal(outbox.size, 2);
  t.equal(mail.mails.length, 1);
  t.match(await send.run(input, context), { notSent: [] });
  t.equal(deaf.received.length, 2);
  t.equal(mail.mails.length, 1);
});

t.test('a failing outbox is tried again, after everybody else was told', async (t) => {
  const { mail, world } = await openWorld(t);
  const { context } = createContext(world);
  const broken = { ...context.services, outbox: () => Promise.reject(new Error('database is locked')) };
  const send = effectOf(createNotificationPlugin(), 'send');
  await t.rejects(send.run(input, { ...context, services: broken }), {
    name: 'RetryableError',
    message: 'outbox: failed; outbox: failed',
  });
  t.equal(mail.mails.length, 1);
});

t.test('when the attempt’s time is over nothing more is sent', async (t) => {
  const { receiver, mail, world } = await openWorld(t);
  const { context, outbox } = createContext({ ...world, signal: AbortSignal.abort() });
  await t.rejects(effectOf(createNotificationPlugin(), 'send').run(input, context), {
    name: 'RetryableError',
  });
  t.strictSame([outbox.size, mail.mails.length, receiver.received.length], [0, 0, 0]);
});

t.test('a contact that can never be reached is in the reply and in the log', async (t) => {
  const { world } = await openWorld(t);
  const gone = await openReceiver(t, (response) => response.writeHead(410).end());
  world.contacts = { bar: [{ channel: 'webhook', address: gone.url, secret: SECRET }] };
  const { context, logged } = createContext(world);
  const reply = await effectOf(createNotificationPlugin(), 'send').run(input, context);
  t.match(reply, { notSent: [{ partyId: 'bar', channel: 'webhook', reason: /answered 410/ }] });
  t.match(logged, [/"partyId":"bar".*answered 410/]);
  t.notMatch(JSON.stringify([reply, logged]), /t0p|whsec/);
});

t.test('without SMTP settings an e-mail is kept in the outbox, and the log says so', async (t) => {
  const contacts = { li: [{ channel: 'email', address: 'li@example.org' }] };
  const { context, outbox, logged } = createContext({ contacts });
  await effectOf(createNotificationPlugin(), 'send').run({ ...input, to: { parties: ['li'] } }, context);
  t.match(
    [...outbox.values()],
    [
      { key: 'effect-1:li', channel: 'outbox' },
      { key: 'effect-1:li:email:li@example.org', channel: 'email', address: 'li@example.org' },
    ],
  );
  t.match(logged, [/no smtpHost is set/]);
});

t.test('a role that nobody holds is in the reply, and the others are told', async (t) => {
  const { context, outbox } = createContext({
    contacts: { li: [{ channel: 'sms', address: '13812345678' }] },
  });
  const to = { parties: ['li'], roles: ['respondent'] };
  const reply = await effectOf(createNotificationPlugin(), 'send').run({ ...input, to }, context);
  t.strictSame(reply, {
    sent: [{ partyId: 'li', channel: 'outbox' }],
    notSent: [{ role: 'respondent', channel: 'none', reason: 'nobody holds this role' }],
  });
  t.equal(outbox.size, 1);
});

t.test('a party without a contact has the message in the outbox, and the reply says so', async (t) => {
  const { context, outbox } = createContext({});
  const reply = await effectOf(createNotificationPlugin(), 'send').run(
    { ...input, to: { parties: ['wang', 'li'] } },
    context,
  );
  const reason = 'the party has no contact; the outbox has the message';
  t.match(reply, {
    sent: [{ channel: 'outbox' }, { channel: 'outbox' }],
    notSent: [
      { partyId: 'li', channel: 'none', reason },
      { partyId: 'wang', channel: 'none', reason },
    ],
  });
  t.equal(outbox.size, 2);
});

t.test('nobody at all to tell is no failure', async (t) => {
  const { context, outbox } = createContext({});
  const send = effectOf(createNotificationPlugin(), 'send');
  t.strictSame(await send.run({ ...input, to: { parties: [] } }, context), { sent: [], notSent: [] });
  t.match(await send.run({ ...input, to: { roles: ['agent', 'respondent'] } }, context), {
    sent: [],
    notSent: [{ role: 'agent' }, { role: 'respondent' }],
  });
  t.equal(outbox.size, 0);
});

t.test('more recipients than the limit are refused for good', async (t) => {
  const { context, outbox } = createContext({
    holders: { crowd: Array.from({ length: 501 }, (_, index) => ({ partyId: `p${index}` })) },
  });
  await t.rejects(
    effectOf(createNotificationPlugin(), 'send').run({ ...input, to: { roles: ['crowd'] } }, context),
    { name: 'TerminalError', message: /at most 500 recipients, got 501/ },
  );
  t.equal(outbox.size, 0);
});
