/** What every route of one server shares. */
import type { Runtime } from '@gongzhi/runtime';
import type { Limits } from './limits.ts';
import type { ServerOptions } from './options.ts';
import type { StreamHub } from './stream/hub.ts';

export interface Context {
  runtime: Runtime;
  options: ServerOptions;
  limits: Limits;
  hub: StreamHub;
}
