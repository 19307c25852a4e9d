/**
 * What time does to cases: clocks warn and lapse, claims and offers fall back. Each is a row with a `next_at`, found
 * in order, sent as a command. One that keeps failing is set aside as an incident and does not hold up the others.
 */
import { canonicalJson, GongzhiError, type CommandBody, type Json } from '@gongzhi/engine';
import type { Logger } from 'pino';
import type { DefinitionCache } from './definitions.ts';
import type { Dispatcher } from './dispatch.ts';
import { incidentOf } from './incident-rows.ts';
import type { Counters } from './metrics.ts';
import type { CommandRequest } from './runtime.ts';
import type { CommitPort } from './store/commit.ts';
import type { Write } from './store/tables.ts';
import { SYSTEM } from './system.ts';
import type { Sweep } from './waker.ts';

export interface ClockOptions {
  port: CommitPort;
  dispatcher(): Dispatcher;
  definitions: DefinitionCache;
  now: () => number;
  log: Logger;
  counters: Counters;
}

const AT_ONCE = 200;

interface Due {
  caseId: string;
  nextAt: number;
  commandId: string;
  body: CommandBody;
  /** Sets the row aside, so that it is not found again. */
  aside: Write;
}

const DUE = `
  select 'clock' as what, clock_id as id, case_id, next_at, due_at from clocks where next_at <= ?
  union all select 'claim', task_id, case_id, next_at, null from tasks where next_at <= ?
  union all select 'handoff', handoff_id, case_id, next_at, null from handoffs where next_at <= ?
  order by next_at, id limit ${AT_ONCE}`;

export function createClockSweep(options: ClockOptions): Sweep {
  const { port, now, counters } = options;
  return async () => {
    const at = now();
    const rows = await port.all(DUE, [at, at, at]);
    const due = rows.map(dueOf);
    counters.clocksFired += due.length;
    const outcomes = await Promise.all(due.map((one) => fire(options, one)));
    return outcomes.filter(Boolean).length;
  };
}

/**
 * Computes clocks again whose calendar has changed since, e.g. because a year's notice has come. At the start; a
 * calendar changes only with the program.
 */
export function createRecomputeSweep(options: ClockOptions): Sweep {
  const { port, definitions, log } = options;
  let isDone = false;
  return async () => {
    if (isDone) return 0;
    const versions = await port.all(
      `select distinct c.definition_id, c.definition_version, k.calendar_version
       from clocks k join cases c on c.case_id = k.case_id where k.status in ('running', 'stopped')`,
      [],
    );
    let handled = 0;
    for (const version of versions) {
      const id = String(version['definition_id']);
      const number = Number(version['definition_version']);
      try {
        const { calendar } = await definitions.compiled(id, number);
        if (calendar.version !== version['calendar_version'])
          handled += await recompute(options, id, number, calendar.version);
      } catch (error) {
        log.error({ definition: `${id}@${number}`, err: error }, 'clocks were not computed again');
      }
    }
    isDone = true;
    return handled;
  };
}

async function recompute(
  options: ClockOptions,
  id: string,
  definitionVersion: number,
  calendarVersion: string,
): Promise<number> {
  let after = '';
  for (let handled = 0; ;) {
    const rows = await options.port.all(
      `select k.clock_id as id, k.case_id from clocks k join cases c on c.case_id = k.case_id
       where c.definition_id = ? and c.definition_version = ? and k.status in ('running', 'stopped')
         and k.calendar_version <> ? and k.clock_id > ? order by k.clock_id limit ${AT_ONCE}`,
      [id, definitionVersion, calendarVersion, after],
    );
    if (rows.length === 0) return handled;
    after = String(rows.at(-1)!['id']);
    handled += rows.length;
    await Promise.all(
      rows.map((row) => {
        const clockId = String(row['id']);
        return fire(options, {
          caseId: String(row['case_id']),
          nextAt: options.now(),
          commandId: `clock.recompute:${clockId}:${calendarVersion}`,
          body: { kind: 'clock.recompute', clockId },
          aside: { do: 'patch', table: 'clocks', row: { clockId, calendarVersion } },
        });
      }),
    );
  }
}

/** true: the row is dealt with. */
async function fire(options: ClockOptions, due: Due): Promise<boolean> {
  const { log, now } = options;
  const { caseId, commandId, body } = due;
  const request: CommandRequest = { commandId, caseId, actor: SYSTEM, body };
  try {
    const receipt = await options.dispatcher().dispatch(request);
    // Its row must have changed with it; if it was another's work, it has not.
    if (receipt.repeated) await options.dispatcher().write([due.aside]);
    return true;
  } catch (error) {
    const refusal = error instanceof GongzhiError ? error.refusal : null;
    if (refusal?.status === 503) return false;
    log.warn({ caseId, commandId, err: error }, 'due work failed');
    const writes: Write[] = [due.aside];
    // A step that throws has its incident already; a closed case has no more clocks.
    if (refusal?.code !== 'GZ_STEP_FAILED' && refusal?.code !== 'GZ_CASE_CLOSED')
      writes.push({
        do: 'put',
        table: 'incidents',
        row: incidentOf({
          caseId,
          kind: 'step',
          what: body.kind,
          subject: commandId,
          error: (error as Error).message,
          attempts: 1,
          request: canonicalJson(request as unknown as Json),
          at: now(),
        }),
      });
    await options.dispatcher().write(writes);
    return true;
  }
}

function dueOf(row: Record<string, unknown>): Due {
  const id = String(row['id']);
  const caseId = String(row['case_id']);
  const nextAt = Number(row['next_at']);
  switch (row['what']) {
    case 'claim':
      return {
        caseId,
        nextAt,
        commandId: `claim.lapse:${id}:${nextAt}`,
        body: { kind: 'claim.lapse', taskId: id },
        aside: { do: 'patch', table: 'tasks', row: { taskId: id, nextAt: null } },
      };
    case 'handoff':
      return {
        caseId,
        nextAt,
        commandId: `handoff.lapse:${id}`,
        body: { kind: 'handoff.lapse', handoffId: id },
        aside: { do: 'patch', table: 'handoffs', row: { handoffId: id, nextAt: null } },
      };
    default: {
      const isWarning = nextAt !== Number(row['due_at']);
      const kind = isWarning ? 'clock.warn' : 'clock.lapse';
      return {
        caseId,
        nextAt,
        commandId: `${kind}:${id}:${nextAt}`,
        body: { kind, clockId: id },
        aside: { do: 'patch', table: 'clocks', row: { clockId: id, nextAt: null } },
      };
    }
  }
}
