/**
 * The two effects. Each goes through its deliveries (a recipient and one of its contacts), and fails only when all of
 * them were tried: what succeeded stays done, since the runtime repeats the whole effect.
 *
 * A repeat must not be seen twice. The outbox keeps one message a key; a webhook has the same id and an e-mail the same
 * Message-ID every time, so that a receiver can tell; and what this process has sent already it does not send again.
 */
import {
  RetryableError,
  TerminalError,
  type Contact,
  type EffectContext,
  type Json,
  type JsonObject,
} from '@gongzhi/engine';
import { sendEmail, smtpSettings } from './email.ts';
import { postWebhook } from './webhook.ts';

const AT_ONCE = 8;
const RECIPIENTS_LIMIT = 500;
const REMEMBERED_LIMIT = 10_000;

interface Notice {
  title: string;
  body: string;
}

interface Delivery {
  partyId: string;
  channel: string;
  /** Unique among the deliveries of every effect. */
  key: string;
  run(): Promise<void>;
}

/** Whom nothing could be sent to: a party by one of its channels, or a role. */
type NotSent = { partyId?: string; role?: string; channel: string; reason: string };

const VACANT = 'nobody holds this role';
const NO_CONTACT = 'the party has no contact; the outbox has the message';

type Outcome = { delivery: Delivery; error: TerminalError | RetryableError | null };

export function createEffects() {
  const sent = new Set<string>();
  return {
    async send(input: JsonObject, context: EffectContext): Promise<Json> {
      const { to, ...notice } = input as unknown as Notice & { to: Recipients };
      const { parties, vacant } = await recipients(to, context);
      const unreachable: NotSent[] = vacant.map((role) => ({ role, channel: 'none', reason: VACANT }));
      const deliveries = await Promise.all(
        parties.map(async (partyId) => {
          const contacts = await context.services.contactsOf(partyId);
          if (contacts.length === 0) unreachable.push({ partyId, channel: 'none', reason: NO_CONTACT });
          return [
            outbox(partyId, { channel: 'outbox', address: null }, notice, context),
            ...contacts.flatMap((contact) => deliveryOf(partyId, contact, notice, context)),
          ];
        }),
      );
      return report(await deliver(deliveries.flat(), sent, context.signal), unreachable, context);
    },

    async webhook(input: JsonObject, context: EffectContext): Promise<Json> {
      const { party, event, payload } = input as { party: string; event: string; payload: JsonObject };
      const contacts = await context.services.contactsOf(party);
      const deliveries = contacts
        .filter(({ channel }) => channel === 'webhook')
        .map((contact) => webhook(party, contact, { type: event, data: payload }, context));
      if (deliveries.length === 0) throw new TerminalError(`party ${party} has no webhook contact`);
      const outcomes = await deliver(deliveries, sent, context.signal);
      const failed = outcomes.find(({ error }) => error !== null)?.error;
      if (failed && outcomes.every(({ error }) => error instanceof TerminalError)) throw failed;
      return report(outcomes, [], context);
    },
  };
}

interface Recipients {
  parties?: string[];
  roles?: string[];
}

/** Each party once, whichever way it was named; and the roles that nobody holds, which is no error. */
async function recipients(
  { parties = [], roles = [] }: Recipients,
  { caseId, services }: EffectContext,
): Promise<{ parties: string[]; vacant: string[] }> {
  const held = await Promise.all(roles.map((role) => services.holdersOf(caseId, role)));
  const all = new Set([...parties, ...held.flat().map(({ partyId }) => partyId)]);
  if (all.size > RECIPIENTS_LIMIT)
    throw new TerminalError(`expected at most ${RECIPIENTS_LIMIT} recipients, got ${all.size}`);
  return { parties: [...all], vacant: roles.filter((_role, index) => held[index]?.length === 0) };
}

/** Channels other than these two belong to other plugins; the outbox has the message in any case. */
function deliveryOf(partyId: string, contact: Contact, notice: Notice, context: EffectContext): Delivery[] {
  if (contact.channel === 'webhook')
    return [webhook(partyId, contact, { type: 'notification', data: { ...notice } }, context)];
  if (contact.channel === 'email') return [email(partyId, contact, notice, context)];
  return [];
}

function webhook(
  partyId: string,
  contact: Contact,
  message: { type: string; data: JsonObject },
  { effectId, caseId, services, signal }: EffectContext,
): Delivery {
  // A full stop would be read as the end of the id in what is signed.
  const id = `${effectId}:${partyId}`.replaceAll('.', '_');
  return {
    partyId,
    channel: 'webhook',
    key: `${id}:webhook:${contact.address}`,
    run: () =>
      postWebhook(
        {
          url: contact.address,
          secret: contact.secret ?? '',
          id,
          body: JSON.stringify({ type: message.type, case: caseId, data: message.data }),
          allowHttp: services.settings['allowHttp'] === 'true',
          allowPrivate: services.settings['allowPrivate'] === 'true',
        },
        signal,
      ),
  };
}

/** Without SMTP settings the e-mail is kept in the outbox, under its address, and the log says so. */
function email(partyId: string, contact: Contact, notice: Notice, context: EffectContext): Delivery {
  const key = `${context.effectId}:${partyId}:email:${contact.address}`;
  return {
    partyId,
    channel: 'email',
    key,
    run: async () => {
      const smtp = smtpSettings(context.services.settings);
      if (smtp !== null) return sendEmail({ to: contact.address, ...notice, key }, smtp, context.signal);
      context.log.info({ partyId }, 'no smtpHost is set: the e-mail is kept in the outbox only');
      await outbox(partyId, contact, notice, context).run();
    },
  };
}

function outbox(
  partyId: string,
  { channel, address }: { channel: string; address: string | null },
  notice: Notice,
  { effectId, caseId, services }: EffectContext,
): Delivery {
  const key = [effectId, partyId, ...(address === null ? [] : [channel, address])].join(':');
  return {
    partyId,
    channel: 'outbox',
    key: `${key}:outbox`,
    run: () => services.outbox({ key, caseId, partyId, channel, address, ...notice }),
  };
}

/** Tries every delivery, a few at once, leaving out what `sent` says is done, until the attempt's time is over. */
async function deliver(deliveries: Delivery[], sent: Set<string>, signal: AbortSignal): Promise<Outcome[]> {
  const waiting = [...deliveries];
  const outcomes: Outcome[] = [];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      outcomes.push({ delivery: next, error: sent.has(next.key) ? null : await attempt(next, sent, signal) });
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return outcomes;
}

async function attempt(
  delivery: Delivery,
  sent: Set<string>,
  signal: AbortSignal,
): Promise<Outcome['error']> {
  // The runtime tries again by now: going on would send everything twice.
  if (signal.aborted) return new RetryableError(`${delivery.channel}: no time was left`);
  try {
    await delivery.run();
  } catch (error) {
    if (error instanceof TerminalError || error instanceof RetryableError) return error;
    return new RetryableError(`${delivery.channel}: failed`, { cause: error });
  }
  sent.add(delivery.key);
  const [oldest] = sent;
  if (sent.size > REMEMBERED_LIMIT && oldest !== undefined) sent.delete(oldest);
  return null;
}

/** The reply; or, while something may still get through, the longest wait that was asked for. */
function report(outcomes: Outcome[], unreachable: NotSent[], { log }: EffectContext): Json {
  const passing = outcomes.map(({ error }) => error).filter((error) => error instanceof RetryableError);
  if (passing.length > 0) {
    const afterMs = Math.max(...passing.map((error) => error.afterMs ?? 0));
    const message = passing
      .map((error) => error.message)
      .slice(0, 5)
      .join('; ');
    throw new RetryableError(message, afterMs > 0 ? { afterMs } : {});
  }
  const failed = outcomes.filter(({ error }) => error !== null);
  for (const { delivery, error } of failed)
    log.warn({ partyId: delivery.partyId, channel: delivery.channel }, error?.message ?? '');
  return {
    sent: outcomes.filter(({ error }) => error === null).map(({ delivery }) => placeOf(delivery)),
    notSent: [
      ...failed.map(({ delivery, error }) => ({ ...placeOf(delivery), reason: error?.message ?? '' })),
      ...unreachable.toSorted((a, b) => nameOf(a).localeCompare(nameOf(b))),
    ],
  };
}

const nameOf = ({ role = '', partyId = '' }: NotSent) => `${role} ${partyId}`;

function placeOf({ partyId, channel }: Delivery): { partyId: string; channel: string } {
  return { partyId, channel };
}
