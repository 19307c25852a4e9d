/** The cookie that carries a session token for pages; scripts cannot read it, other sites cannot make it be sent. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Context } from './context.ts';

export const SESSION_COOKIE = 'gongzhi_session';

export function setSessionCookie(context: Context, reply: FastifyReply, token: string, expiresAt: number) {
  reply.setCookie(SESSION_COOKIE, token, {
    ...attributes(context, reply.request),
    expires: new Date(expiresAt),
  });
}

export function clearSessionCookie(context: Context, reply: FastifyReply) {
  reply.clearCookie(SESSION_COOKIE, attributes(context, reply.request));
}

function attributes({ options }: Context, request: FastifyRequest) {
  return {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure: options.secureCookie || request.protocol === 'https',
  } as const;
}
