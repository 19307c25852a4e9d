/** Documents: uploaded by content, attached to a case, read through the case only. */
import Type, { type Static } from 'typebox';
import { defineOperations } from './operation.ts';
import { At, nullable, Sha256, Text } from './text.ts';

export const CaseDocument = Type.Object(
  {
    documentId: Type.String(),
    kind: Type.Enum(['issued', 'attached']),
    name: Type.String(),
    title: Text,
    body: nullable(Text),
    file: nullable(
      Type.Object({
        sha256: Sha256,
        name: Type.String(),
        mediaType: Type.String(),
        size: Type.Integer(),
        title: Type.Optional(Type.String()),
        visibleTo: Type.Optional(Type.Array(Type.String())),
      }),
    ),
    at: At,
    by: Type.Object({ partyId: Type.String(), memberId: Type.String() }),
    visibleTo: nullable(Type.Array(Type.String())),
    public: Type.Boolean(),
  },
  { title: 'CaseDocument' },
);

export const NewAttachment = Type.Object(
  {
    sha256: Sha256,
    name: Type.String({ minLength: 1, maxLength: 200 }),
    title: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    visibleTo: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 100 }), {
        maxItems: 50,
        description: 'Roles that may read it; all participants when absent.',
      }),
    ),
  },
  {
    title: 'NewAttachment',
    additionalProperties: false,
    examples: [
      {
        sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
        name: 'recording.pdf',
        title: '噪声检测报告',
      },
    ],
  },
);

export const UploadedDocument = Type.Object(
  { sha256: Sha256, size: Type.Integer(), mediaType: Type.String() },
  {
    title: 'UploadedDocument',
    examples: [
      {
        sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
        size: 48_213,
        mediaType: 'application/pdf',
      },
    ],
  },
);
export type UploadedDocument = Static<typeof UploadedDocument>;

export const documentOperations = defineOperations({
  uploadDocument: {
    method: 'POST',
    path: '/v1/documents',
    tag: 'documents',
    summary: { 'zh-CN': '上传文件', en: 'Upload a document' },
    description: {
      'zh-CN': '按内容寻址：同一文件再传无变化。上传后须附加到案件，方可被他人查看。',
      en: 'Addressed by content: the same file again changes nothing. Attach it to a case for others to read it.',
    },
    access: { scope: 'act' },
    body: 'upload',
    write: true,
    status: 201,
    reply: UploadedDocument,
    refuses: [413, 415, 422],
  },
});
