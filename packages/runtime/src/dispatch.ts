/**
 * The one door for changes: people, clocks, effect results, other cases and operators all come through `dispatch`.
 *
 * Commands that arrive while a commit is under way wait and share the next one. Each turn:
 *
 *   1. take     what waits, in order; commands of a case whose directory answer is outstanding wait on
 *   2. load     the case, from memory or its row                          → GZ_CASE_UNKNOWN
 *   3. seen?    an id with a receipt gets it again; looked up when the step refuses, or the commit finds the receipt
 *               there: most ids are new, and need no look                 → GZ_COMMAND_ID_REUSED
 *   4. step     on the result of the command before                       → refusals, GZ_REVISION_STALE; it throws: an incident
 *   5. seal     entry and snapshot, hashed and chained
 *   6. commit   everything of all cases in one transaction                → GZ_STORE_UNAVAILABLE, GZ_CASE_CONTENDED
 *   7. settle   callers get their receipts, effects and streams begin
 *
 * A command that meets an error is told; nothing of it is stored, and what was in memory of its case is dropped.
 */
import {
  GongzhiError,
  canonicalJson,
  engineErrors,
  migrate,
  step,
  type CaseOpening,
  type CaseState,
  type CompiledDefinition,
  type DefinitionRef,
  type Json,
  type StepResult,
} from '@gongzhi/engine';
import { v7 as uuid } from 'uuid';
import type { Logger } from 'pino';
import type { DefinitionCache } from './definitions.ts';
import type { Directory } from './directory.ts';
import { runtimeErrors } from './errors.ts';
import { countIncident, incidentId, incidentOf } from './incident-rows.ts';
import { seal } from './journal.ts';
import { createLiveCases } from './live-cases.ts';
import type { Counters } from './metrics.ts';
import { commandOf, hashOf, type Pending } from './pending.ts';
import type { CommandRequest, Receipt, StoredEntry } from './runtime.ts';
import { isUnavailable, storeUnavailable, type CommitPort } from './store/commit.ts';
import type { IncidentRow, ReceiptRow } from './store/entities.ts';
import { bodyWrites, type EffectPlan } from './store/step-writes.ts';
import type { Write } from './store/tables.ts';
import { commitOf, workOn, type Work } from './work.ts';

export interface Dispatcher {
  /** `also` is written in the same transaction as the step, or not at all. */
  dispatch(request: CommandRequest, also?: Write[]): Promise<Receipt>;
  /** All in one transaction, or none: rejects with the first refusal. `also` is written with them. */
  together(requests: CommandRequest[], also: Write[]): Promise<Receipt[]>;
  /** Writes rows that belong to no step, with the next commit. */
  write(writes: Write[]): Promise<void>;
  /** The case as committed; null: there is none. */
  read(caseId: string): Promise<{ state: CaseState; compiled: CompiledDefinition } | null>;
  /** Takes nothing new; resolves when everything taken is settled. */
  close(): Promise<void>;
  queued(): number;
  cached(): number;
}

/** What follows from a commit. */
interface Committed {
  entries: StoredEntry[];
  effects: EffectPlan[];
  cancelled: string[];
  openings: { caseId: string; opening: CaseOpening }[];
  /** Rows with a due time were written; the soonest. */
  nextAt: number;
  closed: CaseState[];
}

export interface DispatcherOptions {
  port: CommitPort;
  definitions: DefinitionCache;
  directory: Pick<Directory, 'answer'>;
  now: () => number;
  log: Logger;
  counters: Counters;
  /** Makes the row of an effect; `mine` when this process starts it right after the commit. */
  planEffect(caseId: string, request: EffectPlan['request'], at: number): EffectPlan;
  /** The plans come to nothing: their commit failed. */
  dropEffects(plans: EffectPlan[]): void;
  committed(what: Committed): void;
  /** Whether somebody listens to entries. */
  streams(): boolean;
  limits?: Partial<Limits>;
}

export interface Limits {
  /** Cases kept in memory. */
  cases: number;
  /** Commands in one commit. */
  commands: number;
  /** Commands that may wait. */
  queue: number;
}

const LIMITS: Limits = { cases: 2_000, commands: 512, queue: 20_000 };
const FACT_ROUNDS = 5;
const CONFLICT_ROUNDS = 8;
const NONE_SEEN: Map<string, ReceiptRow> = new Map();

interface SideWrite {
  writes: Write[];
  resolve(): void;
  reject(error: Error): void;
}

/** Commands that are accepted together or not at all, in a turn of their own. */
interface Group {
  requests: CommandRequest[];
  also: Write[];
  resolve(receipts: Receipt[]): void;
  reject(error: Error): void;
}

export function createDispatcher(options: DispatcherOptions): Dispatcher {
  const { port, definitions, directory, now, log, counters } = options;
  const limits = { ...LIMITS, ...options.limits };
  const cache = createLiveCases(limits.cases);
  const inFlight = new Map<string, { requestHash: string; receipt: Promise<Receipt> }>();
  /** Commands of cases that wait for the directory, in order; the first of each is the one that asked. */
  const blocked = new Map<string, Pending[]>();
  let queue: Pending[] = [];
  let side: SideWrite[] = [];
  const groups: Group[] = [];
  let isRunning = false;
  let isClosing = false;
  const idle: (() => void)[] = [];

  function dispatch(request: CommandRequest, also: Write[] = []): Promise<Receipt> {
    const refusal = refused(request);
    if (refusal !== null) return Promise.reject(refusal);
    let requestHash: string;
    try {
      requestHash = hashOf(request);
    } catch (error) {
      return Promise.reject(
        runtimeErrors.error('GZ_COMMAND_UNREADABLE', { problem: (error as Error).message }),
      );
    }
    const same = inFlight.get(request.commandId);
    if (same !== undefined)
      return same.requestHash === requestHash
        ? same.receipt.then((receipt) => ({ ...receipt, repeated: true }))
        : Promise.reject(runtimeErrors.error('GZ_COMMAND_ID_REUSED', { commandId: request.commandId }));
    counters.commands += 1;
    const receipt = new Promise<Receipt>((resolve, reject) => {
      queue.push({
        request,
        caseId: request.caseId ?? uuid(),
        requestHash,
        also,
        facts: undefined,
        rounds: 0,
        conflicts: 0,
        isSuspect: false,
        resolve,
        reject,
      });
    });
    inFlight.set(request.commandId, { requestHash, receipt });
    if (queue.length > counters.queuePeak) counters.queuePeak = queue.length;
    wake();
    return receipt;
  }

  function refused(request: CommandRequest): GongzhiError | null {
    if (isClosing) return runtimeErrors.error('GZ_CLOSING', {}, { retryAfterSeconds: 5 });
    if (queue.length >= limits.queue)
      return runtimeErrors.error('GZ_BUSY', { limit: limits.queue }, { retryAfterSeconds: 1 });
    const { commandId } = request;
    if (typeof commandId !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(commandId))
      return runtimeErrors.error('GZ_COMMAND_ID_INVALID', { length: String(commandId ?? '').length });
    if (request.caseId === undefined && request.body.kind !== 'case.open')
      return runtimeErrors.error('GZ_CASE_UNKNOWN', { case: '–' });
    return null;
  }

  function write(writes: Write[]): Promise<void> {
    if (writes.length === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      side.push({ writes, resolve, reject });
      wake();
    });
  }

  function together(requests: CommandRequest[], also: Write[]): Promise<Receipt[]> {
    if (isClosing) return Promise.reject(runtimeErrors.error('GZ_CLOSING', {}, { retryAfterSeconds: 5 }));
    if (requests.length === 0) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      groups.push({ requests, also, resolve, reject });
      wake();
    });
  }

  function wake(): void {
    if (isRunning) return;
    isRunning = true;
    setImmediate(turn);
  }

  /** Never rejects: whatever happens, somebody is told. */
  async function turn(): Promise<void> {
    const group = groups.shift();
    if (group !== undefined) await takeTogether(group);
    const batch = take();
    const extra = side;
    side = [];
    try {
      const works = await perform(batch);
      await commit(works, extra);
    } catch (error) {
      // Only the database can fail here, when receipts or cases are read.
      const told = errorOf(error);
      for (const pending of batch) settle(pending, told);
      for (const one of extra) one.reject(told);
    }
    if (queue.length > 0 || side.length > 0 || groups.length > 0) setImmediate(turn);
    else {
      isRunning = false;
      if (blocked.size === 0) for (const done of idle.splice(0)) done();
    }
  }

  /** Never rejects. The cases are read anew, so that a refusal can be relied on. */
  async function takeTogether({ requests, also, resolve, reject }: Group): Promise<void> {
    for (let round = 1; ; round += 1) {
      const works = new Map<string, Work>();
      try {
        const receipts: Receipt[] = [];
        await reload(
          requests.map(({ caseId = '' }) => caseId),
          works,
        );
        for (const request of requests)
          await stepTogether(request, works.get(request.caseId ?? '')!, receipts);
        const list = [...works.values()];
        const { positions } = await port.commit({ cases: list.map(commitOf), side: also, whole: true });
        if (!positions.includes(null)) {
          counters.commits += 1;
          finish(list, positions, []);
          return resolve(receipts);
        }
        counters.conflicts += 1;
        if (round === CONFLICT_ROUNDS)
          throw runtimeErrors.error(
            'GZ_CASE_CONTENDED',
            { case: requests[0]!.caseId ?? '–' },
            { retryAfterSeconds: 1 },
          );
      } catch (error) {
        for (const { effects } of works.values()) options.dropEffects(effects);
        return reject(errorOf(error));
      }
      for (const { caseId, effects } of works.values()) {
        cache.drop(caseId);
        options.dropEffects(effects);
      }
    }
  }

  /** Throws the refusal, and what the definition throws. */
  async function stepTogether(request: CommandRequest, work: Work, receipts: Receipt[]): Promise<void> {
    const { caseId } = work;
    if (work.state === null) throw runtimeErrors.error('GZ_CASE_UNKNOWN', { case: caseId });
    const to = request.body.kind === 'case.migrate' ? await targetOf(request.body) : null;
    const pending: Pending = {
      request,
      caseId,
      requestHash: hashOf(request),
      also: [],
      facts: undefined,
      rounds: 0,
      conflicts: 0,
      isSuspect: false,
      resolve: (receipt) => void receipts.push(receipt),
      reject: () => {},
    };
    const at = Math.max(now(), work.state.changedAt);
    for (; pending.rounds <= FACT_ROUNDS; pending.rounds += 1) {
      const result = answer(pending, work.compiled!, work.state, at, to);
      if (result.kind === 'refused') throw new GongzhiError(result.refusal);
      if (result.kind === 'accepted') return accept(pending, work, to ?? work.compiled!, result, at);
      pending.facts = { ...pending.facts, ...(await directory.answer(result.queries)) };
    }
    throw runtimeErrors.error('GZ_FACTS_UNSETTLED', { rounds: FACT_ROUNDS });
  }

  /** The version that a migration leads to. */
  function targetOf({
    to: { id, version },
  }: {
    to: DefinitionRef;
  }): CompiledDefinition | Promise<CompiledDefinition> {
    return definitions.peek(id, version) ?? definitions.compiled(id, version);
  }

  function answer(
    pending: Pending,
    compiled: CompiledDefinition,
    state: CaseState | null,
    at: number,
    to: CompiledDefinition | null,
  ): StepResult {
    const command = commandOf(pending);
    return command.kind === 'case.migrate' && to !== null && state !== null
      ? migrate(compiled, to, state, command, at)
      : step(compiled, state, command, at);
  }

  function take(): Pending[] {
    const taken = queue.length <= limits.commands ? queue : queue.slice(0, limits.commands);
    queue = queue.length <= limits.commands ? [] : queue.slice(limits.commands);
    if (blocked.size === 0) return taken;
    return taken.filter((pending) => {
      const waiting = blocked.get(pending.caseId);
      waiting?.push(pending);
      return waiting === undefined;
    });
  }

  async function perform(batch: Pending[]): Promise<Work[]> {
    const works = new Map<string, Work>();
    if (batch.length === 0) return [];
    const seen = await findSuspects(batch);
    await load(batch, seen, works);
    for (const pending of batch) {
      const receipt = seen.get(pending.request.commandId);
      if (receipt !== undefined) repeat(pending, receipt);
      else {
        const waiting = blocked.get(pending.caseId);
        if (waiting !== undefined) waiting.push(pending);
        else {
          const late = judge(pending, works);
          if (late !== undefined) await late;
        }
      }
    }
    return [...works.values()].filter(({ sealed }) => sealed.length > 0);
  }

  /** All commands of a case of which one is suspect, so that one that was seen does not spoil the others' commit. */
  async function findSuspects(batch: Pending[]): Promise<Map<string, ReceiptRow>> {
    if (!batch.some(({ isSuspect }) => isSuspect)) return NONE_SEEN;
    const caseIds = new Set(batch.filter(({ isSuspect }) => isSuspect).map(({ caseId }) => caseId));
    const suspects = batch.filter(({ caseId }) => caseIds.has(caseId));
    return port.findReceipts(suspects.map(({ request }) => request.commandId));
  }

  /** true: its id has a receipt; the command is answered. */
  async function wasSeen(pending: Pending): Promise<boolean> {
    const { commandId } = pending.request;
    const receipt = (await port.findReceipts([commandId])).get(commandId);
    if (receipt !== undefined) repeat(pending, receipt);
    return receipt !== undefined;
  }

  /** Reads the cases that are not in memory, in one go. */
  async function load(
    batch: Pending[],
    seen: Map<string, ReceiptRow>,
    works: Map<string, Work>,
  ): Promise<void> {
    const missing: string[] = [];
    for (const { caseId, request } of batch) {
      if (works.has(caseId) || seen.has(request.commandId)) continue;
      const live = cache.get(caseId);
      works.set(caseId, workOn(caseId, live ?? null, false));
      if (live === undefined && request.caseId !== undefined) missing.push(caseId);
    }
    if (missing.length > 0) await reload(missing, works);
  }

  async function reload(caseIds: string[], works: Map<string, Work>): Promise<void> {
    const stored = await port.findCases(caseIds);
    for (const caseId of caseIds) {
      const row = stored.get(caseId);
      if (row === undefined) {
        works.set(caseId, workOn(caseId, null, true));
        continue;
      }
      const compiled =
        definitions.peek(row.definitionId, row.definitionVersion) ??
        (await definitions.compiled(row.definitionId, row.definitionVersion));
      const state = JSON.parse(row.snapshot) as CaseState;
      works.set(caseId, workOn(caseId, { state, compiled, headHash: row.headHash, text: null }, true));
    }
  }

  /** Steps one command on its case as it is within this turn. A promise only where something has to be read. */
  function judge(pending: Pending, works: Map<string, Work>): void | Promise<void> {
    const work = works.get(pending.caseId)!;
    const refusal = attempt(pending, work);
    if (refusal === null) return;
    if (refusal instanceof Promise)
      return refusal.then((late) => (late === null ? undefined : reconsider(pending, work, late, works)));
    return reconsider(pending, work, refusal, works);
  }

  /** A refusal is given only by what is stored now: the command may be a repeated one, the case behind another process. */
  async function reconsider(
    pending: Pending,
    work: Work,
    refusal: Error,
    works: Map<string, Work>,
  ): Promise<void> {
    if (await wasSeen(pending)) return;
    if (work.isFresh || work.before === null) return settle(pending, refusal);
    const stored = (await port.findCases([work.caseId])).get(work.caseId);
    if (stored?.revision === work.before.state.revision) {
      work.isFresh = true;
      return settle(pending, refusal);
    }
    cache.drop(work.caseId);
    if (work.sealed.length > 0) return again(pending);
    await reload([work.caseId], works);
    return judge(pending, works);
  }

  /** null: the command is accepted, or waits for an answer. */
  function attempt(pending: Pending, work: Work): Error | null | Promise<Error | null> {
    const { request } = pending;
    if (request.body.kind === 'case.open') {
      if (work.state !== null) return runtimeErrors.error('GZ_CASE_EXISTS', { case: pending.caseId });
      const { id = '', version } = request.definition ?? {};
      const known = definitions.peek(id, version);
      if (known !== undefined) return stepOn(pending, work, known);
      return definitions.compiled(id, version).then((compiled) => stepOn(pending, work, compiled), errorOf);
    }
    if (work.compiled === null || work.state === null)
      return runtimeErrors.error('GZ_CASE_UNKNOWN', { case: pending.caseId });
    const { compiled } = work;
    if (request.body.kind !== 'case.migrate') return stepOn(pending, work, compiled);
    return Promise.resolve(targetOf(request.body)).then((to) => stepOn(pending, work, compiled, to), errorOf);
  }

  function stepOn(
    pending: Pending,
    work: Work,
    compiled: CompiledDefinition,
    to: CompiledDefinition | null = null,
  ): Error | null | Promise<Error | null> {
    const { state } = work;
    const expected = pending.request.expectedRevision;
    const current = state?.revision ?? 0;
    if (expected !== undefined && expected !== current)
      return runtimeErrors.error('GZ_REVISION_STALE', { expected, current }, { revision: current });
    try {
      // An entry is never older than the one before it, whatever the clock does.
      const at = Math.max(now(), state?.changedAt ?? 0);
      const result = answer(pending, compiled, state, at, to);
      if (result.kind === 'refused') return new GongzhiError(result.refusal);
      if (result.kind === 'needs') ask(pending, result.queries);
      else accept(pending, work, to ?? compiled, result, at);
      return null;
    } catch (error) {
      return fail(pending, error as Error).then(() => null);
    }
  }

  function accept(
    pending: Pending,
    work: Work,
    compiled: CompiledDefinition,
    result: Extract<ReturnType<typeof step>, { kind: 'accepted' }>,
    at: number,
  ): void {
    const { caseId } = work;
    const { request } = pending;
    const { sealed, stateText, snapshot } = seal(result.entry, result.case, work.headHash, work.text);
    const { hash } = sealed;
    work.compiled = compiled;
    work.state = result.case;
    work.headHash = hash;
    work.text = stateText;
    work.snapshot = snapshot;
    work.accepted.push(pending);
    work.sealed.push(sealed);
    work.receipts.push({
      commandId: request.commandId,
      requestHash: pending.requestHash,
      caseId,
      revision: result.case.revision,
      at,
      hash,
    });
    if (result.cancelledEffects.length > 0) cancel(work, result.cancelledEffects);
    for (const effect of result.effects) {
      const plan = options.planEffect(caseId, effect, at);
      work.effects.push(plan);
      work.writes.push({ do: 'put', table: 'effects', row: plan.row });
    }
    bodyWrites(caseId, request.body, result, at, work.writes);
    if (pending.also.length > 0) work.writes.push(...pending.also);
    work.openings.push(...result.openings);
  }

  /** Those requested by an earlier step of this turn are not even begun. */
  function cancel(work: Work, effectIds: string[]): void {
    const isGone = ({ row }: EffectPlan) => effectIds.includes(row.effectId);
    options.dropEffects(work.effects.filter(isGone));
    work.effects = work.effects.filter((plan) => !isGone(plan));
    work.cancelled.push(...effectIds);
  }

  /** Asks the directory and lets the case's later commands wait behind this one. */
  function ask(pending: Pending, queries: Parameters<Directory['answer']>[0]): void {
    pending.rounds += 1;
    if (pending.rounds > FACT_ROUNDS)
      return settle(pending, runtimeErrors.error('GZ_FACTS_UNSETTLED', { rounds: FACT_ROUNDS }));
    blocked.set(pending.caseId, [pending]);
    directory
      .answer(queries)
      .then(
        (facts) => {
          pending.facts = { ...pending.facts, ...facts };
        },
        (error: unknown) => settle(pending, errorOf(error)),
      )
      .finally(() => {
        const waiting = blocked.get(pending.caseId) ?? [];
        blocked.delete(pending.caseId);
        queue.unshift(...waiting.filter((one) => inFlight.has(one.request.commandId)));
        wake();
      });
  }

  /** The definition fails at this step: an incident that keeps the command, so that an operator can try it again. */
  async function fail(pending: Pending, error: Error): Promise<void> {
    if (await wasSeen(pending)) return;
    const { request, caseId } = pending;
    counters.stepsFailed += 1;
    log.warn({ caseId, commandId: request.commandId, kind: request.body.kind, err: error }, 'step failed');
    const id = incidentId('step', request.commandId);
    const failedBefore = await countIncident(port, counters, id);
    const row: IncidentRow = incidentOf({
      caseId,
      kind: 'step',
      what: request.body.kind,
      subject: request.commandId,
      error: error.message,
      attempts: failedBefore + 1,
      request: canonicalJson({ ...request, caseId } as unknown as Json),
      at: now(),
    });
    const told = engineErrors.error(
      'GZ_STEP_FAILED',
      { error: error.message, incident: id },
      { incidentId: id },
    );
    write([{ do: 'put', table: 'incidents', row }]).then(
      () => settle(pending, told),
      (failure: Error) => settle(pending, failure),
    );
  }

  async function commit(works: Work[], extra: SideWrite[]): Promise<void> {
    if (works.length === 0 && extra.length === 0) return;
    const commits = works.map(commitOf);
    try {
      const { positions } = await port.commit({
        cases: commits,
        side: extra.length === 0 ? [] : extra.flatMap(({ writes }) => writes),
      });
      counters.commits += 1;
      finish(works, positions, extra);
    } catch (error) {
      for (const { caseId } of works) cache.drop(caseId);
      if (!isUnavailable(error) && works.length + extra.length > 1) return alone(works, extra);
      for (const { effects } of works) options.dropEffects(effects);
      const told = errorOf(error);
      for (const { accepted } of works)
        for (const pending of accepted)
          if (told instanceof GongzhiError) settle(pending, told);
          else await fail(pending, told);
      for (const one of extra) one.reject(told);
    }
  }

  /** The rows of one of them cannot be stored: each by itself, so that only that one is told. */
  async function alone(works: Work[], extra: SideWrite[]): Promise<void> {
    for (const work of works) await commit([work], []);
    for (const one of extra) await commit([], [one]);
  }

  function finish(works: Work[], positions: (number[] | null)[], extra: SideWrite[]): void {
    const done: Committed = {
      entries: [],
      effects: [],
      cancelled: [],
      openings: [],
      nextAt: Infinity,
      closed: [],
    };
    const streams = options.streams();
    for (const [index, work] of works.entries()) {
      const places = positions[index];
      if (places === null || places === undefined) {
        conflict(work);
        continue;
      }
      const state = work.state!;
      const compiled = work.compiled!;
      // Nobody works on a closed case.
      if (state.status === 'closed') cache.drop(work.caseId);
      else cache.set(work.caseId, { state, compiled, headHash: work.headHash, text: work.text });
      counters.steps += work.sealed.length;
      for (const [at, pending] of work.accepted.entries()) {
        const { requestHash: _, ...receipt } = work.receipts[at]!;
        settle(pending, { ...receipt, repeated: false });
        const { entry, text: _text, ...sealed } = work.sealed[at]!;
        if (streams) done.entries.push({ ...entry, ...sealed, position: places[at]! });
      }
      for (const effect of work.effects) done.effects.push(effect);
      for (const effectId of work.cancelled) done.cancelled.push(effectId);
      for (const opening of work.openings) done.openings.push({ caseId: work.caseId, opening });
      for (const one of work.writes)
        if (one.do === 'put' && 'nextAt' in one.row && typeof one.row.nextAt === 'number')
          done.nextAt = Math.min(done.nextAt, one.row.nextAt);
      if (state.status === 'closed') done.closed.push(state);
    }
    for (const one of extra) one.resolve();
    options.committed(done);
  }

  /** Another process was first: on its result, again. */
  function conflict(work: Work): void {
    counters.conflicts += 1;
    cache.drop(work.caseId);
    options.dropEffects(work.effects);
    for (const pending of work.accepted.toReversed()) again(pending);
  }

  function again(pending: Pending): void {
    pending.conflicts += 1;
    pending.isSuspect = true;
    if (pending.conflicts > CONFLICT_ROUNDS)
      return settle(
        pending,
        runtimeErrors.error('GZ_CASE_CONTENDED', { case: pending.caseId }, { retryAfterSeconds: 1 }),
      );
    queue.unshift(pending);
    wake();
  }

  function repeat(pending: Pending, { requestHash, ...receipt }: ReceiptRow): void {
    if (requestHash !== pending.requestHash)
      return settle(pending, runtimeErrors.error('GZ_COMMAND_ID_REUSED', { commandId: receipt.commandId }));
    counters.repeated += 1;
    settle(pending, { ...receipt, repeated: true });
  }

  function settle(pending: Pending, outcome: Receipt | Error): void {
    inFlight.delete(pending.request.commandId);
    if (!(outcome instanceof Error)) return pending.resolve(outcome);
    if (outcome instanceof GongzhiError) {
      if (outcome.refusal.code === 'GZ_STORE_UNAVAILABLE') counters.unavailable += 1;
      else counters.refused += 1;
    }
    pending.reject(outcome);
  }

  function errorOf(error: unknown): Error {
    if (error instanceof GongzhiError) return error;
    if (!isUnavailable(error)) return error as Error;
    log.error({ err: error }, 'store unavailable');
    return storeUnavailable(error);
  }

  return {
    dispatch,
    together,
    write,
    async read(caseId) {
      const live = cache.get(caseId);
      if (live !== undefined) return live;
      const works = new Map<string, Work>();
      await reload([caseId], works);
      return works.get(caseId)?.before ?? null;
    },
    async close() {
      isClosing = true;
      if (isRunning || blocked.size > 0) await new Promise<void>((done) => idle.push(done));
    },
    queued: () => queue.length,
    cached: () => cache.size(),
  };
}
