/**
 * The events of one stream, from a position on, for ever: entries that the reader may see as they are committed.
 *
 * It ends when the reader is gone, the server closes, or the reader's session does: that is looked at with each
 * heartbeat, and so is what they may see.
 */
import type { TimelineEntry } from '@gongzhi/api';
import type { StoredEntry } from '@gongzhi/runtime';
import type { Viewer } from '@gongzhi/engine';
import type { Context } from '../context.ts';
import { timelineEntry } from '../timeline-entry.ts';
import { STREAM_PAGE } from './hub.ts';

export interface StreamReader {
  token: string;
  viewer: Viewer;
  caseId: string | null;
  topics: ReadonlySet<string> | null;
  /** Of Last-Event-ID; null: begin at the newest. */
  after: number | null;
  signal: AbortSignal;
}

export async function* streamEvents(context: Context, reader: StreamReader): AsyncGenerator<string, void> {
  const { hub, options, runtime } = context;
  let { viewer } = reader;
  let seenAt = performance.now();
  let position = reader.after ?? (await runtime.feed.head());
  yield `retry: 2000\nid: ${position}\n\n`;
  let mayBeBehind = reader.after !== null;
  while (!hub.isClosed() && !reader.signal.aborted) {
    if (performance.now() - seenAt >= options.heartbeatMs) {
      const renewed = await lookAgain(context, reader);
      if (renewed === null) return;
      viewer = renewed;
      seenAt = performance.now();
      yield `: heartbeat\nid: ${position}\n\n`;
    }
    const head = mayBeBehind ? await runtime.feed.head() : position;
    if (head - position > options.streamCatchUp || head < position) {
      position = head;
      yield `event: reset\nid: ${position}\ndata: {"position":${position}}\n\n`;
    }
    const generation = hub.generation();
    const entries = await hub.entriesAfter(position);
    for (const entry of entries) {
      position = entry.position;
      const shown = await show(context, reader, viewer, entry);
      if (shown) yield `event: entry\nid: ${position}\ndata: ${JSON.stringify(shown)}\n\n`;
    }
    mayBeBehind = entries.length === STREAM_PAGE;
    if (entries.length === 0) await hub.wait(generation, options.heartbeatMs, reader.signal);
  }
}

/** What the reader may see now; null: their session has ended. */
async function lookAgain({ runtime }: Context, { token }: StreamReader): Promise<Viewer | null> {
  const identity = await runtime.directory.identify(token);
  return identity?.scopes.includes('read') ? runtime.directory.viewer(identity) : null;
}

async function show(
  { hub }: Context,
  { caseId, topics }: StreamReader,
  viewer: Viewer,
  stored: StoredEntry,
): Promise<TimelineEntry | null> {
  if (caseId !== null && stored.caseId !== caseId) return null;
  const { state, compiled } = await hub.caseOf(stored.caseId);
  const entry = timelineEntry(compiled, state, stored, viewer);
  if (entry === null || topics === null) return entry;
  const touches = entry.changes.some(({ what }) => topics.has(what.split('.', 1)[0] ?? ''));
  return touches ? entry : null;
}
