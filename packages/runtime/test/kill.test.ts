/** Kills a real process under load, many times, and compares every acknowledgement with the journal. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { openWorld } from './world.ts';

const KILLS = 12;

t.test(
  'after SIGKILL at any moment each acknowledged command is in the journal exactly once',
  { timeout: 110_000 },
  async (t) => {
    const world = await openWorld({ file: true });
    await world.runtime.close();
    const acknowledged: string[] = [];
    for (let turn = 0; turn < KILLS; turn += 1)
      acknowledged.push(...(await runAndKill(world.databaseUrl, world.folder, `k${turn}`, 10 + turn * 17)));
    t.ok(acknowledged.length > KILLS * 10, `${acknowledged.length} commands were acknowledged`);

    const runtime = await world.again({ now: Date.now });
    await runtime.settle();
    const journal = new Map<string, string[]>();
    for (let position = 0; ;) {
      const entries = await runtime.feed.read(position, 1_000);
      if (entries.length === 0) break;
      position = entries.at(-1)!.position;
      for (const { commandId, caseId, seq, hash } of entries) {
        const lines = journal.get(commandId) ?? [];
        lines.push(`${commandId} ${caseId} ${seq} ${hash}`);
        journal.set(commandId, lines);
      }
    }
    const wrong = acknowledged.filter((line) => {
      const lines = journal.get(line.split(' ')[0]!) ?? [];
      return lines.length !== 1 || lines[0] !== line;
    });
    t.same(wrong, [], 'each acknowledged command once, as acknowledged');
    t.same(
      [...journal.values()].filter((lines) => lines.length !== 1),
      [],
      'no command twice',
    );
    const bad = [];
    for await (const verdict of runtime.verify()) if (!verdict.ok) bad.push(verdict);
    t.same(bad, [], 'every case verifies');
    const [repeat = ''] = acknowledged;
    const [commandId = '', caseId = '', , hash] = repeat.split(' ');
    const receipt = await runtime.dispatch({
      commandId,
      definition: { id: 'work-order' },
      actor: world.resident,
      body: { kind: 'case.open', role: 'resident', payload: { title: commandId.replace('-open', '') } },
    });
    t.match(receipt, { caseId, hash, repeated: true }, 'and repeated, it gets its receipt');
    await world.close();
  },
);

/** Kills the worker some time after so many acknowledgements; the lines that it wrote, complete ones only. */
async function runAndKill(
  databaseUrl: string,
  folder: string,
  tag: string,
  after: number,
): Promise<string[]> {
  const worker = spawn(
    process.execPath,
    [fileURLToPath(new URL('./kill-worker.ts', import.meta.url)), databaseUrl, folder, tag],
    { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } },
  );
  let text = '';
  await new Promise<void>((resolve, reject) => {
    worker.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.split('\n').length > after) setTimeout(() => worker.kill('SIGKILL'), after % 7);
    });
    worker.on('error', reject);
    worker.on('close', () => resolve());
  });
  const lines = text.split('\n').slice(0, -1);
  if (lines[0] !== 'ready') throw new Error(`expected the worker to be ready, got ${text.slice(0, 200)}`);
  return lines.slice(1);
}
