/** A path that is not there, or a method that it does not take. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { operations } from '@gongzhi/api';
import { serverErrors } from './errors.ts';

const patterns = Object.values(operations).map(({ method, path }) => ({
  method,
  pattern: new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}$`),
}));

export function refuseUnknownRoute(request: FastifyRequest, reply: FastifyReply) {
  const path = request.url.split('?', 1)[0] ?? '';
  const allowed = patterns.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
  const { method } = request;
  if (allowed.length === 0)
    return serverErrors.error('GZ_ROUTE_UNKNOWN', { method, path: path.slice(0, 200) });
  reply.header('allow', allowed.join(', '));
  return serverErrors.error('GZ_METHOD_UNKNOWN', { method, path, allowed: allowed.join(', ') });
}
