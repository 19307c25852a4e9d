/**
 * Wakes the work that is due: clocks, claims, offers, effects, cases to open, messages. Every piece of it is a row with
 * a `next_at`; the timer here only says when to look. It is never more than a minute ahead, so that a clock that was
 * set, a sleep of the machine or a row from another process delays nothing for longer.
 */
import type { Logger } from 'pino';
import type { CommitPort } from './store/commit.ts';

export interface Waker {
  /** Something is due at `at`, epoch ms; look then. */
  note(at: number): void;
  /** Looks now, and goes on by itself until closed. */
  start(): void;
  /** Looks until nothing is due. */
  settle(): Promise<void>;
  /** Ends; resolves when no look is under way. */
  close(): Promise<void>;
}

/** Handles what is due; answers how much that was. */
export type Sweep = () => Promise<number>;

const LOOK_AT_LEAST_EVERY_MS = 60_000;
/** After a sweep that failed, e.g. because the database is away. */
const TRY_AGAIN_AFTER_MS = 1_000;
/** What was due and not handled is looked at again after this. */
const NOT_SOONER_MS = 200;
/** More than this many sweeps in a row that find something: a loop in a definition, or a mistake here. */
const SETTLE_LIMIT = 10_000;

const SOONEST = ['clocks', 'tasks', 'handoffs', 'effects', 'openings', 'messages']
  .map((table) => `select min(next_at) as next_at from ${table} where next_at is not null`)
  .join(' union all ');

export function createWaker(options: {
  port: CommitPort;
  sweeps: Sweep[];
  now: () => number;
  log: Logger;
}): Waker {
  const { port, sweeps, now, log } = options;
  let timer: NodeJS.Timeout | undefined;
  let wakesAt = Infinity;
  let isOn = false;
  let looking: Promise<void> | null = null;
  /** Soonest of what was noted during a look. */
  let noted = Infinity;

  function note(at: number): void {
    if (!isOn || (at >= wakesAt && looking === null)) return;
    if (looking === null) arm(at);
    else noted = Math.min(noted, at);
  }

  function arm(at: number): void {
    clearTimeout(timer);
    const delayMs = Math.min(Math.max(at - now(), 0), LOOK_AT_LEAST_EVERY_MS);
    wakesAt = now() + delayMs;
    timer = setTimeout(look, delayMs);
  }

  function look(): void {
    looking ??= lookOnce().then((at) => {
      looking = null;
      if (isOn) arm(Math.min(at, noted));
      noted = Infinity;
    });
  }

  /** Answers when to look next. */
  async function lookOnce(): Promise<number> {
    try {
      await sweepAll();
      const rows = await port.all(SOONEST, []);
      const due = rows.flatMap(({ next_at: at }) => (at === null ? [] : [Number(at)]));
      // What is due and was not handled is somebody else's, or waits for a free place: not at once again.
      return Math.max(Math.min(Infinity, ...due), now() + NOT_SOONER_MS);
    } catch (error) {
      log.error({ err: error }, 'looking for due work failed');
      return now() + TRY_AGAIN_AFTER_MS;
    }
  }

  async function sweepAll(): Promise<number> {
    let handled = 0;
    for (const sweep of sweeps) handled += await sweep();
    return handled;
  }

  return {
    note,
    start() {
      isOn = true;
      look();
    },
    async settle() {
      for (let round = 0; (await sweepAll()) > 0; round += 1)
        if (round === SETTLE_LIMIT) throw new Error(`due work does not end after ${SETTLE_LIMIT} rounds`);
    },
    async close() {
      isOn = false;
      clearTimeout(timer);
      await looking;
    },
  };
}
