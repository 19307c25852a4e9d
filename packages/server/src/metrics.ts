/** Prometheus metrics: of the process, of HTTP, and what the runtime counts. For this machine and for operators. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { identify } from './access.ts';
import type { Context } from './context.ts';
import { serverErrors } from './errors.ts';

export function metricsRoute(app: FastifyInstance, context: Context) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: 'gongzhi_http_request_duration_seconds',
    help: 'How long requests took, by operation and status.',
    labelNames: ['operation', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
    registers: [registry],
  });
  app.addHook('onResponse', async (request, reply) => {
    const { operation = 'other' } = request.routeOptions.config;
    if (operation === 'stream') return;
    duration.observe({ operation, status: String(reply.statusCode) }, reply.elapsedTime / 1000);
  });

  app.get('/metrics', { config: { access: 'public', operation: 'metrics' } }, async (request, reply) => {
    if (!isFromHere(request)) await refuseOthers(context, request);
    for (const [name, value] of Object.entries(context.runtime.metrics.read()))
      gaugeOf(registry, name).set(value);
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}

/** A proxy on this machine makes everybody look local, and says so. */
function isFromHere(request: FastifyRequest): boolean {
  const { headers, socket } = request;
  if (headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined) return false;
  return /^(127\.|::1$|::ffff:127\.)/.test(socket.remoteAddress ?? '');
}

async function refuseOthers(context: Context, request: FastifyRequest) {
  const identity = await identify(context, request);
  if (!identity?.grants.includes('operator') || !identity.scopes.includes('operate'))
    throw serverErrors.error('GZ_METRICS_LOCAL');
}

function gaugeOf(registry: Registry, name: string): Gauge {
  const known = registry.getSingleMetric(name);
  if (known) return known as Gauge;
  return new Gauge({ name, help: 'Of the runtime.', registers: [registry] });
}
