/** API keys of the caller, for systems that act for them. */
import Type, { type Static } from 'typebox';
import { defineOperations, SCOPES } from './operation.ts';
import { At, exampleOf, Id, nullable } from './text.ts';

const scopes = Type.Array(Type.Enum([...SCOPES]), { minItems: 1, maxItems: SCOPES.length });

export const KeyInfo = Type.Object(
  {
    keyId: Id,
    name: Type.String(),
    scopes,
    createdAt: At,
    expiresAt: nullable(At),
    lastUsedAt: nullable(At),
    revokedAt: nullable(At),
  },
  {
    title: 'KeyInfo',
    examples: [
      {
        keyId: 'k-1',
        name: '热线系统',
        scopes: ['read', 'act'],
        createdAt: '2026-05-06T01:30:00.000Z',
        expiresAt: null,
        lastUsedAt: null,
        revokedAt: null,
      },
    ],
  },
);
export type KeyInfo = Static<typeof KeyInfo>;

export const NewKey = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100 }),
    scopes,
    expiresAt: Type.Optional(At),
  },
  {
    title: 'NewKey',
    additionalProperties: false,
    examples: [{ name: '热线系统', scopes: ['read', 'act'] }],
  },
);

export const keyOperations = defineOperations({
  listKeys: {
    method: 'GET',
    path: '/v1/keys',
    tag: 'keys',
    summary: { 'zh-CN': '我的 API 密钥', en: 'List my API keys' },
    access: { scope: 'read' },
    status: 200,
    reply: Type.Object(
      { items: Type.Array(KeyInfo) },
      { title: 'KeyList', examples: [{ items: [exampleOf(KeyInfo)] }] },
    ),
  },
  createKey: {
    method: 'POST',
    path: '/v1/keys',
    tag: 'keys',
    summary: { 'zh-CN': '新建 API 密钥', en: 'Create an API key' },
    description: {
      'zh-CN': '密钥只显示这一次；权限范围不能超过您的范围。须登录后操作，不能用密钥生成密钥。',
      en: 'The secret is shown once; its scopes may not exceed your own. Takes a sign-in: a key makes no keys.',
    },
    access: { scope: 'act' },
    body: NewKey,
    write: true,
    status: 201,
    reply: Type.Object(
      { keyId: Id, secret: Type.String() },
      { title: 'CreatedKey', examples: [{ keyId: 'k-1', secret: 'gz_…' }] },
    ),
    refuses: [403, 409, 422],
  },
  revokeKey: {
    method: 'DELETE',
    path: '/v1/keys/:keyId',
    tag: 'keys',
    summary: { 'zh-CN': '吊销 API 密钥', en: 'Revoke an API key' },
    access: { scope: 'act' },
    params: Type.Object({ keyId: Id }),
    write: true,
    status: 204,
    reply: 'none',
    refuses: [403, 404],
  },
});
