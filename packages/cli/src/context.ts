import type { Command } from 'commander';
import { languageOf } from './language.ts';
import { createOutput, type Output } from './output.ts';

/** What every command gets beside its own options. */
export interface Context {
  output: Output;
  environment: NodeJS.ProcessEnv;
  server: string;
  token: string | undefined;
  /** Login to sign in with; its password comes from GONGZHI_PASSWORD or is asked for. */
  as: string | undefined;
}

export const DEFAULT_SERVER = 'http://127.0.0.1:7080';

interface GlobalOptions {
  json?: boolean;
  server?: string;
  token?: string;
  as?: string;
}

export function contextOf(command: Command): Context {
  const options = command.optsWithGlobals<GlobalOptions>();
  const environment = process.env;
  return {
    output: createOutput({ language: languageOf(process.argv, environment), json: options.json === true }),
    environment,
    server: options.server ?? environment['GONGZHI_SERVER'] ?? DEFAULT_SERVER,
    token: options.token ?? environment['GONGZHI_TOKEN'],
    as: options.as ?? environment['GONGZHI_LOGIN'],
  };
}
