import type { FastifyInstance } from 'fastify';
import { act, caseIdOf } from '../act.ts';
import type { Context } from '../context.ts';
import { route } from '../route.ts';
import { inboxViewerOf } from '../viewer.ts';
import { wire } from '../wire.ts';

const answers = {
  acceptHandoff: 'handoff.accept',
  declineHandoff: 'handoff.decline',
  recallHandoff: 'handoff.recall',
} as const;

export function handoffRoutes(app: FastifyInstance, context: Context) {
  route(app, 'listHandoffs', async ({ query, identity }) =>
    wire(await context.runtime.query.handoffs({ ...query, viewer: inboxViewerOf(identity) })),
  );

  for (const id of ['acceptHandoff', 'declineHandoff', 'recallHandoff'] as const)
    route(app, id, (call) => {
      const { handoffId } = call.params;
      return act(context, call, {
        caseId: caseIdOf(handoffId, 'GZ_HANDOFF_UNKNOWN'),
        body: { kind: answers[id], handoffId },
        reason: call.body.reason,
      });
    });
}
