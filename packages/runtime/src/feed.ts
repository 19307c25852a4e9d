/**
 * Committed entries in the order of their positions: to read on from a place, or as they come.
 *
 * On SQLite this process writes every entry, so a commit is the news. On PostgreSQL other processes write too: the
 * table is looked at once a second while somebody listens, and after each commit here.
 */
import type { JournalEntry } from '@gongzhi/engine';
import type { Logger } from 'pino';
import type { Feed, StoredEntry } from './runtime.ts';
import type { CommitPort } from './store/commit.ts';

export interface LiveFeed extends Feed {
  /** Entries of a commit of this process. */
  publish(entries: StoredEntry[]): void;
  isHeard(): boolean;
  close(): Promise<void>;
}

const LOOK_EVERY_MS = 1_000;
const AT_ONCE = 500;
const READ_LIMIT = 1_000;

export function createFeed(port: CommitPort, log: Logger): LiveFeed {
  const listeners = new Set<(entries: StoredEntry[]) => void>();
  let timer: NodeJS.Timeout | undefined;
  let heard = 0;
  let looking: Promise<void> | null = null;
  let isStale = false;

  async function read(position: number, limit: number): Promise<StoredEntry[]> {
    const count = Math.min(Math.max(Math.trunc(limit), 1), READ_LIMIT);
    const rows = await port.all(
      'select position, entry, state_hash, previous_hash, hash from journal where position > ? order by position limit ?',
      [position, count],
    );
    return rows.map(storedEntry);
  }

  async function head(): Promise<number> {
    const [row] = await port.all('select max(position) as position from journal', []);
    return Number(row?.['position'] ?? 0);
  }

  function tell(entries: StoredEntry[]): void {
    for (const listener of listeners)
      try {
        listener(entries);
      } catch (error) {
        log.error({ err: error }, 'a listener of the feed failed');
      }
  }

  /** PostgreSQL: everything since what was heard. */
  function look(): void {
    isStale = true;
    looking ??= lookNow().finally(() => {
      looking = null;
    });
  }

  async function lookNow(): Promise<void> {
    try {
      while (isStale && listeners.size > 0) {
        isStale = false;
        const entries = await read(heard, AT_ONCE);
        if (entries.length === 0) continue;
        heard = entries.at(-1)!.position;
        tell(entries);
        if (entries.length === AT_ONCE) isStale = true;
      }
    } catch (error) {
      log.error({ err: error }, 'reading the feed failed');
    }
  }

  return {
    read,
    head,
    subscribe(listener) {
      listeners.add(listener);
      if (port.dialect === 'postgres' && timer === undefined) {
        timer = setInterval(look, LOOK_EVERY_MS);
        timer.unref();
        looking = head()
          .then((position) => {
            heard = position;
          })
          .catch((error: unknown) => log.error({ err: error }, 'reading the feed failed'))
          .finally(() => {
            looking = null;
          });
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
    publish(entries) {
      if (entries.length === 0) return;
      if (port.dialect === 'postgres') look();
      else tell(entries);
    },
    isHeard: () => listeners.size > 0,
    async close() {
      clearInterval(timer);
      listeners.clear();
      await looking;
    },
  };
}

function storedEntry(row: Record<string, unknown>): StoredEntry {
  return {
    ...(JSON.parse(String(row['entry'])) as JournalEntry),
    position: Number(row['position']),
    stateHash: String(row['state_hash']),
    previousHash: String(row['previous_hash']),
    hash: String(row['hash']),
  };
}
