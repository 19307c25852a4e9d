import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Context } from '../context.ts';
import { serverErrors } from '../errors.ts';
import { readCase } from '../read-case.ts';
import { route } from '../route.ts';
import { streamEvents } from '../stream/events.ts';

/** Bytes that wait for the socket; beyond, the stream reads no further. */
const WAITING_BYTES = 64 * 1024;

export function streamRoutes(app: FastifyInstance, context: Context) {
  route(app, 'stream', async ({ query, identity, request, reply }) => {
    const after = lastEventIdOf(request);
    if (query.case !== undefined) await readCase(context, identity, query.case);
    const viewer = await context.runtime.directory.viewer(identity);
    const leave = context.hub.enter(identity.actor.memberId, context.options.streamLimit);
    const gone = new AbortController();
    reply.raw.once('close', () => {
      gone.abort();
      leave();
    });
    const events = streamEvents(context, {
      token: request.token?.value ?? '',
      viewer,
      caseId: query.case ?? null,
      topics: query.topics === undefined ? null : new Set(query.topics.split(',')),
      after,
      signal: gone.signal,
    });
    reply.headers({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // Proxies of nginx's kind hold back what they could buffer.
      'x-accel-buffering': 'no',
      // Nothing follows a stream on its connection; kept alive, it would hold up the closing of the server.
      connection: 'close',
    });
    return Readable.from(bytes(events), { objectMode: false, highWaterMark: WAITING_BYTES });
  });
}

async function* bytes(events: AsyncIterable<string>) {
  for await (const event of events) yield Buffer.from(event);
}

function lastEventIdOf(request: FastifyRequest): number | null {
  const header = request.headers['last-event-id'];
  if (header === undefined || header === '') return null;
  if (typeof header !== 'string' || !/^\d{1,15}$/.test(header))
    throw serverErrors.error('GZ_LAST_EVENT_ID_INVALID');
  return Number(header);
}
