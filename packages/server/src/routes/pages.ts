/** The server's own pages: start, API, errors, outbox and its sign-in. They work without scripts. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { engineErrors, GongzhiError } from '@gongzhi/engine';
import { directoryErrors, runtimeErrors } from '@gongzhi/runtime';
import { identify, refuseForeignPage } from '../access.ts';
import type { Context } from '../context.ts';
import { serverErrors } from '../errors.ts';
import { languageOf } from '../language.ts';
import { openApi } from '../open-api.ts';
import { docsPage } from '../pages/docs.ts';
import { errorsPage } from '../pages/errors.ts';
import { outboxPage } from '../pages/outbox.ts';
import { signInPage } from '../pages/sign-in.ts';
import { startPage } from '../pages/start.ts';
import { style } from '../pages/style.ts';
import { setSessionCookie } from '../session-cookie.ts';

/** Of the API, as in package.json. */
const VERSION = '0.1.0';

const open = { config: { access: 'public' } } as const;

export async function pageRoutes(app: FastifyInstance, context: Context) {
  const { directory, query } = context.runtime;
  const documents = { 'zh-CN': openApi('zh-CN', VERSION), en: openApi('en', VERSION) };
  const catalogues = [engineErrors, runtimeErrors, directoryErrors, serverErrors];
  const errors = catalogues
    .flatMap(({ entries }) => Object.entries(entries))
    .toSorted(([one], [other]) => (one < other ? -1 : 1));

  app.get('/', open, (request, reply) => page(reply, startPage(languageOf(request))));
  app.get('/openapi.json', open, (request, reply) => reply.send(documents[languageOf(request)]));
  app.get('/docs', open, (request, reply) => {
    const language = languageOf(request);
    return page(reply, docsPage(documents[language], language));
  });
  app.get('/docs/errors', open, (request, reply) => page(reply, errorsPage(errors, languageOf(request))));
  app.get('/page.css', open, (_request, reply) =>
    reply.type('text/css; charset=utf-8').header('cache-control', 'public, max-age=3600').send(style),
  );

  app.get<{ Querystring: { after?: string } }>('/outbox', open, async (request, reply) => {
    const identity = await identify(context, request);
    if (!identity?.scopes.includes('read')) return reply.redirect(`/sign-in?lang=${languageOf(request)}`);
    const { after } = request.query;
    const { partyId } = identity.actor;
    const messages = await query.outbox({ partyId, ...(typeof after === 'string' ? { after } : {}) });
    return page(reply, outboxPage(messages, languageOf(request)));
  });

  readForms(app);
  app.get('/sign-in', open, (request, reply) => page(reply, signInPage(languageOf(request), null)));
  app.post<{ Body: unknown }>('/sign-in', open, async (request, reply) => {
    refuseForeignPage(request, context.options.origins);
    const language = languageOf(request);
    const { login, password } = credentialsOf(request);
    try {
      const { token, expiresAt } = await context.limits.signIn(request, () =>
        directory.signIn(login, password),
      );
      setSessionCookie(context, reply, token, expiresAt);
      return reply.redirect(`/outbox?lang=${language}`, 303);
    } catch (error) {
      if (!(error instanceof GongzhiError) || error.refusal.status >= 500) throw error;
      reply.code(error.refusal.status);
      return page(reply, signInPage(language, error.refusal.message[language]));
    }
  });
}

function page(reply: FastifyReply, text: string) {
  return reply.type('text/html; charset=utf-8').header('cache-control', 'private, no-cache').send(text);
}

function readForms(app: FastifyInstance) {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: 4096 },
    (_request, text, done) => done(null, Object.fromEntries(new URLSearchParams(text as string))),
  );
}

function credentialsOf({ body }: FastifyRequest): { login: string; password: string } {
  const { login, password } = (body ?? {}) as Record<string, unknown>;
  const text = (value: unknown) => (typeof value === 'string' ? value.slice(0, 200) : '');
  return { login: text(login), password: text(password) };
}
