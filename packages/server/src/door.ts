/**
 * Closed as soon as the server begins to stop: what runs is finished, streams end, what is new gets 503.
 *
 * Browsers and HTTP clients open connections before they need them. Node counts such a connection as busy and would
 * wait for it when it closes; so when no request runs any more, whatever is still connected is cut.
 */
import { runtimeErrors } from '@gongzhi/runtime';
import type { FastifyInstance } from 'fastify';
import type { StreamHub } from './stream/hub.ts';

const SWEEP_MS = 50;

export function closeGently(app: FastifyInstance, hub: StreamHub) {
  let open = true;
  let running = 0;
  app.addHook('onRequest', async (_request, reply) => {
    running += 1;
    // Also when the caller hangs up, which is no response to Fastify.
    reply.raw.once('close', () => (running -= 1));
    if (!open) throw runtimeErrors.error('GZ_CLOSING');
  });
  app.addHook('onSend', async (_request, reply) => {
    if (!open) reply.header('connection', 'close');
  });
  app.addHook('preClose', async () => {
    open = false;
    hub.close();
    if (!app.server.listening) return;
    const sweep = setInterval(() => {
      if (running === 0) app.server.closeAllConnections();
    }, SWEEP_MS);
    sweep.unref();
    app.server.once('close', () => clearInterval(sweep));
  });
}
