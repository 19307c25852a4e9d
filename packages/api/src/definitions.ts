/** Workflow definitions: listed, read, checked, published. */
import Type, { type Static } from 'typebox';
import { defineOperations } from './operation.ts';
import { At, exampleOf, Id, nullable, Text } from './text.ts';

export const DefinitionInfo = Type.Object(
  {
    id: Id,
    version: Type.Integer(),
    hash: Type.String(),
    procedure: Type.String(),
    title: Text,
    publishedAt: At,
    publishedBy: Type.String(),
    note: nullable(Type.String()),
    active: Type.Boolean({ description: 'Whether new cases take it.' }),
  },
  {
    title: 'DefinitionInfo',
    examples: [
      {
        id: 'noise-mediation',
        version: 1,
        hash: 'a'.repeat(64),
        procedure: 'mediation',
        title: { 'zh-CN': '邻里噪声调解', en: 'Mediation of neighbourhood noise' },
        publishedAt: '2026-05-06T01:30:00.000Z',
        publishedBy: 'm-li',
        note: null,
        active: true,
      },
    ],
  },
);
export type DefinitionInfo = Static<typeof DefinitionInfo>;

const DefinitionList = Type.Object(
  { items: Type.Array(DefinitionInfo) },
  { title: 'DefinitionList', examples: [{ items: [exampleOf(DefinitionInfo)] }] },
);

export const DefinitionSource = Type.Object(
  { ...DefinitionInfo.properties, source: Type.String({ description: 'As it was published: YAML.' }) },
  {
    title: 'DefinitionSource',
    examples: [{ ...(exampleOf(DefinitionInfo) as object), source: 'id: noise-mediation\nversion: 1\n' }],
  },
);

export const Problem = Type.Object(
  {
    code: Type.String(),
    severity: Type.Enum(['error', 'warning']),
    message: Text,
    remedy: Text,
    file: Type.String(),
    line: Type.Integer(),
    column: Type.Integer(),
    endLine: Type.Integer(),
    endColumn: Type.Integer(),
    path: Type.String(),
  },
  { title: 'Problem' },
);
export type Problem = Static<typeof Problem>;

export const CheckResult = Type.Object(
  { ok: Type.Boolean(), problems: Type.Array(Problem) },
  { title: 'CheckResult', examples: [{ ok: true, problems: [] }] },
);

const source = Type.String({ minLength: 1, maxLength: 1_000_000 });
const file = Type.Optional(Type.String({ minLength: 1, maxLength: 200 }));
const example = { source: 'id: noise-mediation\nversion: 1\n…', file: 'noise-mediation/v1.yaml' };

export const definitionOperations = defineOperations({
  listDefinitions: {
    method: 'GET',
    path: '/v1/definitions',
    tag: 'definitions',
    summary: { 'zh-CN': '流程定义列表', en: 'List workflow definitions' },
    description: {
      'zh-CN': '每个定义中新案件所采用的版本。',
      en: 'Of each the version that new cases take.',
    },
    access: { scope: 'read' },
    status: 200,
    reply: DefinitionList,
  },
  listDefinitionVersions: {
    method: 'GET',
    path: '/v1/definitions/:id',
    tag: 'definitions',
    summary: { 'zh-CN': '流程定义的各版本', en: 'Versions of a workflow definition' },
    access: { scope: 'read' },
    params: Type.Object({ id: Id }),
    status: 200,
    reply: DefinitionList,
    refuses: [404],
  },
  readDefinition: {
    method: 'GET',
    path: '/v1/definitions/:id/:version',
    tag: 'definitions',
    summary: { 'zh-CN': '查看流程定义', en: 'Read a workflow definition' },
    description: {
      'zh-CN': 'JSON；或以 Accept: application/yaml 取得 YAML 原文。ETag 是其哈希。',
      en: 'JSON, or the YAML source with Accept: application/yaml. The ETag is its hash.',
    },
    access: { scope: 'read' },
    params: Type.Object({ id: Id, version: Type.Integer({ minimum: 1, maximum: 1_000_000 }) }),
    status: 200,
    reply: DefinitionSource,
    refuses: [404],
  },
  checkDefinition: {
    method: 'POST',
    path: '/v1/definitions/check',
    tag: 'definitions',
    summary: { 'zh-CN': '检查流程定义', en: 'Check a workflow definition' },
    description: { 'zh-CN': '不作任何改变；列出全部问题。', en: 'Changes nothing; lists all problems.' },
    access: { scope: 'read' },
    body: Type.Object({ source, file }, { additionalProperties: false, examples: [example] }),
    yaml: true,
    status: 200,
    reply: CheckResult,
  },
  publishDefinition: {
    method: 'POST',
    path: '/v1/definitions',
    tag: 'definitions',
    summary: { 'zh-CN': '发布流程定义', en: 'Publish a workflow definition' },
    description: {
      'zh-CN': '版本一经发布不再改变；同样内容再次发布无变化。须经两人发布的平台上予以拒绝：请提交发布申请。',
      en: 'A published version never changes; the same content again is no change. Refused where two persons publish: submit it instead.',
    },
    access: { scope: 'publish', grants: ['author', 'administrator'] },
    body: Type.Object(
      { source, file, note: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })) },
      { additionalProperties: false, examples: [{ ...example, note: '首次发布' }] },
    ),
    yaml: true,
    write: true,
    status: 201,
    reply: DefinitionInfo,
    refuses: [409, 422],
  },
});
