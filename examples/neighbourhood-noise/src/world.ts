/**
 * The world of the story: a real server on the loopback address over a SQLite file, a clock that only the story moves,
 * and everybody with an API key of their own. The story goes through `as(who)`, over HTTP; the runtime behind it is
 * held here for three things that no client may do: to move time, to narrate, and to close.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient, each, type Client } from '@gongzhi/api';
import { plugins, seed } from '@gongzhi/cli';
import type { Language, Text } from '@gongzhi/engine';
import { openRuntime, readConfig, type Runtime, type Scope } from '@gongzhi/runtime';
import { createServer } from '@gongzhi/server';
import { newParties, people, qualifications, type Person, type Who } from './people.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Midnight in Shanghai, as an offset from midnight UTC. */
const OFFSET_MS = 8 * 60 * 60 * 1000;

export interface Clock {
  now: number;
}

export interface World {
  folder: string;
  databaseFile: string;
  clock: Clock;
  runtime: Runtime;
  partyNames: Map<string, Text>;
  /** Their client, with their own key. */
  as(who: Who): Client;
  /** A client without any sign-in. */
  anybody: Client;
  /** Runs what is due, and moves time on to then, a midnight at a time: each lapse happens on its own day. */
  moveTo(at: number, eachDay?: () => Promise<void>): Promise<void>;
  /** The same people before another database file: a copy of this one. */
  before(databaseFile: string): Promise<Pick<World, 'as'> & { close(): Promise<void> }>;
  close(): Promise<void>;
}

export async function openWorld(options: { folder: string; at: number; language: Language }): Promise<World> {
  const { folder, language } = options;
  const clock: Clock = { now: options.at };
  await mkdir(folder, { recursive: true });
  const databaseFile = join(folder, 'gongzhi.sqlite');
  const { url, runtime, close } = await serve(databaseFile, { folder, clock, isNew: true });
  const client = (token?: string, baseUrl = url) =>
    createClient({ baseUrl, language, ...(token === undefined ? {} : { token }) });

  const administrator = client(await keyOf(runtime, people.admin, ['read', 'administer']));
  await settleIn(administrator);
  const keys = new Map<Who, string>();
  for (const [who, person] of everybody()) keys.set(who, await keyOf(runtime, person));
  const partyNames = new Map<string, Text>();
  for await (const { partyId, name } of each(administrator.listParties, {})) partyNames.set(partyId, name);

  return {
    folder,
    databaseFile,
    clock,
    runtime,
    partyNames,
    anybody: client(),
    as: (who) => client(keys.get(who)),
    async moveTo(at, eachDay = async () => {}) {
      while (clock.now < at) {
        clock.now = Math.min(at, nextMidnight(clock.now));
        await runtime.settle();
        await eachDay();
      }
    },
    async before(file) {
      const other = await serve(file, { folder, clock, isNew: false });
      return { as: (who) => client(keys.get(who), other.url), close: other.close };
    },
    close,
  };
}

/** `deliver: false`: nothing runs by itself, so that the story is the same each time. */
async function serve(databaseFile: string, options: { folder: string; clock: Clock; isNew: boolean }) {
  const now = () => options.clock.now;
  const config = readConfig({ GONGZHI_FOLDER: options.folder, DATABASE_URL: `file:${databaseFile}` });
  const runtime = await openRuntime({ config, plugins, now, deliver: false });
  try {
    if (options.isNew) await seed(runtime, { password: null });
    const app = await createServer({ runtime, options: { now } });
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    let closing: Promise<void> | undefined;
    const closeOnce = async () => {
      await app.close();
      await runtime.close();
    };
    return { url, runtime, close: () => (closing ??= closeOnce()) };
  } catch (cause) {
    await runtime.close();
    throw cause;
  }
}

/** Whom the story needs beyond the seed. */
async function settleIn(administrator: Client): Promise<void> {
  for (const party of newParties) await administrator.saveParty(party);
  for (const [who, { memberId, partyId, login, name }] of everybody()) {
    const held = qualifications[who];
    if (held === undefined) continue;
    await administrator.saveMember({
      memberId,
      partyId,
      login,
      name: name['zh-CN'],
      qualifications: held.map((qualification) => ({ name: qualification, validUntil: null })),
    });
  }
}

/** A session ends within hours and the story takes months: everybody is given a key, as their own system would hold. */
async function keyOf({ directory }: Runtime, { memberId }: Person, scopes: Scope[] = ['read', 'act']) {
  return (await directory.createApiKey({ memberId, name: 'story', scopes })).secret;
}

const everybody = () => Object.entries(people) as [Who, Person][];

/** One second into the next day: whatever ended with the day before has lapsed. */
function nextMidnight(at: number): number {
  return (Math.floor((at + OFFSET_MS) / DAY_MS) + 1) * DAY_MS - OFFSET_MS + 1000;
}
