/** What everybody may read without signing in: cases from the moment that their definition makes them public. */
import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { PUBLIC, readCaseAs } from '../read-case.ts';
import { route } from '../route.ts';
import { wire } from '../wire.ts';
import { sendDocument } from './case-documents.ts';

export function publicRoutes(app: FastifyInstance, context: Context) {
  route(app, 'listPublicCases', async ({ query }) =>
    wire(await context.runtime.query.cases({ ...query, viewer: PUBLIC })),
  );

  route(app, 'readPublicCase', async ({ params }) => {
    const { view } = await readCaseAs(context, PUBLIC, params.caseId);
    return wire(view);
  });

  route(app, 'downloadPublicDocument', async ({ params, request, reply }) => {
    const { view } = await readCaseAs(context, PUBLIC, params.caseId);
    return sendDocument(context, view, params.documentId, request, reply);
  });
}
