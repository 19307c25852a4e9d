/** What failed and needs a person: listed, tried again, given up with a reason, or got round by moving the case. */
import type { Actor } from '@gongzhi/engine';
import { GongzhiError } from '@gongzhi/engine';
import type { Dispatcher } from './dispatch.ts';
import { runtimeErrors } from './errors.ts';
import type { CommandRequest, Incident, Incidents } from './runtime.ts';
import { EffectRow, IncidentRow, OpeningRow } from './store/entities.ts';
import type { Store } from './store/open.ts';
import type { Write } from './store/tables.ts';

export interface IncidentOptions {
  store: Store;
  dispatcher(): Dispatcher;
  now: () => number;
  wake(at: number): void;
}

export function createIncidents({ store, dispatcher, now, wake }: IncidentOptions): Incidents {
  async function find(incidentId: string): Promise<IncidentRow> {
    const row = await store.em().findOne(IncidentRow, { incidentId });
    if (row === null) throw runtimeErrors.error('GZ_INCIDENT_UNKNOWN', { incident: incidentId });
    return row;
  }

  async function findOpen(incidentId: string): Promise<IncidentRow> {
    const row = await find(incidentId);
    if (row.status !== 'open') throw resolvedAlready(row);
    return row;
  }

  /** The incident is resolved in the transaction of the command that resolves it. */
  async function resolve(
    row: IncidentRow,
    status: Incident['status'],
    actor: Actor,
    reason: string | null,
    request: CommandRequest,
  ): Promise<Incident> {
    const write = resolution(row, status, actor, reason, now());
    try {
      const receipt = await dispatcher().dispatch(request, [write]);
      // The command was done before, but its incident was not closed with it.
      if (receipt.repeated) await dispatcher().write([write]);
    } catch (error) {
      const isOther = error instanceof GongzhiError && error.refusal.code === 'GZ_COMMAND_ID_REUSED';
      throw isOther && status !== 'retried' ? resolvedAlready(await find(row.incidentId)) : error;
    }
    return incident(await find(row.incidentId));
  }

  async function retryRow(row: IncidentRow, actor: Actor, write: Write): Promise<Incident> {
    await dispatcher().write([write, resolution(row, 'retried', actor, null, now())]);
    wake(now());
    return incident(await find(row.incidentId));
  }

  return {
    async list({ caseId, status, after, limit = 50 }) {
      const count = Math.min(Math.max(Math.trunc(limit), 1), 200);
      const rows = await store.em().find(
        IncidentRow,
        {
          ...(caseId === undefined ? {} : { caseId }),
          ...(status === undefined ? {} : { status }),
          ...(after === undefined ? {} : { incidentId: { $gt: after } }),
        },
        { orderBy: { incidentId: 'asc' }, limit: count + 1 },
      );
      const page = rows.slice(0, count);
      return {
        items: page.map(incident),
        next: rows.length > count ? page.at(-1)!.incidentId : null,
      };
    },
    async retry(incidentId, actor) {
      const row = await findOpen(incidentId);
      const em = store.em();
      if (row.kind === 'opening') {
        const opening = await em.findOne(OpeningRow, { caseId: row.caseId, linkId: row.subject });
        if (opening?.status !== 'failed') throw notRetriable(row);
        return retryRow(row, actor, {
          do: 'patch',
          table: 'openings',
          row: { caseId: row.caseId, linkId: row.subject, status: 'pending', nextAt: now() },
        });
      }
      if (row.request !== null && row.request !== undefined) {
        const request = JSON.parse(row.request) as CommandRequest;
        return resolve(row, 'retried', actor, null, request);
      }
      const effect = await em.findOne(EffectRow, { effectId: row.subject });
      if (effect?.status !== 'failed') throw notRetriable(row);
      return retryRow(row, actor, {
        do: 'patch',
        table: 'effects',
        row: { effectId: row.subject, status: 'pending', attempts: 0, nextAt: now(), finishedAt: null },
      });
    },
    async skip(incidentId, actor, reason) {
      const row = await findOpen(incidentId);
      return resolve(row, 'skipped', actor, reason, {
        commandId: `incident.skip:${incidentId}:${row.attempts}`,
        caseId: row.caseId,
        actor,
        reason,
        body: { kind: 'operator.skip', incidentId },
      });
    },
    async move(incidentId, actor, target, reason) {
      const row = await findOpen(incidentId);
      return resolve(row, 'moved', actor, reason, {
        commandId: `incident.move:${incidentId}:${row.attempts}`,
        caseId: row.caseId,
        actor,
        reason,
        body: { kind: 'operator.move', target },
      });
    },
  };
}

function resolution(
  { incidentId }: IncidentRow,
  status: Incident['status'],
  actor: Actor,
  reason: string | null,
  at: number,
): Write {
  return {
    do: 'patch',
    table: 'incidents',
    row: { incidentId, status, resolvedAt: at, resolvedBy: actor.memberId, reason },
  };
}

const resolvedAlready = ({ incidentId, status }: IncidentRow) =>
  runtimeErrors.error('GZ_INCIDENT_RESOLVED', { incident: incidentId, status });

const notRetriable = ({ incidentId }: IncidentRow) =>
  runtimeErrors.error('GZ_INCIDENT_NOT_RETRIABLE', { incident: incidentId });

function incident(row: IncidentRow): Incident {
  const { incidentId, caseId, kind, what, error, attempts, status, openedAt } = row;
  return {
    incidentId,
    caseId,
    kind,
    what,
    error,
    attempts,
    status,
    openedAt,
    resolvedAt: row.resolvedAt ?? null,
    resolvedBy: row.resolvedBy ?? null,
    reason: row.reason ?? null,
  };
}
