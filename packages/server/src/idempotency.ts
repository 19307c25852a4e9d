/** Idempotency-Key: the commandId of a write, told apart by member, so that nobody meets or probes another's keys. */
import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Identity } from '@gongzhi/runtime';
import { serverErrors } from './errors.ts';

/** What the runtime takes as a commandId. */
const COMMAND_ID_LIMIT = 200;

/** Refuses with GZ_IDEMPOTENCY_KEY_MISSING, GZ_IDEMPOTENCY_KEY_INVALID. */
export function commandIdOf(request: FastifyRequest, identity: Identity): string {
  const key = request.headers['idempotency-key'];
  if (key === undefined || key === '') throw serverErrors.error('GZ_IDEMPOTENCY_KEY_MISSING');
  if (typeof key !== 'string' || !/^[\x21-\x7e]{8,200}$/.test(key))
    throw serverErrors.error('GZ_IDEMPOTENCY_KEY_INVALID');
  const commandId = `${identity.actor.memberId}:${key}`;
  if (commandId.length <= COMMAND_ID_LIMIT) return commandId;
  return `${identity.actor.memberId}:sha256:${sha256(key)}`;
}

/** An id that the same command always makes: so a repeated creation meets what it made before. */
export function idFrom(commandId: string): string {
  return sha256(commandId).slice(0, 32);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
