/**
 * Who may call what. Everything is denied unless a route declares its access; a route that does not is refused when
 * it is registered.
 *
 * A request passes, in order: the limit of its address, sign-in, the member's limit, scope and
 * grant, and, for a write by cookie, the origin of the page.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { OperationAccess } from '@gongzhi/api';
import type { Identity } from '@gongzhi/runtime';
import type { Context } from './context.ts';
import { serverErrors } from './errors.ts';
import { SESSION_COOKIE } from './session-cookie.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Null where the route is public. */
    identity: Identity | null;
    /** What the token was and how it came; for sign-out. */
    token: Token | null;
  }
  interface FastifyContextConfig {
    access?: OperationAccess;
    /** operationId; for logs and metrics. */
    operation?: string;
  }
}

interface Token {
  value: string;
  by: 'header' | 'cookie';
}

export function refuseUndeclaredRoutes(app: FastifyInstance) {
  app.addHook('onRoute', ({ method, url, config }) => {
    if (config?.access === undefined)
      throw new TypeError(`expected ${String(method)} ${url} to declare its access`);
  });
}

export function guard(app: FastifyInstance, context: Context) {
  app.decorateRequest('identity', null);
  app.decorateRequest('token', null);
  app.addHook('onRequest', async (request) => {
    await context.limits.address(request);
    const { access } = request.routeOptions.config;
    if (request.is404 || access === 'public') return;
    if (access === undefined) throw serverErrors.error('GZ_SIGN_IN_NEEDED');
    const identity = await signedIn(context, request);
    await context.limits.member(request);
    authorize(identity, access);
    refuseForeignPage(request, context.options.origins);
  });
}

/** Who asks, by header or cookie; null: nobody that is known. */
export async function identify(context: Context, request: FastifyRequest): Promise<Identity | null> {
  request.token = tokenOf(request);
  request.identity = request.token && (await context.runtime.directory.identify(request.token.value));
  return request.identity;
}

async function signedIn(context: Context, request: FastifyRequest): Promise<Identity> {
  const identity = await identify(context, request);
  if (identity === null) throw serverErrors.error('GZ_SIGN_IN_NEEDED');
  return identity;
}

/** Refuses with GZ_SCOPE_MISSING, GZ_GRANT_MISSING. */
function authorize(identity: Identity, access: Exclude<OperationAccess, 'public'>) {
  if (!identity.scopes.includes(access.scope))
    throw serverErrors.error('GZ_SCOPE_MISSING', { scope: access.scope });
  if (access.grants && !access.grants.some((grant) => identity.grants.includes(grant)))
    throw serverErrors.error('GZ_GRANT_MISSING', { grants: access.grants.join(', ') });
}

function tokenOf(request: FastifyRequest): Token | null {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const value = /^bearer ([\x21-\x7e]{8,512})$/i.exec(authorization)?.[1];
    return value === undefined ? null : { value, by: 'header' };
  }
  const cookie = request.cookies[SESSION_COOKIE];
  return cookie && /^[\x21-\x7e]{8,512}$/.test(cookie) ? { value: cookie, by: 'cookie' } : null;
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** A browser sends the cookie along by itself; so a write must prove that a page of ours asked for it. */
export function refuseForeignPage(request: FastifyRequest, origins: readonly string[]) {
  if (SAFE.has(request.method) || request.token?.by === 'header') return;
  const { origin } = request.headers;
  if (origin === undefined || !isOurs(origin, request.host, origins))
    throw serverErrors.error('GZ_ORIGIN_REFUSED');
}

function isOurs(origin: string, host: string, origins: readonly string[]): boolean {
  if (origins.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
