/** Real receivers on this machine, and the services that a runtime gives an effect. */
import type { Contact, EffectContext, EffectDefinition, OutboxMessage, Plugin } from '@gongzhi/engine';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import type { Test } from 'tap';

export const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

export interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

/** An HTTP receiver that keeps what it gets and answers as told; `nth` counts from 1. */
export async function openReceiver(
  t: Test,
  answer: (response: ServerResponse, nth: number) => void = (response) => response.end('{}'),
): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    answer(response, received.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?token=t0p`, received };
}

/** An SMTP server without encryption that keeps each message with the address it was for. */
export async function openMailServer(
  t: Test,
  options: SMTPServerOptions = {},
): Promise<{ port: number; mails: { to: string[]; raw: string }[] }> {
  const mails: { to: string[]; raw: string }[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        mails.push({ to, raw: Buffer.concat(chunks).toString() });
        done();
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => new Promise<void>((resolve) => server.close(resolve)));
  return { port: (server.server.address() as AddressInfo).port, mails };
}

export interface World {
  contacts?: Record<string, Contact[]>;
  holders?: Record<string, { partyId: string }[]>;
  settings?: Record<string, string>;
  effectId?: string;
  signal?: AbortSignal;
}

/** A context with an outbox that keeps one message a key, as the runtime's does, and a log to look into. */
export function createContext(world: World) {
  const outbox = new Map<string, OutboxMessage>();
  const logged: string[] = [];
  const log = (fields: object, text: string) => void logged.push(`${JSON.stringify(fields)} ${text}`);
  const context: EffectContext = {
    effectId: world.effectId ?? 'effect-1',
    caseId: 'case-1',
    attempt: 1,
    signal: world.signal ?? new AbortController().signal,
    log: { info: log, warn: log },
    services: {
      contactsOf: async (partyId) => world.contacts?.[partyId] ?? [],
      holdersOf: async (_caseId, role) => world.holders?.[role] ?? [],
      outbox: async (message) => {
        if (!outbox.has(message.key)) outbox.set(message.key, message);
      },
      settings: world.settings ?? {},
      fetch,
    },
  };
  return { context, outbox, logged };
}

export function effectOf(plugin: Plugin, name: string): EffectDefinition {
  const effect = plugin.effects?.[name];
  if (effect === undefined) throw new Error(`plugin ${plugin.name} has no effect ${name}`);
  return effect;
}
