/** Sends a command of the caller through the one door for writes, and answers its receipt. */
import { GongzhiError, mayRead, type CaseState, type CommandBody } from '@gongzhi/engine';
import type { Receipt } from '@gongzhi/api';
import { runtimeErrors, type CommandRequest, type Identity } from '@gongzhi/runtime';
import type { FastifyRequest } from 'fastify';
import type { Context } from './context.ts';
import { serverErrors } from './errors.ts';
import { iso } from './wire.ts';

interface Asked {
  identity: Identity;
  commandId: string;
  request: FastifyRequest;
}

interface Wanted {
  /** Absent for case.open. */
  caseId?: string;
  definition?: { id: string; version?: number };
  body: CommandBody;
  reason?: string | undefined;
}

/**
 * Dispatches, and waits until it is durable.
 *
 * A refusal about a case that the caller may not read becomes GZ_CASE_UNKNOWN, so that nobody learns that it exists.
 * Whoever could have claimed a task that another party has claimed is told so: it was offered to them.
 */
export async function act(
  context: Context,
  { identity, commandId, request }: Asked,
  { caseId, definition, body, reason }: Wanted,
): Promise<Receipt> {
  request.subject = { commandId, ...(caseId === undefined ? {} : { caseId }) };
  const expectedRevision = expectedRevisionOf(request);
  const command: CommandRequest = {
    commandId,
    actor: identity.actor,
    body,
    ...(caseId === undefined ? {} : { caseId }),
    ...(definition === undefined ? {} : { definition }),
    ...(reason === undefined ? {} : { reason }),
    ...(expectedRevision === undefined ? {} : { expectedRevision }),
  };
  try {
    const receipt = await context.runtime.dispatch(command);
    request.subject.caseId = receipt.caseId;
    const { revision, at, hash, repeated } = receipt;
    return { caseId: receipt.caseId, revision, at: iso(at), hash, repeated };
  } catch (error) {
    if (caseId !== undefined && error instanceof GongzhiError && error.refusal.status < 500)
      await refuseUnreadable(context, identity, caseId, body);
    throw error;
  }
}

/** The case that a task or a hand-off is in: the engine's ids begin with it (engine/draft.ts, makeId). */
export function caseIdOf(id: string, code: 'GZ_TASK_UNKNOWN' | 'GZ_HANDOFF_UNKNOWN'): string {
  const caseId = /^(.+)\.\d+\.\d+$/.exec(id)?.[1];
  if (caseId === undefined) throw serverErrors.error(code);
  return caseId;
}

async function refuseUnreadable(context: Context, identity: Identity, caseId: string, body: CommandBody) {
  const { state, compiled } = await context.runtime.query.case(caseId);
  const viewer = await context.runtime.directory.viewer(identity);
  const shown = 'taskId' in body ? beforeClaim(state, body.taskId) : state;
  if (mayRead(compiled, shown, viewer) === null)
    throw runtimeErrors.error('GZ_CASE_UNKNOWN', { case: caseId });
}

/** The case as it was while the task was offered: without its holder, and the role that the claim brought. */
function beforeClaim(state: CaseState, taskId: string): CaseState {
  const claimed = state.tasks.find((task) => task.taskId === taskId && task.holder !== null);
  if (claimed === undefined) return state;
  const { role, holder, claimedAt } = claimed;
  return {
    ...state,
    tasks: state.tasks.map((task) =>
      task === claimed ? { ...task, status: 'offered', holder: null, claimedAt: null } : task,
    ),
    participants: state.participants.filter(
      (given) => given.role !== role || given.partyId !== holder!.partyId || given.sinceAt !== claimedAt,
    ),
  };
}

/** If-Match: the revision that the caller saw. Refuses with GZ_IF_MATCH_INVALID. */
function expectedRevisionOf(request: FastifyRequest): number | undefined {
  const header = request.headers['if-match'];
  if (header === undefined || header === '*') return undefined;
  const revision = /^"(\d{1,9})"$/.exec(header)?.[1];
  if (revision === undefined) throw serverErrors.error('GZ_IF_MATCH_INVALID');
  return Number(revision);
}
