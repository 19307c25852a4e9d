/** What an incident is as a row. One a thing that failed: when it fails again, the same one is open again. */
import { sha256 } from '@gongzhi/engine';
import type { Counters } from './metrics.ts';
import type { Incident } from './runtime.ts';
import type { CommitPort } from './store/commit.ts';
import type { IncidentRow } from './store/entities.ts';

export function incidentId(kind: Incident['kind'], subject: string): string {
  return sha256(`${kind}:${subject}`).slice(0, 32);
}

/** Counts an incident that is about to be written: opened once, failed again each further time. How often it failed before. */
export async function countIncident(
  port: CommitPort,
  counters: Counters,
  incidentId: string,
): Promise<number> {
  const [earlier] = await port.all('select attempts from incidents where incident_id = ?', [incidentId]);
  if (earlier === undefined) counters.incidentsOpened += 1;
  else counters.incidentsFailedAgain += 1;
  return Number(earlier?.['attempts'] ?? 0);
}

export function incidentOf(failed: {
  caseId: string;
  kind: Incident['kind'];
  what: string;
  subject: string;
  error: string;
  attempts: number;
  request: string | null;
  at: number;
}): IncidentRow {
  const { at, error, ...rest } = failed;
  return {
    ...rest,
    incidentId: incidentId(failed.kind, failed.subject),
    error: error.slice(0, ERROR_LIMIT),
    status: 'open',
    openedAt: at,
    resolvedAt: null,
    resolvedBy: null,
    reason: null,
  };
}

/** Characters of an error's text that are kept. */
export const ERROR_LIMIT = 2_000;
