/** Incidents: steps, effects and openings that failed, and the operator's ways out. */
import Type, { type Static } from 'typebox';
import { defineOperations } from './operation.ts';
import { pageOf, pageQuery, query } from './page.ts';
import { At, Id, nullable, Reason } from './text.ts';

const status = Type.Enum(['open', 'retried', 'skipped', 'moved']);

export const IncidentView = Type.Object(
  {
    incidentId: Id,
    caseId: Id,
    kind: Type.Enum(['step', 'effect', 'opening']),
    what: Type.String(),
    error: Type.String(),
    attempts: Type.Integer(),
    status,
    openedAt: At,
    resolvedAt: nullable(At),
    resolvedBy: nullable(Type.String()),
    reason: nullable(Type.String()),
  },
  {
    title: 'IncidentView',
    examples: [
      {
        incidentId: 'i-1',
        caseId: '0198f2a4-7c11-7d20-9d5e-2f4e5a1b9c33',
        kind: 'effect',
        what: 'government.notify',
        error: 'connect ECONNREFUSED',
        attempts: 5,
        status: 'open',
        openedAt: '2026-05-06T01:30:00.000Z',
        resolvedAt: null,
        resolvedBy: null,
        reason: null,
      },
    ],
  },
);
export type IncidentView = Static<typeof IncidentView>;

const way = {
  method: 'POST',
  tag: 'incidents',
  access: { scope: 'operate', grants: ['operator'] },
  params: Type.Object({ incidentId: Id }),
  write: true,
  status: 200,
  reply: IncidentView,
  refuses: [404, 409, 422],
} as const;

export const incidentOperations = defineOperations({
  listIncidents: {
    method: 'GET',
    path: '/v1/incidents',
    tag: 'incidents',
    summary: { 'zh-CN': '异常列表', en: 'List incidents' },
    access: { scope: 'operate', grants: ['operator'] },
    query: query({ caseId: Type.Optional(Id), status: Type.Optional(status), ...pageQuery }),
    status: 200,
    reply: pageOf(IncidentView, 'IncidentPage'),
  },
  retryIncident: {
    ...way,
    path: '/v1/incidents/:incidentId/retry',
    summary: { 'zh-CN': '重试', en: 'Try again what failed' },
  },
  skipIncident: {
    ...way,
    path: '/v1/incidents/:incidentId/skip',
    summary: { 'zh-CN': '跳过', en: 'Give up what failed' },
    body: Type.Object({ reason: Reason }, { additionalProperties: false }),
  },
  moveIncident: {
    ...way,
    path: '/v1/incidents/:incidentId/move',
    summary: { 'zh-CN': '将案件移到另一状态', en: 'Move the case to a state by hand' },
    body: Type.Object(
      { target: Type.String({ minLength: 1, maxLength: 500 }), reason: Reason },
      { additionalProperties: false, examples: [{ target: 'review', reason: '外部系统已停用。' }] },
    ),
  },
});
