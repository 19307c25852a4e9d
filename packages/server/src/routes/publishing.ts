import type { FastifyInstance } from 'fastify';
import { runtimeErrors } from '@gongzhi/runtime';
import type { Context } from '../context.ts';
import { route } from '../route.ts';
import { wire } from '../wire.ts';

export function publishingRoutes(app: FastifyInstance, { runtime: { publishing } }: Context) {
  route(app, 'submitDefinition', async ({ body, identity }) => {
    const { source, ...options } = body;
    return wire(await publishing.submit(source, identity.actor, options));
  });

  route(app, 'activateDefinition', async ({ params, body, identity }) =>
    wire(await publishing.submitActivation(params.id, params.version, identity.actor, body.reason)),
  );

  route(app, 'listPublishRequests', async ({ query }) => ({ items: wire(await publishing.list(query)) }));

  route(app, 'readPublishRequest', async ({ params }) => {
    const found = await publishing.read(params.requestId);
    if (found === null)
      throw runtimeErrors.error('GZ_PUBLISH_REQUEST_UNKNOWN', { request: params.requestId });
    return wire(found);
  });

  route(app, 'approvePublishRequest', async ({ params, identity }) =>
    wire(await publishing.approve(params.requestId, identity.actor)),
  );

  route(app, 'rejectPublishRequest', async ({ params, body, identity }) =>
    wire(await publishing.reject(params.requestId, identity.actor, body.reason)),
  );
}
