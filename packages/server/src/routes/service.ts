/** Whether the process lives, and whether it can take requests. */
import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { serverErrors } from '../errors.ts';
import { route } from '../route.ts';

export function serviceRoutes(app: FastifyInstance, { runtime }: Context) {
  route(app, 'healthz', () => ({ status: 'ok' as const }));

  route(app, 'readyz', async () => {
    if (!(await runtime.ready())) throw serverErrors.error('GZ_NOT_READY');
    return { status: 'ok' as const };
  });
}
