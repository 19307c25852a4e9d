/** The typed client: one method an operation, made from the same list as the server's routes. */
import { ApiProblem } from './api-problem.ts';
import { followStream, type StreamOptions } from './follow-stream.ts';
import type { InputOf, Operation, ReplyOf } from './operation.ts';
import { operations, type OperationId, type Operations } from './operations.ts';
import type { Page } from './page.ts';
import type { ProblemDetails } from './problem.ts';
import type { StreamEvent } from './stream.ts';

export interface ClientSettings {
  /** e.g. http://127.0.0.1:7080 */
  baseUrl: string;
  /** Session token or API key; a function is asked at each call. */
  token?: string | (() => string | undefined);
  fetch?: typeof fetch;
  /** Language of problems: zh-CN (default) or en. */
  language?: 'zh-CN' | 'en';
}

export interface CallOptions {
  /** Of a write; made when absent. Give it to repeat a call whose answer was lost. */
  idempotencyKey?: string;
  /** The revision that the case must still have. */
  ifMatch?: number;
  signal?: AbortSignal;
}

type Method<Op extends Operation> =
  object extends InputOf<Op>
    ? (input?: InputOf<Op>, options?: CallOptions) => Promise<ReplyOf<Op>>
    : (input: InputOf<Op>, options?: CallOptions) => Promise<ReplyOf<Op>>;

export type Client = {
  [Id in Exclude<OperationId, 'stream'>]: Method<Operations[Id]>;
} & {
  /** Entries as they are committed; reconnects by itself, with Last-Event-ID, until the signal aborts. */
  stream(options?: StreamOptions): AsyncGenerator<StreamEvent, void>;
};

/** Makes a client. Refusals are thrown as `ApiProblem`. */
export function createClient(settings: ClientSettings): Client {
  const methods = Object.fromEntries(
    Object.entries<Operation>(operations).map(([id, operation]) => [
      id,
      (input: Input = {}, options: CallOptions = {}) => call(settings, operation, input, options),
    ]),
  );
  const stream = (options: StreamOptions = {}) =>
    followStream((headers, query, signal) => {
      const url = urlOf(settings, operations.stream, query);
      return send(settings, url, { headers, signal: signal ?? null });
    }, options);
  return { ...methods, stream } as unknown as Client;
}

/** Every item of a list, page by page: `for await (const task of each(client.listTasks, { list: 'mine' }))`. */
export async function* each<List extends ListMethod>(
  list: List,
  filter: NonNullable<Parameters<List>[0]>,
): AsyncGenerator<Awaited<ReturnType<List>>['items'][number], void> {
  const read = list as unknown as (input: object) => Promise<Awaited<ReturnType<List>>>;
  let page = await read(filter);
  yield* page.items;
  while (page.next !== null) {
    page = await read({ ...(filter as object), after: page.next });
    yield* page.items;
  }
}

type ListMethod = (input: never) => Promise<Page<unknown>>;
type Input = Record<string, unknown>;

async function call(
  settings: ClientSettings,
  operation: Operation,
  input: Input,
  options: CallOptions,
): Promise<unknown> {
  const response = await send(settings, urlOf(settings, operation, input), {
    method: operation.method,
    headers: headersOf(operation, options),
    ...bodyOf(operation, input),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  if (operation.reply === 'file') return response;
  if (operation.reply === 'none') return undefined;
  return response.json();
}

/** Fills the path's places, and puts what the query takes behind it. */
function urlOf(settings: ClientSettings, operation: Operation, input: Input): URL {
  const path = operation.path.replace(/:(\w+)/g, (_place, name: string) =>
    encodeURIComponent(String(input[name])),
  );
  const url = new URL(settings.baseUrl.replace(/\/+$/, '') + path);
  for (const name of namesOf(operation.query))
    if (input[name] !== undefined) url.searchParams.set(name, String(input[name]));
  return url;
}

function headersOf(operation: Operation, options: CallOptions): Record<string, string> {
  return {
    ...(operation.body !== undefined && operation.body !== 'upload'
      ? { 'content-type': 'application/json' }
      : {}),
    ...(operation.write ? { 'idempotency-key': options.idempotencyKey ?? crypto.randomUUID() } : {}),
    ...(options.ifMatch === undefined ? {} : { 'if-match': `"${options.ifMatch}"` }),
  };
}

function bodyOf(operation: Operation, input: Input): Pick<RequestInit, 'body'> {
  if (operation.body === undefined) return {};
  if (operation.body === 'upload') {
    const form = new FormData();
    form.set('file', input['file'] as Blob, String(input['name']));
    return { body: form };
  }
  const given = namesOf(operation.body).filter((name) => input[name] !== undefined);
  return { body: JSON.stringify(Object.fromEntries(given.map((name) => [name, input[name]]))) };
}

function namesOf(shape: Operation['query'] | Operation['body']): string[] {
  return shape === undefined || shape === 'upload' ? [] : Object.keys(shape.properties);
}

async function send(settings: ClientSettings, url: URL, init: RequestInit): Promise<Response> {
  const token = typeof settings.token === 'function' ? settings.token() : settings.token;
  const response = await (settings.fetch ?? fetch)(url, {
    ...init,
    headers: {
      'accept-language': settings.language ?? 'zh-CN',
      ...(init.headers as Record<string, string>),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
  });
  if (response.ok) return response;
  throw new ApiProblem(await problemOf(response));
}

/** What the server says, or what can be said for a proxy between that speaks no problem details. */
async function problemOf(response: Response): Promise<ProblemDetails> {
  const text = await response.text();
  if (response.headers.get('content-type')?.startsWith('application/problem+json'))
    return JSON.parse(text) as ProblemDetails;
  return {
    type: 'about:blank',
    title: response.statusText,
    status: response.status,
    detail: text.slice(0, 500),
    code: 'GZ_NOT_GONGZHI',
    remedy: 'Check the address: what answered is not Gongzhi.',
    instance: '',
  };
}
