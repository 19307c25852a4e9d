/**
 * Wakes the open streams after each commit, and reads for all of them together what they would each read alone.
 *
 * The store is the truth: a stream asks it for what lies after its position. So it misses nothing that another process
 * committed, and a slow reader only falls behind; nothing is buffered for it.
 */
import type { CaseRead, Runtime, StoredEntry } from '@gongzhi/runtime';
import { serverErrors } from '../errors.ts';

export interface StreamHub {
  /** Counts a stream of the member; returns how to let it go. Refuses with GZ_STREAMS_TOO_MANY. */
  enter(memberId: string, limit: number): () => void;
  /** Grows with each commit. */
  generation(): number;
  entriesAfter(position: number): Promise<StoredEntry[]>;
  caseOf(caseId: string): Promise<CaseRead>;
  /** Waits for a commit after `generation`, at most so long; true: there was one. */
  wait(generation: number, ms: number, signal: AbortSignal): Promise<boolean>;
  isClosed(): boolean;
  close(): void;
}

/** Entries that are read at once. */
export const STREAM_PAGE = 200;

export function createStreamHub(runtime: Runtime): StreamHub {
  const openByMember = new Map<string, number>();
  const waiting = new Set<() => void>();
  let generation = 0;
  let closed = false;
  let pages = new Map<number, Promise<StoredEntry[]>>();
  let cases = new Map<string, Promise<CaseRead>>();

  const wake = () => {
    generation += 1;
    pages = new Map();
    cases = new Map();
    for (const stop of waiting) stop();
  };
  // Only while somebody reads: on PostgreSQL listening means looking at the table again and again.
  let unsubscribe: (() => void) | null = null;
  const listen = () => {
    if (unsubscribe !== null) return;
    unsubscribe = runtime.feed.subscribe(wake);
    // Nobody told of the commits in between; what was kept is old.
    wake();
  };
  const stopListening = () => {
    unsubscribe?.();
    unsubscribe = null;
  };

  return {
    enter(memberId, limit) {
      const open = openByMember.get(memberId) ?? 0;
      if (open >= limit) throw serverErrors.error('GZ_STREAMS_TOO_MANY', { limit });
      openByMember.set(memberId, open + 1);
      listen();
      return () => {
        const left = (openByMember.get(memberId) ?? 1) - 1;
        if (left > 0) openByMember.set(memberId, left);
        else openByMember.delete(memberId);
        if (openByMember.size === 0) stopListening();
      };
    },
    generation: () => generation,
    entriesAfter: (position) => once(pages, position, () => runtime.feed.read(position, STREAM_PAGE)),
    caseOf: (caseId) => once(cases, caseId, () => runtime.query.case(caseId)),
    wait(since, ms, signal) {
      if (closed || signal.aborted || generation > since) return Promise.resolve(generation > since);
      return new Promise((resolve) => {
        const timer = setTimeout(stop, ms);
        waiting.add(stop);
        signal.addEventListener('abort', stop, { once: true });
        function stop() {
          clearTimeout(timer);
          waiting.delete(stop);
          signal.removeEventListener('abort', stop);
          resolve(generation > since);
        }
      });
    },
    isClosed: () => closed,
    close() {
      closed = true;
      for (const stop of waiting) stop();
    },
  };
}

/** What is kept between two commits, of pages and of cases each: streams that catch up read many. */
const KEPT_LIMIT = 100;

/** One read for all who ask for the same; a failed one is forgotten. */
function once<Key, Value>(known: Map<Key, Promise<Value>>, key: Key, read: () => Promise<Value>) {
  const found = known.get(key);
  if (found) return found;
  if (known.size >= KEPT_LIMIT) known.clear();
  const reading = read();
  known.set(key, reading);
  reading.catch(() => known.delete(key));
  return reading;
}
