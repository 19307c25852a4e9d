import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { route } from '../route.ts';
import { wire } from '../wire.ts';

export function incidentRoutes(app: FastifyInstance, { runtime: { incidents } }: Context) {
  route(app, 'listIncidents', async ({ query }) => wire(await incidents.list(query)));

  route(app, 'retryIncident', async ({ params, identity }) =>
    wire(await incidents.retry(params.incidentId, identity.actor)),
  );

  route(app, 'skipIncident', async ({ params, body, identity }) =>
    wire(await incidents.skip(params.incidentId, identity.actor, body.reason)),
  );

  route(app, 'moveIncident', async ({ params, body, identity }) =>
    wire(await incidents.move(params.incidentId, identity.actor, body.target, body.reason)),
  );
}
