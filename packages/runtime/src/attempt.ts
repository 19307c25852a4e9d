/** One try of an effect: what its handler is given, and how it is stopped. */
import type { EffectContext, EffectServices, Json, JsonObject } from '@gongzhi/engine';
import type { Logger } from 'pino';

export interface Job {
  effectId: string;
  caseId: string;
  use: string;
  input: JsonObject;
  awaited: boolean;
  /** From 1. */
  attempt: number;
  timeoutMs: number;
  retryLimit: number;
  backoffMs: number;
}

/** Made for every effect of every step: what a handler seldom asks for, signal and log, is made when it does. */
export class Attempt implements EffectContext {
  readonly job: Job;
  readonly services: EffectServices;
  /** By `performance.now()`. */
  readonly endsAt: number;
  readonly fail: (error: Error) => void;
  readonly #log: Logger;
  #abort: AbortController | null = null;

  constructor(job: Job, services: EffectServices, log: Logger, fail: (error: Error) => void) {
    this.job = job;
    this.services = services;
    this.endsAt = performance.now() + job.timeoutMs;
    this.fail = fail;
    this.#log = log;
  }

  get effectId(): string {
    return this.job.effectId;
  }

  get caseId(): string {
    return this.job.caseId;
  }

  get attempt(): number {
    return this.job.attempt;
  }

  get signal(): AbortSignal {
    this.#abort ??= new AbortController();
    return this.#abort.signal;
  }

  get log(): EffectContext['log'] {
    return this.#log.child({ caseId: this.caseId, effectId: this.effectId, attempt: this.attempt });
  }

  /** Tells the handler, if it listens. */
  abort(reason: Error): void {
    this.#abort?.abort(reason);
  }
}

export type Reply = Json | void;
