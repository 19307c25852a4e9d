/** The built-in sign-in. */
import Type, { type Static } from 'typebox';
import { defineOperations, GRANTS, SCOPES } from './operation.ts';
import { At, exampleOf, Id } from './text.ts';

export const SessionView = Type.Object(
  {
    memberId: Id,
    partyId: Id,
    partyKind: Type.String(),
    qualifications: Type.Array(Type.String()),
    grants: Type.Array(Type.Enum([...GRANTS])),
    scopes: Type.Array(Type.Enum([...SCOPES])),
  },
  {
    title: 'SessionView',
    examples: [
      {
        memberId: 'm-li',
        partyId: 'p-nanhu',
        partyKind: 'government',
        qualifications: ['government.street-office'],
        grants: ['supervisor'],
        scopes: ['read', 'act'],
      },
    ],
  },
);
export type SessionView = Static<typeof SessionView>;

export const sessionOperations = defineOperations({
  signIn: {
    method: 'POST',
    path: '/v1/session',
    tag: 'session',
    summary: { 'zh-CN': '登录', en: 'Sign in' },
    description: {
      'zh-CN': '返回令牌，并为网页设置 HttpOnly Cookie。',
      en: 'Answers a token, and sets an HttpOnly cookie for pages.',
    },
    access: 'public',
    body: Type.Object(
      {
        login: Type.String({ minLength: 1, maxLength: 100 }),
        password: Type.String({ minLength: 1, maxLength: 200 }),
      },
      { additionalProperties: false, examples: [{ login: 'liming', password: '…' }] },
    ),
    status: 200,
    reply: Type.Object(
      { token: Type.String(), expiresAt: At, session: SessionView },
      {
        title: 'SignedIn',
        examples: [{ token: '…', expiresAt: '2026-05-06T13:30:00.000Z', session: exampleOf(SessionView) }],
      },
    ),
    refuses: [401],
  },
  readSession: {
    method: 'GET',
    path: '/v1/session',
    tag: 'session',
    summary: { 'zh-CN': '我是谁', en: 'Who am I?' },
    access: { scope: 'read' },
    status: 200,
    reply: SessionView,
  },
  signOut: {
    method: 'DELETE',
    path: '/v1/session',
    tag: 'session',
    summary: { 'zh-CN': '退出', en: 'Sign out' },
    access: { scope: 'read' },
    status: 204,
    reply: 'none',
  },
});
