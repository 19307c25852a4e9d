/** What an installation may set of its server. Every limit has a default that suits one city district. */
import type { FastifyBaseLogger } from 'fastify';
import type { Runtime } from '@gongzhi/runtime';

export interface ServerSettings {
  runtime: Runtime;
  log?: FastifyBaseLogger;
  options?: Partial<ServerOptions>;
}

export interface ServerOptions {
  /** Epoch ms; the system's clock. Tests hand one in. */
  now: () => number;
  /** Largest JSON or YAML body. */
  bodyLimitBytes: number;
  /** Largest upload; the runtime has a limit of its own, and the smaller holds. */
  uploadLimitBytes: number;
  /** Requests a minute from one address. */
  addressLimit: number;
  /** Requests a minute of one member. */
  memberLimit: number;
  /** Failed attempts to sign in a minute from one address; those that are not answered yet count as failed. */
  signInLimit: number;
  /** Attempts to sign in a minute from one address, also the successful ones: behind one address may be an office. */
  signInAllLimit: number;
  /** Uploads a minute of one member. */
  uploadLimit: number;
  /** Open streams of one member. */
  streamLimit: number;
  /** Entries that a stream reads again for a reader who comes back or is slow; beyond: `reset`. */
  streamCatchUp: number;
  /** Between two heartbeats of a stream; at each the reader's session is looked at again. */
  heartbeatMs: number;
  /** Which proxies may say who the client is; false: none. Fastify's trustProxy. */
  trustProxy: boolean | string | string[];
  /** Origins, besides the request's own host, whose pages may write with the session cookie. */
  origins: string[];
  /** Marks the cookie Secure although the request came over plain HTTP: set it behind a proxy that ends TLS. */
  secureCookie: boolean;
}

export const defaultOptions: ServerOptions = {
  now: Date.now,
  bodyLimitBytes: 1024 * 1024,
  uploadLimitBytes: 50 * 1024 * 1024,
  addressLimit: 3000,
  memberLimit: 1200,
  signInLimit: 20,
  signInAllLimit: 600,
  uploadLimit: 30,
  streamLimit: 8,
  streamCatchUp: 5000,
  heartbeatMs: 15_000,
  trustProxy: false,
  origins: [],
  secureCookie: false,
};
