/** A running installation in this process: runtime and server, opened and closed in the right order. */
import type { Runtime, Verifier } from '@gongzhi/runtime';
import type { Address } from './address.ts';
import { EXIT } from './exit.ts';
import { Failure } from './failure.ts';
import { giveBackMemory } from './idle-memory.ts';
import { createLog, type Log } from './log.ts';
import { readServerOptions } from './server-options.ts';
import { configFailure, storeFailure } from './store-failure.ts';
import { text } from './texts.ts';

export interface Service {
  url: string;
  runtime: Runtime;
  close(): Promise<void>;
}

/** Migrates and opens the store of the environment. */
export async function openStore(
  environment: NodeJS.ProcessEnv,
  options: { deliver: boolean; log?: Log; acceptKeys?: boolean },
): Promise<Runtime> {
  const { config, plugins, openRuntime } = await readSettings(environment);
  try {
    return await openRuntime({ config, plugins, ...options });
  } catch (cause) {
    throw storeFailure(cause, config.databaseUrl);
  }
}

/** Opens the store of the environment as it is, to verify it. */
export async function openToVerify(environment: NodeJS.ProcessEnv): Promise<Verifier> {
  const { config, plugins, openVerifier } = await readSettings(environment);
  try {
    return await openVerifier(config.databaseUrl, plugins);
  } catch (cause) {
    throw storeFailure(cause, config.databaseUrl);
  }
}

async function readSettings(environment: NodeJS.ProcessEnv) {
  const [{ readConfig, ...runtime }, { plugins }] = await Promise.all([
    import('@gongzhi/runtime'),
    import('./plugins.ts'),
  ]);
  const names = plugins.map(({ name }) => name);
  return { ...runtime, plugins, config: orConfigFailure(() => readConfig(environment, names)) };
}

function orConfigFailure<Settings>(read: () => Settings): Settings {
  try {
    return read();
  } catch (cause) {
    throw configFailure(cause);
  }
}

/** `prepare` runs after the store is open and before anybody is answered. */
export async function startService(
  address: Address,
  environment: NodeJS.ProcessEnv,
  prepare: (runtime: Runtime) => Promise<void> = async () => {},
): Promise<Service> {
  const log = createLog(environment);
  const options = orConfigFailure(() => readServerOptions(environment));
  const [{ createServer }, runtime] = await Promise.all([
    import('@gongzhi/server'),
    openStore(environment, { deliver: true, log }),
  ]);
  try {
    await prepare(runtime);
    const server = await createServer({ runtime, log, options });
    const url = await listen(server, address);
    giveBackMemory();
    const close = async () => {
      await server.close();
      await runtime.close();
    };
    return { url, runtime, close };
  } catch (cause) {
    await runtime.close();
    throw cause;
  }
}

interface Listening {
  listen(address: Address): Promise<string>;
  close(): Promise<void>;
}

async function listen(server: Listening, address: Address): Promise<string> {
  try {
    return await server.listen(address);
  } catch (cause) {
    await server.close();
    const { code } = cause as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE' && code !== 'EACCES' && code !== 'EADDRNOTAVAIL') throw cause;
    throw new Failure(
      {
        exit: EXIT.usage,
        code,
        what: text('portTaken', { ...address }),
        where: `${address.host}:${address.port}`,
        fix: text('portTakenFix'),
        next: `gongzhi ${process.argv[2] ?? 'serve'} --port 0`,
      },
      { cause },
    );
  }
}

/** Until SIGTERM or SIGINT; then finishes what runs. A second signal, or 30 s, ends at once. */
export async function untilStopped(close: () => Promise<void>): Promise<void> {
  await new Promise<void>((resolve) => {
    const stop = () => {
      for (const signal of STOP_SIGNALS) process.on(signal, () => process.exit(1));
      resolve();
    };
    for (const signal of STOP_SIGNALS) process.once(signal, stop);
  });
  setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref();
  await close();
}

const STOP_SIGNALS = ['SIGTERM', 'SIGINT'] as const;
const STOP_LIMIT_MS = 30_000;
