import { createRequire } from 'node:module';
import type { RuntimeOptions } from '@gongzhi/runtime';

export type Log = NonNullable<RuntimeOptions['log']>;

/** JSON lines on stderr; `GONGZHI_LOG_LEVEL` says from which level on, info when absent. */
export function createLog(environment: NodeJS.ProcessEnv): Log {
  // pino is the runtime's: one version writes every line of the process.
  const require = createRequire(import.meta.resolve('@gongzhi/runtime'));
  const { pino, destination } = require('pino') as Pino;
  return pino({ level: environment['GONGZHI_LOG_LEVEL'] ?? 'info' }, destination({ dest: 2, sync: true }));
}

interface Pino {
  pino(options: { level: string }, stream: object): Log;
  destination(options: { dest: number; sync: boolean }): object;
}
