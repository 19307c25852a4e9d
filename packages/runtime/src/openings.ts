/**
 * Cases that cases open.
 *
 *   pending → the child is opened → `child.opened` told to the case that asked → opened
 *   opened  → the child is closed → `child.closed` told                        → reported
 *   pending → the child cannot be opened: failed, an incident
 *
 * The child's id and all commands' ids follow from the link's, so that doing any of it again changes nothing.
 */
import {
  canonicalJson,
  GongzhiError,
  sha256,
  type CaseOpening,
  type CommandBody,
  type Json,
} from '@gongzhi/engine';
import type { Logger } from 'pino';
import type { Dispatcher } from './dispatch.ts';
import { countIncident, incidentId, incidentOf } from './incident-rows.ts';
import type { Counters } from './metrics.ts';
import type { CommandRequest } from './runtime.ts';
import type { CommitPort } from './store/commit.ts';
import type { Write } from './store/tables.ts';
import { SYSTEM } from './system.ts';
import type { Sweep } from './waker.ts';

export interface OpeningOptions {
  port: CommitPort;
  dispatcher(): Dispatcher;
  now: () => number;
  log: Logger;
  counters: Counters;
}

const AT_ONCE = 100;

interface Opening {
  caseId: string;
  linkId: string;
  status: string;
  attempts: number;
  opening: CaseOpening;
}

export function createOpeningSweep(options: OpeningOptions): Sweep {
  const { port, now } = options;
  return async () => {
    const rows = await port.all(
      `select case_id, link_id, status, attempts, opening from openings where next_at <= ?
       order by next_at, link_id limit ${AT_ONCE}`,
      [now()],
    );
    const outcomes = await Promise.all(rows.map((row) => advance(options, openingOf(row))));
    return outcomes.filter(Boolean).length;
  };
}

/** true: the row is dealt with. */
async function advance(options: OpeningOptions, one: Opening): Promise<boolean> {
  const { caseId, linkId } = one;
  try {
    const childCaseId = childIdOf(linkId);
    if (one.status === 'pending' && !(await open(options, one, childCaseId))) return true;
    await tell(options, one, childCaseId);
    return true;
  } catch (error) {
    if (error instanceof GongzhiError && error.refusal.status === 503) return false;
    options.log.warn({ caseId, linkId, err: error }, 'a case could not be told of the case that it opened');
    await options.dispatcher().write([over(one, 'reported', (error as Error).message)]);
    return true;
  }
}

/** false: the child cannot be opened; the incident is written. */
async function open(options: OpeningOptions, one: Opening, childCaseId: string): Promise<boolean> {
  const { caseId, linkId, opening } = one;
  const parent = await options.dispatcher().read(caseId);
  const { payload, holders, title, cellId } = opening;
  const request: CommandRequest = {
    commandId: `open:${linkId}`,
    caseId: childCaseId,
    definition: { id: opening.definition },
    actor: SYSTEM,
    body: {
      kind: 'case.open',
      role: '',
      payload,
      holders,
      ...(cellId === null ? {} : { cellId }),
      origin: {
        caseId,
        linkId,
        definition: parent?.compiled.ref.id ?? '',
        ...(title === null ? {} : { title }),
      },
    },
  };
  try {
    await options.dispatcher().dispatch(request);
    return true;
  } catch (error) {
    if (error instanceof GongzhiError && error.refusal.status === 503) throw error;
    options.log.warn({ caseId, linkId, err: error }, 'a case could not be opened');
    await countIncident(options.port, options.counters, incidentId('opening', linkId));
    await options.dispatcher().write([
      over(one, 'failed', (error as Error).message),
      {
        do: 'put',
        table: 'incidents',
        row: incidentOf({
          caseId,
          kind: 'opening',
          what: opening.definition,
          subject: linkId,
          error: (error as Error).message,
          attempts: one.attempts + 1,
          request: canonicalJson({ linkId, attempts: one.attempts + 1 } as unknown as Json),
          at: options.now(),
        }),
      },
    ]);
    return false;
  }
}

async function tell(options: OpeningOptions, one: Opening, childCaseId: string): Promise<void> {
  const { caseId, linkId } = one;
  const dispatcher = options.dispatcher();
  /** The row changes with the command; when that was done before, by itself. */
  const toParent = async (status: 'opened' | 'reported', body: CommandBody) => {
    const commandId = `${body.kind}:${linkId}`;
    const { repeated } = await dispatcher.dispatch({ commandId, caseId, actor: SYSTEM, body });
    const row = { caseId, linkId, status, childCaseId, ...(status === 'reported' ? { nextAt: null } : {}) };
    if (repeated) await dispatcher.write([{ do: 'patch', table: 'openings', row }]);
  };
  if (one.status === 'pending') await toParent('opened', { kind: 'child.opened', linkId, childCaseId });
  const child = (await dispatcher.read(childCaseId))?.state;
  if (child?.status === 'closed') {
    await toParent('reported', {
      kind: 'child.closed',
      linkId,
      childCaseId,
      outcome: child.outcome ?? '',
      payload: child.result ?? {},
    });
    return;
  }
  // Nothing to do until the child closes; if it closed in the meantime, the row stays due.
  await dispatcher.write([
    {
      do: 'run',
      sql: `update openings set next_at = null where case_id = ? and link_id = ? and status = 'opened'
        and not exists (select 1 from cases where case_id = ? and status = 'closed')`,
      values: [caseId, linkId, childCaseId],
    },
  ]);
}

function over(
  { caseId, linkId, attempts }: Opening,
  status: 'reported' | 'failed',
  lastError: string,
): Write {
  return {
    do: 'patch',
    table: 'openings',
    row: {
      caseId,
      linkId,
      status,
      attempts: attempts + 1,
      nextAt: null,
      lastError: lastError.slice(0, 2_000),
    },
  };
}

/** A UUID (version 8) that follows from the link: opening it twice is opening it once. */
export function childIdOf(linkId: string): string {
  const hex = sha256(`child:${linkId}`);
  const variant = ((Number.parseInt(hex[16]!, 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function openingOf(row: Record<string, unknown>): Opening {
  return {
    caseId: String(row['case_id']),
    linkId: String(row['link_id']),
    status: String(row['status']),
    attempts: Number(row['attempts']),
    opening: JSON.parse(String(row['opening'])) as CaseOpening,
  };
}
