import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { route } from '../route.ts';
import { wire } from '../wire.ts';

export function outboxRoutes(app: FastifyInstance, { runtime }: Context) {
  route(app, 'listOutbox', async ({ query, identity }) =>
    wire(await runtime.query.outbox({ ...query, partyId: identity.actor.partyId })),
  );
}
