/** Migrations: running cases go on in another version of their definition, by a plan. */
import Type, { type Static } from 'typebox';
import { defineOperations } from './operation.ts';
import { At, exampleOf, Id, nullable, Reason, Text } from './text.ts';

const Version = Type.Object({ id: Id, version: Type.Integer() });
const Refusal = Type.Object({ code: Type.String(), message: Text, remedy: Text });
const words = { 'zh-CN': '案件 c-1 处于“review”……', en: 'Case c-1 is in review …' };
const refusal = { code: 'GZ_MIGRATION_STATE', message: words, remedy: words };

export const MigrationReport = Type.Object(
  {
    cases: Type.Integer(),
    accepted: Type.Integer(),
    refused: Type.Integer(),
    refusals: Type.Array(
      Type.Object({
        ...Refusal.properties,
        count: Type.Integer(),
        caseIds: Type.Array(Id, { description: 'At most 1,000.' }),
      }),
    ),
    sample: Type.Array(
      Type.Object({ caseId: Id, states: Type.Array(Type.String()), changes: Type.Array(Type.String()) }),
    ),
  },
  {
    title: 'MigrationReport',
    examples: [
      {
        cases: 120,
        accepted: 119,
        refused: 1,
        refusals: [{ ...refusal, count: 1, caseIds: ['c-1'] }],
        sample: [{ caseId: 'c-2', states: ['audit'], changes: ['case.migrated noise', 'task.opened audit'] }],
      },
    ],
  },
);
export type MigrationReport = Static<typeof MigrationReport>;

export const MigrationView = Type.Object(
  {
    migrationId: Id,
    from: Version,
    to: Version,
    status: Type.Enum(['running', 'halted', 'done']),
    migrated: Type.Integer(),
    remaining: Type.Integer({ description: 'Running cases that are still on the old version.' }),
    refusal: nullable(Refusal),
    startedAt: At,
    startedBy: Type.String(),
    reason: Type.String(),
    finishedAt: nullable(At),
  },
  {
    title: 'MigrationView',
    examples: [
      {
        migrationId: '0198f2a4-7c11-7d20-9d5e-2f4e5a1b9c33',
        from: { id: 'noise', version: 1 },
        to: { id: 'noise', version: 2 },
        status: 'halted',
        migrated: 100,
        remaining: 20,
        refusal,
        startedAt: '2026-05-06T01:30:00.000Z',
        startedBy: 'm-ops',
        reason: '新规则已施行。',
        finishedAt: null,
      },
    ],
  },
);
export type MigrationView = Static<typeof MigrationView>;

const plan = Type.String({ minLength: 1, maxLength: 1_000_000, description: 'YAML or JSON.' });
const example = 'from: { id: noise, version: 1 }\nto: { id: noise, version: 2 }\nstates: { review: audit }\n';
/** Who wrote the new version tries its plan; only an operator changes cases. */
const look = { scope: 'read', grants: ['author', 'administrator', 'operator'] } as const;
const change = { scope: 'operate', grants: ['operator'] } as const;
const params = Type.Object({ migrationId: Id });
const tag = 'definitions';

export const migrationOperations = defineOperations({
  tryMigration: {
    method: 'POST',
    path: '/v1/migrations/dry-run',
    tag,
    summary: { 'zh-CN': '试算迁移', en: 'Try a migration plan on every running case' },
    description: { 'zh-CN': '不作任何改变。', en: 'Changes nothing.' },
    access: look,
    body: Type.Object({ plan }, { additionalProperties: false, examples: [{ plan: example }] }),
    status: 200,
    reply: MigrationReport,
    refuses: [404, 422],
  },
  applyMigration: {
    method: 'POST',
    path: '/v1/migrations',
    tag,
    summary: { 'zh-CN': '迁移进行中的案件', en: 'Migrate running cases' },
    description: {
      'zh-CN': '按批进行，每批全有或全无；遇拒绝即停。一次请求至多 100 批，仍为 running 时以 resume 继续。',
      en: 'Batch by batch, each all or nothing; a refusal halts it. At most 100 batches a request: while it is `running`, resume it.',
    },
    access: change,
    body: Type.Object(
      { plan, reason: Reason },
      { additionalProperties: false, examples: [{ plan: example, reason: '新规则已施行。' }] },
    ),
    write: true,
    status: 201,
    reply: MigrationView,
    refuses: [404, 422],
  },
  resumeMigration: {
    method: 'POST',
    path: '/v1/migrations/:migrationId/resume',
    tag,
    summary: { 'zh-CN': '继续迁移', en: 'Go on with a migration' },
    access: change,
    params,
    write: true,
    status: 200,
    reply: MigrationView,
    refuses: [404],
  },
  listMigrations: {
    method: 'GET',
    path: '/v1/migrations',
    tag,
    summary: { 'zh-CN': '迁移列表', en: 'List migrations' },
    description: { 'zh-CN': '最新在前，至多 100 件。', en: 'Newest first, at most 100.' },
    access: look,
    status: 200,
    reply: Type.Object(
      { items: Type.Array(MigrationView) },
      { title: 'MigrationList', examples: [{ items: [exampleOf(MigrationView)] }] },
    ),
  },
  readMigration: {
    method: 'GET',
    path: '/v1/migrations/:migrationId',
    tag,
    summary: { 'zh-CN': '查看迁移', en: 'Read a migration' },
    access: look,
    params,
    status: 200,
    reply: MigrationView,
    refuses: [404],
  },
});
