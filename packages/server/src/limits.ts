/** How often one address or one member may ask, a minute. Kept in this process. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { serverErrors } from './errors.ts';
import type { ServerOptions } from './options.ts';

const MINUTE_MS = 60_000;

export interface Limits {
  address(request: FastifyRequest): Promise<void>;
  member(request: FastifyRequest): Promise<void>;
  signIn(request: FastifyRequest): Promise<void>;
  upload(request: FastifyRequest): Promise<void>;
}

/** Each refuses with GZ_RATE_LIMITED. Needs @fastify/rate-limit registered on `app`. */
export function createLimits(app: FastifyInstance, options: ServerOptions): Limits {
  const byAddress = (request: FastifyRequest) => request.ip;
  const byMember = (request: FastifyRequest) => request.identity?.actor.memberId ?? request.ip;
  return {
    address: limit(app, options.addressLimit, byAddress),
    member: limit(app, options.memberLimit, byMember),
    signIn: limit(app, options.signInLimit, byAddress),
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
