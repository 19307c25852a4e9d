/** Reads `/v1/stream` for ever: parses server-sent events, and connects again from the last id when cut. */
import { ApiProblem } from './api-problem.ts';
import type { StreamEvent, Topic } from './stream.ts';
import type { TimelineEntry } from './timeline.ts';

export interface StreamOptions {
  /** Only this case. */
  caseId?: string;
  topics?: Topic[];
  /** Resume after this event; the newest entry when absent. */
  lastEventId?: string;
  signal?: AbortSignal;
}

const WAIT_MIN_MS = 500;
const WAIT_MAX_MS = 30_000;

type Connect = (
  headers: Record<string, string>,
  query: Record<string, unknown>,
  signal: AbortSignal | undefined,
) => Promise<Response>;

export async function* followStream(
  connect: Connect,
  options: StreamOptions,
): AsyncGenerator<StreamEvent, void> {
  const query = { case: options.caseId, topics: options.topics?.join(',') };
  let lastEventId = options.lastEventId;
  let waitMs = WAIT_MIN_MS;
  while (!options.signal?.aborted) {
    const headers: Record<string, string> = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
    try {
      const response = await connect(headers, query, options.signal);
      for await (const message of messages(response)) {
        waitMs = WAIT_MIN_MS;
        if (message.id !== undefined) lastEventId = message.id;
        const event = eventOf(message);
        if (event) yield event;
      }
    } catch (error) {
      if (options.signal?.aborted) return;
      if (error instanceof ApiProblem && error.status < 500 && error.status !== 429) throw error;
    }
    await pause(waitMs, options.signal);
    waitMs = Math.min(waitMs * 2, WAIT_MAX_MS);
  }
}

interface Message {
  id?: string;
  event: string;
  data: string;
}

function eventOf({ id = '', event, data }: Message): StreamEvent | undefined {
  if (event === 'entry') return { kind: 'entry', id, entry: JSON.parse(data) as TimelineEntry };
  if (event === 'reset') return { kind: 'reset', id };
  return undefined;
}

/** Source: WHATWG HTML, §9.2.6, without the cases that our server never sends (CR line ends, BOM). */
async function* messages(response: Response): AsyncGenerator<Message, void> {
  if (!response.body) return;
  // A reader and not `for await`: Safari's streams cannot be iterated.
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const blocks = (rest + decoder.decode(value, { stream: true })).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) yield messageOf(block);
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function messageOf(block: string): Message {
  const message: Message = { event: 'message', data: '' };
  for (const line of block.split('\n')) {
    const [, name, value = ''] = /^(\w+): ?(.*)$/.exec(line) ?? [];
    if (name === 'id') message.id = value;
    else if (name === 'event') message.event = value;
    else if (name === 'data') message.data += value;
  }
  return message;
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
    function done() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    }
  });
}
