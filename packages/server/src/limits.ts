/** How often one address or one member may ask, a minute. Kept in this process. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { serverErrors } from './errors.ts';
import type { ServerOptions } from './options.ts';

const MINUTE_MS = 60_000;

export interface Limits {
  address(request: FastifyRequest): Promise<void>;
  member(request: FastifyRequest): Promise<void>;
  /** Does `attempt`; counts it strictly when it fails with a refusal. */
  signIn<Result>(request: FastifyRequest, attempt: () => Promise<Result>): Promise<Result>;
  upload(request: FastifyRequest): Promise<void>;
}

/** Each refuses with GZ_RATE_LIMITED. Needs @fastify/rate-limit registered on `app`. */
export function createLimits(app: FastifyInstance, options: ServerOptions): Limits {
  const byAddress = (request: FastifyRequest) => request.ip;
  const byMember = (request: FastifyRequest) => request.identity?.actor.memberId ?? request.ip;
  return {
    address: limit(app, options.addressLimit, byAddress),
    member: limit(app, options.memberLimit, byMember),
    signIn: limitFailures(limit(app, options.signInAllLimit, byAddress), options),
    upload: limit(app, options.uploadLimit, byMember),
  };
}

function limit(app: FastifyInstance, max: number, keyGenerator: (request: FastifyRequest) => string) {
  const count = app.createRateLimit({ max, timeWindow: MINUTE_MS, keyGenerator });
  return async (request: FastifyRequest) => {
    const result = await count(request);
    if (!result.isAllowed && result.isExceeded)
      throw serverErrors.error('GZ_RATE_LIMITED', { limit: max, seconds: result.ttlInSeconds });
  };
}

/**
 * At most `signInLimit` failures a minute and address. An attempt counts as failed until it has succeeded, so that many
 * at once cannot pass; who meets only those that run waits a second.
 */
function limitFailures(
  all: (request: FastifyRequest) => Promise<void>,
  { signInLimit, now }: ServerOptions,
): Limits['signIn'] {
  const minutes = new Map<string, Minute>();
  return async (request, attempt) => {
    await all(request);
    const at = now();
    for (const [address, { endsAt, running }] of minutes)
      if (endsAt <= at && running === 0) minutes.delete(address);
    const minute = minutes.get(request.ip) ?? { endsAt: at + MINUTE_MS, failed: 0, running: 0 };
    if (minute.endsAt <= at) Object.assign(minute, { endsAt: at + MINUTE_MS, failed: 0 });
    minutes.set(request.ip, minute);
    if (minute.failed + minute.running >= signInLimit)
      throw serverErrors.error('GZ_RATE_LIMITED', {
        limit: signInLimit,
        seconds: minute.failed < signInLimit ? 1 : Math.ceil((minute.endsAt - at) / 1_000),
      });
    minute.running += 1;
    try {
      return await attempt();
    } catch (error) {
      minute.failed += 1;
      throw error;
    } finally {
      minute.running -= 1;
    }
  };
}

interface Minute {
  endsAt: number;
  failed: number;
  running: number;
}
