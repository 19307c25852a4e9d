import { EXIT } from './exit.ts';
import { Failure } from './failure.ts';
import { text } from './texts.ts';

export interface Address {
  host: string;
  port: number;
}

const DEFAULT_PORT = 7080;

/** Options first, then GONGZHI_HOST and GONGZHI_PORT (or PORT), then 127.0.0.1:7080. Port 0: any that is free. */
export function addressOf(
  options: { host?: string; port?: string },
  environment: NodeJS.ProcessEnv,
): Address {
  const given = options.port ?? environment['GONGZHI_PORT'] ?? environment['PORT'] ?? String(DEFAULT_PORT);
  const port = Number(given);
  if (!/^\d{1,5}$/.test(given) || port > 65_535)
    throw new Failure({ exit: EXIT.usage, code: 'GZ_CLI_PORT', what: text('portWrong', { port: given }) });
  return { host: options.host ?? environment['GONGZHI_HOST'] ?? '127.0.0.1', port };
}
