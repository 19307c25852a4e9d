/** Puts the runtime together: store, definitions, the door, and everything that runs by itself. */
import { checkPlugins, type OutboxMessage } from '@gongzhi/engine';
import { pino } from 'pino';
import { createClockSweep, createRecomputeSweep } from './clocks.ts';
import { createDefinitions } from './definitions.ts';
import { createDelivery } from './deliver.ts';
import { createDirectory } from './directory.ts';
import { createDispatcher, type Dispatcher, type DispatcherOptions, type Limits } from './dispatch.ts';
import { createDocuments } from './documents.ts';
import { runtimeErrors } from './errors.ts';
import { createFeed } from './feed.ts';
import { createIncidents } from './incidents.ts';
import { holdToKeys } from './key-fingerprints.ts';
import { createMessages, createMessageSweep } from './messages.ts';
import { createCounters, createMetrics } from './metrics.ts';
import { createMigrations } from './migrations.ts';
import { createOpeningSweep } from './openings.ts';
import { createOutbox } from './outbox.ts';
import { createPublishing } from './publishing.ts';
import { createQuery } from './query/index.ts';
import type { Runtime, RuntimeOptions } from './runtime.ts';
import { openSigningKey, type SigningKey } from './signing-key.ts';
import { openStore, type Store, type StoreOptions } from './store/open.ts';
import { createCommitPort } from './store/port.ts';
import { describeTables } from './store/tables.ts';
import { verifyAll } from './verify.ts';
import { createWaker } from './waker.ts';

/** For tests and experiments, beyond what a user sets. */
export interface InnerOptions {
  /** 0 to 1; Math.random when absent. */
  random?: () => number;
  limits?: Partial<Limits>;
  store?: StoreOptions;
  /** Sees the store when it is open, e.g. to make it fail. */
  onStore?: (store: Store) => void;
  /** How long `close` waits for effects that run. */
  closeWaitMs?: number;
  fetch?: typeof fetch;
}

const CLOSE_WAIT_MS = 10_000;

export async function openRuntime(options: RuntimeOptions & InnerOptions): Promise<Runtime> {
  const { config, plugins } = options;
  checkPlugins(plugins);
  const now = options.now ?? Date.now;
  const log = options.log ?? pino({ level: 'silent' });
  const isOn = options.deliver ?? true;
  const store = await openStore(config.databaseUrl, options.store);
  try {
    await holdToKeys(store, config.keysFolder, options.acceptKeys ?? false);
  } catch (error) {
    await store.close();
    throw error;
  }
  options.onStore?.(store);
  const port = createCommitPort(store);
  const counters = createCounters();
  const directory = createDirectory(store, now, config.keysFolder);
  const documents = createDocuments(store, config, now);
  const outbox = createOutbox(store, now);
  const definitions = createDefinitions(store, plugins, now, config.twoPersons);
  const feed = createFeed(port, log);
  let door: Dispatcher | undefined;
  const dispatcher = () => door!;
  const wake = (at: number) => waker.note(at);
  const shared = { port, dispatcher, definitions, now, log, counters, wake };

  const delivery = createDelivery({
    ...shared,
    plugins,
    settings: config.pluginSettings,
    random: options.random ?? Math.random,
    isOn,
    services: {
      contactsOf: (partyId) => directory.contactsOf(partyId),
      holdersOf: async (caseId, role) => {
        const found = await dispatcher().read(caseId);
        return (found?.state.participants ?? [])
          .filter((participant) => participant.role === role)
          .map(({ partyId, memberId }) => ({ partyId, ...(memberId === undefined ? {} : { memberId }) }));
      },
      outbox: (message: OutboxMessage) => outbox.put(message),
      fetch: options.fetch ?? fetch,
    },
  });
  const waker = createWaker({
    port,
    now,
    log,
    sweeps: [
      createRecomputeSweep(shared),
      createClockSweep(shared),
      createOpeningSweep(shared),
      createMessageSweep(shared),
      () => delivery.sweep(),
    ],
  });
  const doorOptions: DispatcherOptions = {
    ...shared,
    directory,
    planEffect: delivery.plan,
    dropEffects: delivery.drop,
    committed({ entries, effects, cancelled, nextAt }) {
      delivery.start(effects);
      delivery.cancel(cancelled);
      feed.publish(entries);
      if (nextAt < Infinity) waker.note(nextAt);
    },
    streams: feed.isHeard,
    ...(options.limits === undefined ? {} : { limits: options.limits }),
  };
  door = createDispatcher(doorOptions);
  let signingKey: SigningKey | undefined;
  let closing: Promise<void> | undefined;
  if (isOn) waker.start();

  async function close(): Promise<void> {
    await waker.close();
    // Effects first: their results still come through the door.
    await delivery.close(options.closeWaitMs ?? CLOSE_WAIT_MS);
    await dispatcher().close();
    await feed.close();
    if (store.sqlite?.open === true) store.sqlite.pragma('wal_checkpoint(TRUNCATE)');
    await store.close();
  }

  return {
    // A closing runtime finishes what it has, and what its own effects bring, and takes nothing new from outside.
    dispatch: (request) =>
      closing === undefined
        ? dispatcher().dispatch(request)
        : Promise.reject(runtimeErrors.error('GZ_CLOSING', {}, { retryAfterSeconds: 5 })),
    definitions,
    publishing: createPublishing({ store, definitions, now, required: config.twoPersons ?? false }),
    migrations: createMigrations({ store, port, dispatcher, definitions, directory, now }),
    directory,
    documents,
    query: createQuery(store, definitions, now),
    incidents: createIncidents({ store, dispatcher, now, wake }),
    messages: createMessages(shared),
    feed,
    verify: ({ caseId } = {}) =>
      verifyAll({ port, tables: describeTables(store), definitions, plugins, older: new Map() }, caseId),
    async signedHead(caseId) {
      const [row] = await port.all(
        'select seq, hash, at from journal where case_id = ? order by seq desc limit 1',
        [caseId],
      );
      if (row === undefined) throw runtimeErrors.error('GZ_CASE_UNKNOWN', { case: caseId });
      signingKey ??= openSigningKey(config.keysFolder);
      const { seq, hash, at } = row;
      return signingKey.sign({ caseId, seq: Number(seq), hash: String(hash), at: Number(at) });
    },
    async settle() {
      do {
        await delivery.idle();
        await waker.settle();
      } while (delivery.running() > 0);
    },
    async ready() {
      try {
        await port.all('select 1 as ready', []);
        return closing === undefined;
      } catch (error) {
        log.error({ err: error }, 'the store does not answer');
        return false;
      }
    },
    metrics: createMetrics(counters, {
      statements: port.statements,
      queued: () => dispatcher().queued(),
      cached: () => dispatcher().cached(),
      running: delivery.running,
    }),
    plugins,
    close: () => (closing ??= close()),
  };
}
