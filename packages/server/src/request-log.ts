/** One line a request: what, for whom, how long. Never a token, a cookie, a query or a body. */
import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** What a write was about. */
    subject: { commandId?: string; caseId?: string };
  }
}

export function logRequests(app: FastifyInstance) {
  app.decorateRequest('subject');
  app.addHook('onRequest', async (request, reply) => {
    request.subject = {};
    reply.header('x-request-id', request.id);
    // Answers depend on who asks; no shared cache may keep one.
    reply.header('vary', 'Authorization, Cookie, Accept-Language');
    reply.header('cache-control', 'private, no-cache');
  });
  app.addHook('onResponse', async (request, reply) => {
    const { operation } = request.routeOptions.config;
    const { caseId, taskId, handoffId } = (request.params ?? {}) as Record<string, string | undefined>;
    request.log.info(
      {
        operation,
        method: request.method,
        path: request.url.split('?', 1)[0]?.slice(0, 300),
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        caseId,
        taskId,
        handoffId,
        memberId: request.identity?.actor.memberId,
        via: request.identity?.via,
        ...request.subject,
      },
      'request',
    );
  });
}
