/**
 * Answers of writes that cannot be repeated harmlessly (a new API key), by commandId, for a day.
 *
 * Kept in this process and bounded: after a restart, or beyond the bound, a repeat makes a second key, which its
 * owner sees in the list and can revoke.
 */
import { runtimeErrors } from '@gongzhi/runtime';

const KEPT_MS = 24 * 60 * 60 * 1000;
const KEPT_LIMIT = 1000;

export interface Repeats {
  /** Does the work once; refuses with GZ_COMMAND_ID_REUSED when the request is another. */
  once<Answer>(commandId: string, request: string, work: () => Promise<Answer>): Promise<Answer>;
}

export function createRepeats(now: () => number): Repeats {
  const kept = new Map<string, { request: string; at: number; answer: Promise<unknown> }>();
  return {
    once<Answer>(commandId: string, request: string, work: () => Promise<Answer>) {
      for (const [id, { at }] of kept) {
        if (kept.size <= KEPT_LIMIT && now() - at < KEPT_MS) break;
        kept.delete(id);
      }
      const known = kept.get(commandId);
      if (known && known.request !== request)
        return Promise.reject(runtimeErrors.error('GZ_COMMAND_ID_REUSED', { commandId }));
      if (known) return known.answer as Promise<Answer>;
      const answer = work();
      kept.set(commandId, { request, at: now(), answer });
      answer.catch(() => kept.delete(commandId));
      return answer;
    },
  };
}
