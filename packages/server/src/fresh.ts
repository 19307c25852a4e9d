import type { FastifyReply, FastifyRequest } from 'fastify';

/** Sets the ETag, and says whether the caller has this already (RFC 9110 §13.1.2): then answer 304. */
export function isFresh(request: FastifyRequest, reply: FastifyReply, tag: string): boolean {
  const etag = `"${tag}"`;
  reply.header('etag', etag);
  const known = (request.headers['if-none-match'] ?? '').split(',').map((given) => given.trim());
  return known.includes(etag);
}
