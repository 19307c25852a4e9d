/** Publishing by two persons: requests, and who decided them. */
import Type, { type Static } from 'typebox';
import { defineOperations } from './operation.ts';
import { query } from './page.ts';
import { At, exampleOf, Id, nullable, Reason, Sha256 } from './text.ts';

const status = Type.Enum(['pending', 'approved', 'rejected']);

export const PublishRequest = Type.Object(
  {
    requestId: Id,
    kind: Type.Enum(['publish', 'activate']),
    definitionId: Id,
    version: Type.Integer(),
    hash: Sha256,
    note: nullable(Type.String()),
    status,
    submittedAt: At,
    submittedBy: Type.String(),
    decidedAt: nullable(At),
    decidedBy: nullable(Type.String()),
    reason: nullable(Type.String()),
  },
  {
    title: 'PublishRequest',
    examples: [
      {
        requestId: '0198f2a4-7c11-7d20-9d5e-2f4e5a1b9c33',
        kind: 'publish',
        definitionId: 'noise-mediation',
        version: 2,
        hash: 'a'.repeat(64),
        note: '谢绝后改派',
        status: 'pending',
        submittedAt: '2026-05-06T01:30:00.000Z',
        submittedBy: 'm-li',
        decidedAt: null,
        decidedBy: null,
        reason: null,
      },
    ],
  },
);
export type PublishRequest = Static<typeof PublishRequest>;

const PublishRequestSource = Type.Object(
  {
    ...PublishRequest.properties,
    source: nullable(
      Type.String({ description: 'What will be published; null when that was published before.' }),
    ),
  },
  {
    title: 'PublishRequestSource',
    examples: [{ ...(exampleOf(PublishRequest) as object), source: 'id: noise-mediation\nversion: 2\n' }],
  },
);

const access = { scope: 'publish', grants: ['author', 'administrator'] } as const;
const params = Type.Object({ requestId: Id });
const tag = 'definitions';

export const publishingOperations = defineOperations({
  submitDefinition: {
    method: 'POST',
    path: '/v1/publish-requests',
    tag,
    summary: { 'zh-CN': '提交发布申请', en: 'Submit a definition for publishing' },
    description: {
      'zh-CN': '内容随即固定，由另一位成员批准后发布；同一人同样的待批内容再次提交无变化。',
      en: 'Kept as it is until another member approves it; the same content pending from the same member is no change.',
    },
    access,
    body: Type.Object(
      {
        source: Type.String({ minLength: 1, maxLength: 1_000_000 }),
        file: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
        note: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
      },
      {
        additionalProperties: false,
        examples: [{ source: 'id: noise-mediation\nversion: 2\n…', file: 'noise-mediation/v2.yaml' }],
      },
    ),
    write: true,
    status: 201,
    reply: PublishRequest,
    refuses: [409, 422],
  },
  activateDefinition: {
    method: 'POST',
    path: '/v1/definitions/:id/:version/activate',
    tag,
    summary: { 'zh-CN': '申请恢复某一版本', en: 'Ask that new cases take a published version' },
    description: {
      'zh-CN': '用于回退：批准后新案件采用该版本，进行中的案件不变。',
      en: 'To roll back: once approved, new cases take that version; running ones stay on theirs.',
    },
    access,
    params: Type.Object({ id: Id, version: Type.Integer({ minimum: 1, maximum: 1_000_000 }) }),
    body: Type.Object({ reason: Reason }, { additionalProperties: false }),
    write: true,
    status: 201,
    reply: PublishRequest,
    refuses: [404],
  },
  listPublishRequests: {
    method: 'GET',
    path: '/v1/publish-requests',
    tag,
    summary: { 'zh-CN': '发布申请列表', en: 'List publish requests' },
    description: { 'zh-CN': '最新在前，至多 200 件。', en: 'Newest first, at most 200.' },
    access,
    query: query({ status: Type.Optional(status) }),
    status: 200,
    reply: Type.Object(
      { items: Type.Array(PublishRequest) },
      { title: 'PublishRequestList', examples: [{ items: [exampleOf(PublishRequest)] }] },
    ),
  },
  readPublishRequest: {
    method: 'GET',
    path: '/v1/publish-requests/:requestId',
    tag,
    summary: { 'zh-CN': '查看发布申请', en: 'Read a publish request, with its source' },
    access,
    params,
    status: 200,
    reply: PublishRequestSource,
    refuses: [404],
  },
  approvePublishRequest: {
    method: 'POST',
    path: '/v1/publish-requests/:requestId/approve',
    tag,
    summary: { 'zh-CN': '批准发布申请', en: 'Approve a publish request of another member' },
    access,
    params,
    write: true,
    status: 200,
    reply: PublishRequest,
    refuses: [404, 409, 422],
  },
  rejectPublishRequest: {
    method: 'POST',
    path: '/v1/publish-requests/:requestId/reject',
    tag,
    summary: { 'zh-CN': '驳回发布申请', en: 'Reject a publish request, or withdraw one' },
    access,
    params,
    body: Type.Object({ reason: Reason }, { additionalProperties: false }),
    write: true,
    status: 200,
    reply: PublishRequest,
    refuses: [404, 409],
  },
});
