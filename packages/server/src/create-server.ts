/**
 * The HTTP server: who acts, whether the request has the right shape, and then the runtime.
 *
 * Nothing is decided here about cases: a route turns a request into a command or a query, and an answer into JSON.
 */
import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import fastify, { LogController, type FastifyInstance, type FastifyServerOptions } from 'fastify';
import { guard, refuseUndeclaredRoutes } from './access.ts';
import type { Context } from './context.ts';
import { closeGently } from './door.ts';
import { readJsonBodies } from './json-body.ts';
import { rememberLanguage } from './language.ts';
import { createLimits } from './limits.ts';
import { refuseMalformed } from './malformed-request.ts';
import { metricsRoute } from './metrics.ts';
import { defaultOptions, type ServerOptions, type ServerSettings } from './options.ts';
import { answerProblems, sendProblem } from './problem-details.ts';
import { logRequests } from './request-log.ts';
import { caseDocumentRoutes } from './routes/case-documents.ts';
import { caseRoutes } from './routes/cases.ts';
import { definitionRoutes } from './routes/definitions.ts';
import { documentRoutes } from './routes/documents.ts';
import { handoffRoutes } from './routes/hand-offs.ts';
import { incidentRoutes } from './routes/incidents.ts';
import { migrationRoutes } from './routes/migrations.ts';
import { publishingRoutes } from './routes/publishing.ts';
import { keyRoutes } from './routes/keys.ts';
import { memberRoutes } from './routes/members.ts';
import { messageRoutes } from './routes/messages.ts';
import { outboxRoutes } from './routes/outbox.ts';
import { pageRoutes } from './routes/pages.ts';
import { partyRoutes } from './routes/parties.ts';
import { publicRoutes } from './routes/public.ts';
import { serviceRoutes } from './routes/service.ts';
import { sessionRoutes } from './routes/session.ts';
import { streamRoutes } from './routes/stream.ts';
import { taskRoutes } from './routes/tasks.ts';
import { createStreamHub } from './stream/hub.ts';

/**
 * Makes the server; `listen` and `close` are Fastify's.
 *
 * `close` ends the streams, refuses what is new and finishes what runs; the runtime stays open.
 */
export function createServer({ runtime, log, options: given }: ServerSettings): FastifyInstance {
  const options: ServerOptions = { ...defaultOptions, ...given };
  const app = fastify({ ...fastifyOptions(options), ...(log ? { loggerInstance: log } : {}) });
  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  refuseUndeclaredRoutes(app);
  app.register(helmet, helmetOptions);
  app.register(cookie);
  app.register(rateLimit, { global: false });
  app.register(multipart, {
    limits: { files: 1, fields: 0, parts: 1, headerPairs: 20, fileSize: options.uploadLimitBytes },
  });
  app.register(
    everywhere(async () => {
      const context: Context = {
        runtime,
        options,
        limits: createLimits(app, options),
        hub: createStreamHub(runtime),
      };
      answerProblems(app);
      logRequests(app);
      rememberLanguage(app);
      closeGently(app, context.hub);
      readJsonBodies(app);
      guard(app, context);
      await registerRoutes(app, context);
    }),
  );
  return app;
}

/** Fastify's mark for a plugin whose hooks hold for the whole server: also for routes that others add. */
function everywhere(plugin: () => Promise<void>) {
  return Object.assign(plugin, { [Symbol.for('skip-override')]: true });
}

async function registerRoutes(app: FastifyInstance, context: Context) {
  metricsRoute(app, context);
  serviceRoutes(app, context);
  sessionRoutes(app, context);
  caseRoutes(app, context);
  caseDocumentRoutes(app, context);
  publicRoutes(app, context);
  taskRoutes(app, context);
  handoffRoutes(app, context);
  documentRoutes(app, context);
  partyRoutes(app, context);
  memberRoutes(app, context);
  keyRoutes(app, context);
  incidentRoutes(app, context);
  publishingRoutes(app, context);
  migrationRoutes(app, context);
  messageRoutes(app, context);
  outboxRoutes(app, context);
  streamRoutes(app, context);
  // These take bodies that the others do not: YAML, and the sign-in page's form.
  await app.register((scope) => definitionRoutes(scope, context));
  await app.register((scope) => pageRoutes(scope, context));
}

function fastifyOptions(options: ServerOptions): FastifyServerOptions {
  return {
    bodyLimit: options.bodyLimitBytes,
    trustProxy: options.trustProxy,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    logController: new LogController({ disableRequestLogging: true }),
    requestTimeout: 120_000,
    connectionTimeout: 60_000,
    routerOptions: { maxParamLength: 200 },
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    // Requests on a connection that is still open are refused by our own door, as problem details.
    return503OnClosing: false,
    frameworkErrors: (error, request, reply) => void sendProblem(error, request, reply),
    clientErrorHandler: refuseMalformed,
  };
}

const helmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
    },
  },
  referrerPolicy: { policy: 'no-referrer' },
  crossOriginResourcePolicy: { policy: 'same-origin' },
} as const;
