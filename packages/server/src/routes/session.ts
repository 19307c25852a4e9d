import type { FastifyInstance } from 'fastify';
import type { SessionView } from '@gongzhi/api';
import type { Identity } from '@gongzhi/runtime';
import type { Context } from '../context.ts';
import { route } from '../route.ts';
import { clearSessionCookie, setSessionCookie } from '../session-cookie.ts';
import { iso } from '../wire.ts';

export function sessionRoutes(app: FastifyInstance, context: Context) {
  const { directory } = context.runtime;

  route(app, 'signIn', async ({ body, request, reply }) => {
    const { token, expiresAt, identity } = await context.limits.signIn(request, () =>
      directory.signIn(body.login, body.password),
    );
    setSessionCookie(context, reply, token, expiresAt);
    reply.header('cache-control', 'no-store');
    return { token, expiresAt: iso(expiresAt), session: viewSession(identity) };
  });

  route(app, 'readSession', ({ identity }) => viewSession(identity));

  route(app, 'signOut', async ({ request, reply }) => {
    if (request.token) await directory.signOut(request.token.value);
    clearSessionCookie(context, reply);
  });
}

function viewSession({ actor, grants, scopes }: Identity): SessionView {
  const { memberId, partyId, partyKind, qualifications } = actor;
  return { memberId, partyId, partyKind, qualifications, grants, scopes };
}
