/**
 * `serve` under load, killed again and again: what was acknowledged over HTTP is in the journal, once, and the whole
 * record fits; what was not acknowledged is there wholly or not at all, and sending it again with its key settles it.
 */
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { ApiProblem, createClient, type Client } from '@gongzhi/api';
import t from 'tap';
import { gongzhi, start, temporaryFolder } from './support/cli.ts';

const KILLS = 12;
const CLIENTS = 8;

interface Sent {
  key: string;
  /** null: it opens one. */
  caseId: string | null;
  /** The case and revision of the receipt; null: no answer came. */
  acknowledged: { caseId: string; revision: number } | null;
}

const payload = { what: '夜间噪声', where: '幸福里', when: '2026-11-24T23:30:00+08:00', kind: 'noise' };

t.test('nothing acknowledged is lost when serve is killed at any moment', { timeout: 240_000 }, async (t) => {
  const folder = temporaryFolder((clean) => t.teardown(clean));
  const environment = { GONGZHI_FOLDER: folder, GONGZHI_LOG_LEVEL: 'error' };
  const first = await start(['dev'], environment);
  const token = await signIn(first.url, 'li.wei');
  await first.stop();

  const sent: Sent[] = [];
  for (let round = 0; round < KILLS; round += 1) {
    const serving = await start(['serve'], environment);
    const client = createClient({ baseUrl: serving.url, token });
    // Another moment each time, from the first answers on.
    const target = sent.filter(isAcknowledged).length + 1 + ((round * 29) % 60);
    const state = { isAlive: true };
    const kill = async () => {
      if (sent.filter(isAcknowledged).length < target || !state.isAlive) return;
      state.isAlive = false;
      await serving.stop('SIGKILL');
    };
    await Promise.all(
      Array.from({ length: CLIENTS }, (_, index) => load(client, `k${round}-${index}`, sent, state, kill)),
    );
  }

  const acknowledged = sent.filter(isAcknowledged);
  t.ok(acknowledged.length >= 200, `${acknowledged.length} commands were acknowledged`);

  const last = await start(['serve'], environment);
  const client = createClient({ baseUrl: last.url, token });
  for (const one of sent.filter((given) => !isAcknowledged(given))) await send(client, one);
  await last.stop();

  using database = open(join(folder, 'gongzhi.sqlite'));
  const count = database.prepare('select count(*) as n from journal where case_id = ? and seq = ?');
  const missing = sent.filter(({ acknowledged: answer }) => {
    const { n } = count.get(answer!.caseId, answer!.revision) as { n: number };
    return n !== 1;
  });
  t.same(missing, [], 'each acknowledged command is one entry');
  const entries = new Set(sent.map(({ acknowledged: answer }) => `${answer?.caseId} ${answer?.revision}`));
  t.equal(entries.size, sent.length, 'no two commands are one entry');
  const { n: stored } = database
    .prepare("select count(*) as n from journal where kind in ('case.open', 'event.send')")
    .get() as { n: number };
  t.equal(stored, sent.length, 'and nothing else is there');

  const { code, stdout } = await gongzhi(['verify', '--json'], { environment });
  t.equal(code, 0, 'the whole record fits');
  t.match(JSON.parse(stdout), { ok: true, broken: [] });
});

const opening = { definition: 'grid-incident', role: 'reporter', cellId: 'c-xingfu-1', payload } as const;

const isAcknowledged = ({ acknowledged }: Sent) => acknowledged !== null;

/** Opens cases and adds to each, as fast as the answers come, until the process is gone. */
async function load(
  client: Client,
  name: string,
  sent: Sent[],
  state: { isAlive: boolean },
  each: () => Promise<void>,
) {
  for (let number = 0; state.isAlive; number += 1) {
    const opened = await attempt(
      client,
      { key: `${name}-${number}-open`, caseId: null, acknowledged: null },
      sent,
    );
    if (opened === null) return;
    await each();
    const added = { key: `${name}-${number}-more`, caseId: opened, acknowledged: null };
    if (!state.isAlive || (await attempt(client, added, sent)) === null) return;
    await each();
  }
}

/** The case that answered; null when the connection went with the process. What the server itself refused is thrown. */
async function attempt(client: Client, one: Sent, sent: Sent[]): Promise<string | null> {
  sent.push(one);
  try {
    return await send(client, one);
  } catch (error) {
    if (error instanceof ApiProblem) throw error;
    return null;
  }
}

async function send(client: Client, one: Sent): Promise<string> {
  const options = { idempotencyKey: one.key };
  const { caseId, revision } =
    one.caseId === null
      ? await client.openCase(opening, options)
      : await client.sendEvent(
          { caseId: one.caseId, event: 'add-information', payload: { text: 'again' } },
          options,
        );
  one.acknowledged = { caseId, revision };
  return caseId;
}

async function signIn(baseUrl: string, login: string): Promise<string> {
  const { token } = await createClient({ baseUrl }).signIn({ login, password: 'gongzhi-demo' });
  return token;
}

function open(file: string): DatabaseSync & Disposable {
  const database = new DatabaseSync(file, { readOnly: true });
  return Object.assign(database, { [Symbol.dispose]: () => database.close() });
}
