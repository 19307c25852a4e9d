/**
 * One SCXML session as a case. Nothing lives on between two events but JSON: the definition is compiled anew and the
 * case parsed anew for each, as after a restart.
 *
 * `send` leaves the engine as an effect. Here is what does it: the session's external queue and its timers, on a clock
 * that only `wait` moves.
 */
import {
  compile,
  definePlugin,
  leafStates,
  step,
  type Actor,
  type CaseState,
  type CommandBody,
  type CompiledDefinition,
  type EffectRequest,
} from '@gongzhi/engine';
import type { Converted } from './from-scxml.ts';

const both = (text: string) => ({ 'zh-CN': text, en: text });
const never = () => Promise.reject(new Error('the driver does it'));

const plugins = [
  definePlugin({
    name: 'scxml',
    version: '1.0.0',
    title: both('SCXML'),
    effects: {
      send: { title: both('send'), input: { type: 'object' }, run: never },
      cancel: { title: both('cancel'), input: { type: 'object' }, run: never },
    },
  }),
  definePlugin({
    name: 'resident',
    version: '1.0.0',
    title: both('Resident'),
    partyKind: { kind: 'resident', title: both('Resident'), badge: both('R'), channels: [] },
  }),
];

const anyone: Actor = { memberId: 'li', partyId: 'household', partyKind: 'resident', qualifications: [] };

/** What a session may answer to an event that nothing takes. */
const UNTAKEN = new Set(['GZ_EVENT_NOT_POSSIBLE', 'GZ_EVENT_UNKNOWN', 'GZ_GUARD_REFUSED', 'GZ_CASE_CLOSED']);

/** Far more than any case of the suite sends to itself. */
const SEND_LIMIT = 1000;

export class Session {
  readonly #converted: Converted;
  readonly #definition: string;
  #case: string | null = null;
  #now = Date.parse('2026-02-09T09:00:00+08:00');
  #commands = 0;
  #waiting: { event: string; id: string; dueAt: number }[] = [];

  constructor(converted: Converted) {
    this.#converted = converted;
    this.#definition = JSON.stringify(converted.definition);
    this.#do({ kind: 'case.open', role: 'anyone', payload: {} });
  }

  /** Sends an event by its name in the document; a refusal must leave the case as it was. */
  send(event: string): void {
    this.#send(this.#converted.eventOf.get(event) ?? event);
  }

  /** Lets time pass; what was sent before arrives when it is due, in that order. */
  wait(ms: number): void {
    const end = this.#now + ms;
    for (let sent = 0; sent < SEND_LIMIT; sent += 1) {
      const [next] = this.#waiting.toSorted((one, other) => one.dueAt - other.dueAt);
      if (next === undefined || next.dueAt > end) {
        this.#now = end;
        return;
      }
      this.#waiting = this.#waiting.filter((given) => given !== next);
      this.#now = next.dueAt;
      this.#send(next.event);
    }
    throw new Error(`expected at most ${SEND_LIMIT} events in ${ms} ms`);
  }

  /** Ids, in the document, of the active states that have none inside; sorted. */
  configuration(): string[] {
    if (this.#case === null) throw new Error('the session has not begun');
    return leafStates(JSON.parse(this.#case) as CaseState)
      .map((path) => this.#converted.idOf.get(path) ?? path)
      .toSorted();
  }

  #send(event: string): void {
    const before = this.#case;
    const refusal = this.#do({ kind: 'event.send', event, payload: {} });
    if (refusal === null) return;
    if (!UNTAKEN.has(refusal)) throw new Error(`event ${event}: ${refusal}`);
    if (this.#case !== before) throw new Error(`event ${event} was refused and changed the case`);
  }

  /** Code of the refusal, or null. */
  #do(body: CommandBody): string | null {
    const state = this.#case === null ? null : (JSON.parse(this.#case) as CaseState);
    this.#commands += 1;
    const command = { commandId: `c${this.#commands}`, caseId: 'case-1', actor: anyone, ...body };
    const result = step(compiled(this.#definition), state, command, this.#now);
    if (result.kind === 'needs') throw new Error('expected no question to the directory');
    if (result.kind === 'refused') return result.refusal.code;
    this.#case = JSON.stringify(result.case);
    for (const effect of result.effects) this.#perform(effect);
    return null;
  }

  #perform({ use, input }: EffectRequest): void {
    const { event, delayMs, id } = input as { event: string; delayMs: number; id: string };
    if (use === 'scxml.cancel') this.#waiting = this.#waiting.filter((given) => given.id !== id);
    else this.#waiting.push({ event, id, dueAt: this.#now + delayMs });
  }
}

function compiled(definition: string): CompiledDefinition {
  const result = compile(definition, { plugins });
  if (result.ok) return result.compiled;
  const told = result.problems.filter(({ severity }) => severity === 'error');
  throw new Error(told.map(({ code, message }) => `${code} ${message.en}`).join('\n'));
}
