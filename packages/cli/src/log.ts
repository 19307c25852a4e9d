import { destination, pino, type Logger } from 'pino';

export type Log = Logger;

/** JSON lines on stderr; `GONGZHI_LOG_LEVEL` says from which level on, info when absent. */
export function createLog(environment: NodeJS.ProcessEnv): Log {
  return pino({ level: environment['GONGZHI_LOG_LEVEL'] ?? 'info' }, destination({ dest: 2, sync: true }));
}
