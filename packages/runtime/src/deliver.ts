/**
 * Effects: work outside the engine that steps asked for. Each is a row before it begins, runs at least once, and
 * reports back as a command through the same door as everybody.
 *
 *   pending  → running here, leased until `next_at` → done
 *                                                   → pending again, later (retry with backoff)
 *                                                   → failed: `effect.fail` to the case that awaits it, or an incident
 *   pending  → cancelled, by a step that left the state
 *
 * A row's lease says until when no other process takes it; the first attempt is leased in the commit that requests
 * it, so that it costs no write of its own.
 */
import {
  canonicalJson,
  GongzhiError,
  RetryableError,
  TerminalError,
  type CommandBody,
  type EffectDefinition,
  type EffectRequest,
  type EffectServices,
  type Json,
  type JsonObject,
  type Plugin,
} from '@gongzhi/engine';
import type { Logger } from 'pino';
import { Attempt, type Job, type Reply } from './attempt.ts';
import type { Dispatcher } from './dispatch.ts';
import { countIncident, ERROR_LIMIT, incidentId, incidentOf } from './incident-rows.ts';
import type { Counters } from './metrics.ts';
import type { CommandRequest } from './runtime.ts';
import type { CommitPort } from './store/commit.ts';
import { effectOver, type EffectPlan } from './store/step-writes.ts';
import { SYSTEM } from './system.ts';

export interface Delivery {
  plan(caseId: string, request: EffectRequest, at: number): EffectPlan;
  drop(plans: EffectPlan[]): void;
  /** Nobody waits for these any more: what runs of them is told by its signal. */
  cancel(effectIds: string[]): void;
  /** Runs those that are this process's. */
  start(plans: EffectPlan[]): void;
  /** Takes rows that are due; where nothing runs by itself, resolves when they have run. */
  sweep(): Promise<number>;
  /** Resolves when nothing runs. */
  idle(): Promise<void>;
  running(): number;
  /** Starts nothing more; waits for what runs, at most `waitMs`, then aborts it. */
  close(waitMs: number): Promise<void>;
}

export interface DeliveryOptions {
  port: CommitPort;
  dispatcher(): Dispatcher;
  plugins: readonly Plugin[];
  services: Omit<EffectServices, 'settings'>;
  settings: Record<string, Record<string, string | undefined>>;
  now: () => number;
  /** 0 to 1. */
  random: () => number;
  log: Logger;
  counters: Counters;
  /** false: only `sweep` runs anything. */
  isOn: boolean;
  /** Something is due at that time. */
  wake(at: number): void;
  /** Most effects at once; 256 when absent. */
  concurrency?: number;
}

const ATTEMPT_LIMIT_MS = 30_000;
const RETRY_LIMIT = 5;
const RETRY_BACKOFF_MS = 1_000;
/** Longest wait between two attempts. */
const BACKOFF_LIMIT_MS = 60 * 60 * 1_000;
/** A lease outlives the attempt's limit by this much. */
const LEASE_MARGIN_MS = 30_000;
const SWEEP_LIMIT = 100;
/** How often a result is brought to a database that is away, and how long between. */
const REPORT_LIMIT = 10;
const REPORT_AGAIN_MS = 1_000;

/** What the database or the runtime cannot do now, but later. */
const PASSING = new Set(['GZ_STORE_UNAVAILABLE', 'GZ_CASE_CONTENDED', 'GZ_BUSY', 'GZ_CLOSING']);
/** Nobody waits for the result any more. */
const TOO_LATE = new Set([
  'GZ_EFFECT_NOT_AWAITED',
  'GZ_CASE_CLOSED',
  'GZ_COMMAND_ID_REUSED',
  'GZ_CASE_UNKNOWN',
]);

export function createDelivery(options: DeliveryOptions): Delivery {
  const { port, now, log, counters } = options;
  const concurrency = options.concurrency ?? 256;
  const known = effectsByName(options);
  const attempts = new Map<string, Attempt>();
  /** Jobs from their start until their result is stored. */
  const jobs = new Set<string>();
  /** Planned for this process, commit under way. */
  let reserved = 0;
  /** Rows wait for a free place. */
  let isFull = false;
  let isClosed = false;
  let timer: NodeJS.Timeout | undefined;
  let timerEndsAt = Infinity;
  const idle: (() => void)[] = [];

  function plan(caseId: string, request: EffectRequest, at: number): EffectPlan {
    const definition = known.get(request.use)?.definition;
    const mine = options.isOn && !isClosed && reserved + jobs.size < concurrency;
    if (mine) reserved += 1;
    else isFull = true;
    const timeoutMs = request.timeoutMs ?? definition?.timeoutMs ?? ATTEMPT_LIMIT_MS;
    const retry = request.retry ?? definition?.retry;
    return {
      request,
      mine,
      row: {
        effectId: request.effectId,
        caseId,
        use: request.use,
        input: canonicalJson(request.input),
        awaited: request.awaited,
        status: 'pending',
        attempts: mine ? 1 : 0,
        nextAt: mine ? at + timeoutMs + LEASE_MARGIN_MS : at,
        timeoutMs,
        retryLimit: retry?.limit ?? RETRY_LIMIT,
        backoffMs: retry?.backoffMs ?? RETRY_BACKOFF_MS,
        lastError: null,
        requestedAt: at,
        finishedAt: null,
      },
    };
  }

  function start(plans: EffectPlan[]): void {
    for (const { row, request, mine } of plans) {
      if (!mine) continue;
      reserved -= 1;
      void perform({
        effectId: row.effectId,
        caseId: row.caseId,
        use: row.use,
        input: request.input,
        awaited: row.awaited,
        attempt: 1,
        timeoutMs: row.timeoutMs ?? ATTEMPT_LIMIT_MS,
        retryLimit: row.retryLimit ?? RETRY_LIMIT,
        backoffMs: row.backoffMs ?? RETRY_BACKOFF_MS,
      });
    }
  }

  async function sweep(): Promise<number> {
    const free = Math.min(concurrency - reserved - jobs.size, SWEEP_LIMIT);
    if (free <= 0 || isClosed) {
      isFull = true;
      return 0;
    }
    const at = now();
    // One statement takes and leases; two processes never take the same row.
    const rows = await port.all(
      `update effects set attempts = attempts + 1, next_at = cast(? as bigint) + coalesce(timeout_ms, ${ATTEMPT_LIMIT_MS}) + ${LEASE_MARGIN_MS}
       where effect_id in (select effect_id from effects where status = 'pending' and next_at <= ?
         order by next_at limit ${free} ${port.dialect === 'postgres' ? 'for update skip locked' : ''})
       returning *`,
      [at, at],
    );
    // A lease that ran out while the attempt goes on here is only prolonged.
    const fresh = rows.map(jobOf).filter(({ effectId }) => !jobs.has(effectId));
    const all = Promise.all(fresh.map(perform));
    if (!options.isOn) await all;
    return fresh.length;
  }

  /** Never rejects. */
  async function perform(job: Job): Promise<void> {
    jobs.add(job.effectId);
    counters.effectsStarted += 1;
    try {
      let reply: Json;
      try {
        reply = asJson(await run(job));
      } catch (error) {
        await failed(job, error as Error);
        return;
      }
      await succeeded(job, reply);
    } catch (error) {
      // The result could not be stored; the lease will end and the effect be tried again, as at least once means.
      log.error(
        { caseId: job.caseId, effectId: job.effectId, err: error },
        'the result of an effect was not stored',
      );
    } finally {
      jobs.delete(job.effectId);
      if (isFull && jobs.size + reserved <= concurrency / 2) {
        isFull = false;
        options.wake(now());
      }
      if (jobs.size === 0) for (const done of idle.splice(0)) done();
    }
  }

  function run(job: Job): Promise<Reply> {
    const found = known.get(job.use);
    if (found === undefined)
      return Promise.reject(new TerminalError(`no plugin brings the effect ${job.use}`));
    return new Promise((resolve, reject) => {
      const attempt = new Attempt(job, found.services, log, reject);
      attempts.set(job.effectId, attempt);
      watch(attempt.endsAt);
      // One that was stopped may still end, when the next is under way.
      const ended = () => {
        if (attempts.get(job.effectId) === attempt) attempts.delete(job.effectId);
      };
      let work: Promise<Reply>;
      try {
        work = found.definition.run(job.input, attempt);
      } catch (error) {
        work = Promise.reject(error as Error);
      }
      Promise.resolve(work).then(
        (reply) => {
          ended();
          resolve(reply);
        },
        (error: Error) => {
          ended();
          reject(error);
        },
      );
    });
  }

  /** One timer for all attempts, at the soonest end. */
  function watch(endsAt: number): void {
    if (endsAt >= timerEndsAt) return;
    clearTimeout(timer);
    timerEndsAt = endsAt;
    timer = setTimeout(expire, Math.max(endsAt - performance.now(), 0) + 1);
  }

  function expire(): void {
    timerEndsAt = Infinity;
    let soonest = Infinity;
    for (const attempt of attempts.values())
      if (attempt.endsAt <= performance.now()) stop(attempt, `took longer than ${attempt.job.timeoutMs} ms`);
      else soonest = Math.min(soonest, attempt.endsAt);
    if (soonest < Infinity) watch(soonest);
  }

  function stop(attempt: Attempt, why: string): void {
    const error = new RetryableError(why);
    attempts.delete(attempt.job.effectId);
    attempt.abort(error);
    attempt.fail(error);
  }

  async function succeeded(job: Job, reply: Json): Promise<void> {
    const { effectId } = job;
    counters.effectsSucceeded += 1;
    if (!job.awaited) return write([effectOver(effectId, 'done', null, now())]);
    const request = toCase(job, `effect.reply:${effectId}`, { kind: 'effect.reply', effectId, reply });
    await report(job, request);
  }

  async function failed(job: Job, error: Error): Promise<void> {
    const { effectId, caseId, attempt } = job;
    const text = `${error.name}: ${error.message}`.slice(0, ERROR_LIMIT);
    log.warn({ caseId, effectId, attempt, err: error }, 'effect failed');
    const isFinal =
      error instanceof TerminalError || error.name === 'TerminalError' || attempt >= job.retryLimit;
    if (!isFinal) {
      counters.effectsRetried += 1;
      const nextAt = now() + Math.round(waitMs(job, error));
      // A step may have cancelled it meanwhile: then it stays so.
      await write([
        {
          do: 'run',
          sql: "update effects set next_at = ?, last_error = ? where effect_id = ? and status = 'pending'",
          values: [nextAt, text, effectId],
        },
      ]);
      options.wake(nextAt);
      return;
    }
    counters.effectsFailed += 1;
    if (!job.awaited) return giveUp(job, text, null);
    const request = toCase(job, `effect.fail:${effectId}:${attempt}`, {
      kind: 'effect.fail',
      effectId,
      error: text,
    });
    await report(job, request, text);
  }

  /** Doubled each time, somewhere between half and all of it, so that what failed together does not come back together. */
  function waitMs({ attempt, backoffMs }: Job, error: Error): number {
    const doubled = Math.min(backoffMs * 2 ** (attempt - 1), BACKOFF_LIMIT_MS);
    const spread = doubled * (0.5 + options.random() / 2);
    const asked = error instanceof RetryableError ? (error.afterMs ?? 0) : 0;
    return Math.max(spread, asked);
  }

  /** Brings the result to the case. `error` is why the effect failed, when it did. */
  async function report(job: Job, request: CommandRequest, error?: string): Promise<void> {
    for (let turn = 1; ; turn += 1) {
      try {
        const { repeated } = await options.dispatcher().dispatch(request);
        // An attempt before has brought its result; only the row was open again.
        if (repeated)
          await write([effectOver(job.effectId, error === undefined ? 'done' : 'failed', null, now())]);
        return;
      } catch (refused) {
        const code = refused instanceof GongzhiError ? refused.refusal.code : '';
        if (PASSING.has(code) && turn < REPORT_LIMIT && !isClosed) {
          await new Promise((done) => setTimeout(done, REPORT_AGAIN_MS));
          continue;
        }
        if (PASSING.has(code)) throw refused;
        if (TOO_LATE.has(code)) return write([effectOver(job.effectId, 'cancelled', code, now())]);
        // The step's own incident keeps the command.
        if (code === 'GZ_STEP_FAILED') return write([effectOver(job.effectId, 'failed', code, now())]);
        const why = `${error ?? 'the reply was refused'} (${(refused as Error).message})`;
        return giveUp(job, why, error === undefined ? request : null);
      }
    }
  }

  /** An incident, for an operator. `request` is what can be tried again instead of the effect. */
  async function giveUp(job: Job, error: string, request: CommandRequest | null): Promise<void> {
    await countIncident(port, counters, incidentId('effect', job.effectId));
    await write([
      effectOver(job.effectId, 'failed', error.slice(0, ERROR_LIMIT), now()),
      {
        do: 'put',
        table: 'incidents',
        row: incidentOf({
          caseId: job.caseId,
          kind: 'effect',
          what: job.use,
          subject: job.effectId,
          error,
          attempts: job.attempt,
          request: request === null ? null : canonicalJson(request as unknown as Json),
          at: now(),
        }),
      },
    ]);
  }

  const write = (writes: Parameters<Dispatcher['write']>[0]) => options.dispatcher().write(writes);

  return {
    plan,
    start,
    sweep,
    drop(plans) {
      for (const { mine } of plans) if (mine) reserved -= 1;
    },
    cancel(effectIds) {
      for (const effectId of effectIds)
        attempts.get(effectId)?.abort(new Error('the state that awaits it was left'));
    },
    running: () => jobs.size,
    async idle() {
      if (jobs.size > 0) await new Promise<void>((done) => idle.push(done));
    },
    async close(waitMs) {
      isClosed = true;
      if (jobs.size > 0) {
        const tired = setTimeout(() => {
          for (const attempt of attempts.values()) stop(attempt, 'the service is stopping');
        }, waitMs);
        await new Promise<void>((done) => idle.push(done));
        clearTimeout(tired);
      }
      clearTimeout(timer);
    },
  };
}

function effectsByName({ plugins, services, settings }: DeliveryOptions) {
  const known = new Map<string, { definition: EffectDefinition; services: EffectServices }>();
  for (const { name, effects } of plugins)
    for (const [effect, definition] of Object.entries(effects ?? {}))
      known.set(`${name}.${effect}`, {
        definition,
        services: { ...services, settings: settings[name] ?? {} },
      });
  return known;
}

/** Without what JSON cannot keep: a handler's reply is the world's, not ours. */
const asJson = (reply: Reply): Json =>
  reply === undefined ? null : (JSON.parse(JSON.stringify(reply)) as Json);

function toCase({ caseId }: Job, commandId: string, body: CommandBody): CommandRequest {
  return { commandId, caseId, actor: SYSTEM, body };
}

function jobOf(row: Record<string, unknown>): Job {
  return {
    effectId: String(row['effect_id']),
    caseId: String(row['case_id']),
    use: String(row['use']),
    input: JSON.parse(String(row['input'])) as JsonObject,
    awaited: Boolean(row['awaited']),
    attempt: Number(row['attempts']),
    timeoutMs: Number(row['timeout_ms']),
    retryLimit: Number(row['retry_limit']),
    backoffMs: Number(row['backoff_ms']),
  };
}
