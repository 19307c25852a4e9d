import { RetryableError, TerminalError, type EffectServices } from '@gongzhi/engine';
import { createHash } from 'node:crypto';
import { createTransport } from 'nodemailer';

/** One address and nothing else: no name, no list, no comment that a mail server could read differently. */
const ADDRESS = /^[^\s@<>(),;:"\\]{1,64}@[a-z0-9.-]{1,255}$/i;
/** starttls: encrypted after connecting (587), implicit: from the first byte (465), none: a relay on this machine. */
const TLS_MODES = ['starttls', 'implicit', 'none'] as const;

export interface SmtpSettings {
  host: string;
  port: number;
  tls: (typeof TLS_MODES)[number];
  user: string | null;
  password: string | null;
  from: string;
}

/** Reads `smtpHost`, `smtpPort`, `smtpTls`, `smtpUser`, `smtpPassword`, `smtpFrom`; null: no e-mail here. */
export function smtpSettings(settings: EffectServices['settings']): SmtpSettings | null {
  // An empty environment variable is one that is not set.
  const given = (name: string) => settings[name] || null;
  const host = given('smtpHost');
  if (host === null) return null;
  const tls = TLS_MODES.find((mode) => mode === (given('smtpTls') ?? 'starttls'));
  if (tls === undefined) throw new TerminalError(`setting smtpTls: expected one of ${TLS_MODES.join(', ')}`);
  const port = Number(given('smtpPort') ?? (tls === 'implicit' ? 465 : 587));
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new TerminalError('setting smtpPort: expected a number from 1 to 65535');
  const from = given('smtpFrom');
  if (from === null || !ADDRESS.test(from))
    throw new TerminalError('setting smtpFrom: expected one e-mail address');
  const password = given('smtpPassword');
  if (tls === 'none' && password !== null)
    throw new TerminalError('setting smtpTls: a password is not sent without encryption');
  return { host, port, tls, user: given('smtpUser'), password, from };
}

export interface Email {
  to: string;
  title: string;
  body: string;
  /** The same for every attempt: the Message-ID is made of it, so that a double shows as one. */
  key: string;
}

/** Sends one plain-text e-mail. Errors carry codes only: what a mail server answers may repeat what it was told. */
export async function sendEmail(email: Email, smtp: SmtpSettings, signal: AbortSignal): Promise<void> {
  if (!ADDRESS.test(email.to)) throw new TerminalError('e-mail: expected one e-mail address');
  if (hasControls(email.title))
    throw new TerminalError('e-mail: the title holds a line break or another control character');
  signal.throwIfAborted();
  const transport = createTransport({
    host: smtp.host,
    port: smtp.port,
    secure: smtp.tls === 'implicit',
    requireTLS: smtp.tls === 'starttls',
    ignoreTLS: smtp.tls === 'none',
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 20_000,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(smtp.user === null ? {} : { auth: { user: smtp.user, pass: smtp.password ?? '' } }),
  });
  try {
    await transport.sendMail({
      from: smtp.from,
      to: email.to,
      subject: email.title,
      text: email.body,
      messageId: messageId(email.key, smtp.from),
      // RFC 3834: no holiday replies to a machine.
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
  } catch (error) {
    throw failure(error, smtp.host);
  } finally {
    transport.close();
  }
}

/** RFC 5322 §3.6.4: the same message has the same Message-ID. */
function messageId(key: string, from: string): string {
  const digest = createHash('sha256').update(key).digest('hex').slice(0, 32);
  return `<${digest}@${from.slice(from.indexOf('@') + 1)}>`;
}

/** RFC 5321 §4.2.1: 5yz to a recipient or a message is final. Sign-in and encryption can be mended by the operator. */
function failure(error: unknown, host: string): TerminalError | RetryableError {
  const { code, responseCode } = codesOf(error);
  const message = `e-mail through ${host}: ${[code, responseCode].filter(Boolean).join(' ') || 'failed'}`;
  const aboutMessage = code === 'EENVELOPE' || code === 'EMESSAGE';
  const final = aboutMessage && responseCode !== null && responseCode >= 500;
  return final ? new TerminalError(message) : new RetryableError(message);
}

function codesOf(error: unknown): { code: string | null; responseCode: number | null } {
  if (!(error instanceof Error)) return { code: null, responseCode: null };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  const responseCode =
    'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : null;
  return { code, responseCode };
}

function hasControls(text: string): boolean {
  return /\p{Cc}/u.test(text);
}
