import { RetryableError, TerminalError } from '@gongzhi/engine';
import t from 'tap';
import { sendEmail, smtpSettings, type SmtpSettings } from '../src/email.ts';
import { openMailServer } from './support.ts';

const email = { to: 'li@example.org', title: '通知', body: '请查收。', key: 'effect-1:li' };
const signal = new AbortController().signal;

function relay(port: number, more: Partial<SmtpSettings> = {}): SmtpSettings {
  const host = '127.0.0.1';
  return { host, port, tls: 'none', user: null, password: null, from: 'case@gongzhi.example', ...more };
}

t.test('line breaks and lists of addresses are refused before anything is sent', async (t) => {
  const { port, mails } = await openMailServer(t);
  const title = { ...email, title: 'Notice\r\nBcc: all@example.org' };
  await t.rejects(sendEmail(title, relay(port), signal), { name: 'TerminalError', message: /title/ });
  for (const to of ['a@x.org, b@x.org', 'A <a@x.org>', 'a@x.org\r\nBcc: b@x.org', 'nobody', ''])
    await t.rejects(sendEmail({ ...email, to }, relay(port), signal), TerminalError, to);
  t.strictSame(mails, []);
});

t.test('a recipient refused for good is terminal, a busy server is not', async (t) => {
  const refusing = (responseCode: number) =>
    openMailServer(t, {
      onRcptTo(_address, _session, done) {
        done(Object.assign(new Error('no secret-word here'), { responseCode }));
      },
    });
  const final = await refusing(550);
  const busy = await refusing(451);
  await t.rejects(sendEmail(email, relay(final.port), signal), {
    name: 'TerminalError',
    message: 'e-mail through 127.0.0.1: EENVELOPE 550',
  });
  await t.rejects(sendEmail(email, relay(busy.port), signal), {
    name: 'RetryableError',
    message: 'e-mail through 127.0.0.1: EENVELOPE 451',
  });
  await t.rejects(sendEmail(email, relay(1), signal), RetryableError, 'nobody listening');
});

t.test('a password goes over an encrypted and trusted connection or not at all', async (t) => {
  let signIns = 0;
  const { port, mails } = await openMailServer(t, {
    disabledCommands: [],
    authOptional: false,
    onAuth(_auth, _session, done) {
      signIns++;
      done(null, { user: 'case' });
    },
  });
  // The server's certificate is nobody's: it must not be trusted.
  const settings = relay(port, { tls: 'starttls', user: 'case', password: 'hunter2' });
  const error: unknown = await sendEmail(email, settings, signal).catch((reason: unknown) => reason);
  t.type(error, RetryableError);
  t.notMatch(String(error), /hunter2/);
  const plain = await openMailServer(t);
  await t.rejects(
    sendEmail(email, { ...settings, port: plain.port }, signal),
    RetryableError,
    'a server without STARTTLS gets nothing',
  );
  t.equal(signIns, 0);
  t.strictSame([...mails, ...plain.mails], []);
});

t.test('settings are read with defaults, and wrong ones are told by name', (t) => {
  t.equal(smtpSettings({}), null);
  t.strictSame(smtpSettings({ smtpHost: 'mail.example.org', smtpFrom: 'case@gongzhi.example' }), {
    host: 'mail.example.org',
    port: 587,
    tls: 'starttls',
    user: null,
    password: null,
    from: 'case@gongzhi.example',
  });
  const base = { smtpHost: 'mail.example.org', smtpFrom: 'case@gongzhi.example' };
  t.match(smtpSettings({ ...base, smtpTls: 'implicit' }), { port: 465 });
  t.match(
    smtpSettings({ ...base, smtpTls: 'none', smtpPassword: '', smtpPort: '' }),
    { port: 587 },
    'empty is absent',
  );
  for (const [wrong, message] of [
    [{ smtpTls: 'maybe' }, /smtpTls/],
    [{ smtpPort: 'x' }, /smtpPort/],
    [{ smtpFrom: 'a@x.org\r\nBcc: b@x.org' }, /smtpFrom/],
    [{ smtpTls: 'none', smtpPassword: 'hunter2' }, /smtpTls/],
  ] as const)
    t.throws(() => smtpSettings({ ...base, ...wrong }), { name: 'TerminalError', message });
  t.end();
});
