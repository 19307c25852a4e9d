/**
 * Durable steps a second, beside the floor: the same rows written by prepared statements in groups, without an engine.
 *
 *     node packages/runtime/bench/steps.ts [--secs 0.5] [--rounds 12] [--flight 1,16,128] [--floor false]
 *
 * SQLite, WAL, synchronous=FULL, in a temporary folder. Engine and floor take turns in one run, because the disk and
 * the neighbours change. The reference case has ten steps (reference.yaml); effects are real and in process.
 */
import { closeSync, fdatasyncSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { definePlugin, type Actor } from '@gongzhi/engine';
import { openRuntime, type Runtime } from '@gongzhi/runtime';
import { openFloor, type Floor } from './floor.ts';

const { values: given } = parseArgs({
  options: {
    secs: { type: 'string', default: '0.5' },
    rounds: { type: 'string', default: '12' },
    flight: { type: 'string', default: '1,16,128' },
    floor: { type: 'string', default: 'true' },
  },
});

const folder = mkdtempSync(join(process.env['GONGZHI_BENCH_FOLDER'] ?? tmpdir(), 'gongzhi-bench-'));
const runtime = await openRuntime({
  config: {
    databaseUrl: `file:${join(folder, 'engine.sqlite')}`,
    documentsFolder: join(folder, 'documents'),
    keysFolder: join(folder, 'keys'),
    pluginSettings: {},
    documentLimitBytes: 1_000_000,
  },
  plugins: [benchPlugin()],
});
const actor: Actor = { memberId: 'bench', partyId: 'bench', partyKind: 'resident', qualifications: [] };
await runtime.definitions.publish(readFileSync(new URL('reference.yaml', import.meta.url), 'utf8'), actor);
const reached = latch(runtime);

console.log(`node ${process.version}, SQLite WAL synchronous=FULL, ${folder}`);
console.log(`fsync probe: ${probe()} appends of 4 KiB + fdatasync a second`);
const floor = given.floor === 'true' ? await openFloor(folder, () => oneCase('sample'), runtime) : null;
const rows: Record<string, string | number>[] = [];
for (const inFlight of given.flight.split(',').map(Number)) rows.push(await measure(inFlight));
console.table(rows);
console.log(`fsync probe: ${probe()} appends of 4 KiB + fdatasync a second`);
await runtime.close();
await floor?.close();
rmSync(folder, { recursive: true, force: true });

async function measure(inFlight: number): Promise<Record<string, string | number>> {
  const rounds = Number(given.rounds);
  const ms = Number(given.secs) * 1_000;
  await engineFor(inFlight, 500);
  if (floor !== null) await floorFor(floor, inFlight, 500);
  const engine = { steps: 0, ms: 0, statements: 0, cpuUs: 0, acks: [] as number[] };
  const below = { steps: 0, ms: 0, cpuUs: 0 };
  const ratios: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const one = await engineFor(inFlight, ms);
    engine.steps += one.steps;
    engine.ms += one.ms;
    engine.cpuUs += one.cpuUs;
    engine.statements += one.statements;
    engine.acks.push(...one.acks);
    if (floor === null) continue;
    const other = await floorFor(floor, inFlight, ms);
    below.steps += other.steps;
    below.ms += other.ms;
    below.cpuUs += other.cpuUs;
    ratios.push(one.steps / one.ms / (other.steps / other.ms));
  }
  const perSecond = ({ steps, ms: took }: { steps: number; ms: number }) =>
    Math.round((steps / took) * 1_000);
  return {
    'in flight': inFlight,
    'engine steps/s': perSecond(engine),
    'floor steps/s': floor === null ? '–' : perSecond(below),
    'ratio (median)': floor === null ? '–' : `${Math.round(Number(percentile(ratios, 0.5)) * 100)} %`,
    'ratio (sum)': floor === null ? '–' : `${Math.round((perSecond(engine) / perSecond(below)) * 100)} %`,
    'ack p50 ms': percentile(engine.acks, 0.5),
    'ack p99 ms': percentile(engine.acks, 0.99),
    'cpu µs/step': Math.round(engine.cpuUs / engine.steps),
    'floor cpu': floor === null ? '–' : Math.round(below.cpuUs / below.steps),
    'statements/step': (engine.statements / engine.steps).toFixed(2),
  };
}

async function engineFor(inFlight: number, ms: number) {
  const before = runtime.metrics.read();
  const cpu = process.cpuUsage();
  const acks: number[] = [];
  const start = performance.now();
  const end = start + ms;
  const client = async (number: number) => {
    for (let turn = 0; performance.now() < end; turn += 1)
      await oneCase(`${start}-${number}-${turn}`, acks, () => performance.now() >= end);
  };
  let took = 0;
  let after = before;
  const clients = Promise.all(Array.from({ length: inFlight }, (_, number) => client(number)));
  await new Promise((done) => setTimeout(done, ms));
  took = performance.now() - start;
  after = runtime.metrics.read();
  const used = process.cpuUsage(cpu);
  await clients;
  await runtime.settle();
  const grown = (name: string) => after[name]! - before[name]!;
  return {
    steps: grown('gongzhi_steps_total'),
    statements: grown('gongzhi_statements_total'),
    ms: took,
    cpuUs: used.user + used.system,
    acks,
  };
}

/** Opens the reference case and takes it to its end, or until `isOver`. */
async function oneCase(tag: string, acks: number[] = [], isOver = () => false): Promise<string> {
  const command = { actor, commandId: `${tag}-open` };
  let at = performance.now();
  const { caseId } = await runtime.dispatch({
    ...command,
    definition: { id: 'reference', version: 1 },
    body: { kind: 'case.open', role: 'resident', payload: {} },
  });
  acks.push(performance.now() - at);
  for (const [state, event] of [
    ['wait-a', 'a'],
    ['wait-b', 'b'],
  ] as const) {
    await reached(caseId, state);
    if (isOver()) return caseId;
    at = performance.now();
    await runtime.dispatch({
      actor,
      commandId: `${tag}-${event}`,
      caseId,
      body: { kind: 'event.send', event, payload: {} },
    });
    acks.push(performance.now() - at);
  }
  await reached(caseId, 'done');
  return caseId;
}

async function floorFor(one: Floor, inFlight: number, ms: number) {
  const start = performance.now();
  const end = start + ms;
  const cpu = process.cpuUsage();
  let used = cpu;
  let steps = 0;
  const client = async () => {
    while (performance.now() < end) {
      const next = one.begin();
      for (let step = 0; step < next.steps; step += 1) {
        await next.step(step);
        if (performance.now() < end) steps += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: inFlight }, client));
  used = process.cpuUsage(cpu);
  return { steps, ms, cpuUs: used.user + used.system };
}

/** Resolves when a case has entered a state, as the stream says it. */
function latch({ feed }: Runtime) {
  const entered = new Map<string, (() => void) | true>();
  feed.subscribe((entries) => {
    for (const { caseId, changes } of entries)
      for (const { what, name } of changes)
        if (what === 'state.entered' && (name === 'wait-a' || name === 'wait-b' || name === 'done')) {
          const key = `${caseId} ${name}`;
          const waiting = entered.get(key);
          if (typeof waiting === 'function') {
            waiting();
            entered.delete(key);
          } else entered.set(key, true);
        }
  });
  return (caseId: string, state: string) =>
    new Promise<void>((resolve) => {
      const key = `${caseId} ${state}`;
      if (entered.get(key) !== true) entered.set(key, resolve);
      else {
        entered.delete(key);
        resolve();
      }
    });
}

function benchPlugin() {
  const title = { 'zh-CN': '基准', en: 'Bench' };
  return definePlugin({
    name: 'bench',
    version: '1.0.0',
    title,
    partyKind: { kind: 'resident', title, badge: { 'zh-CN': '基', en: 'B' }, channels: [] },
    effects: {
      work: {
        title,
        input: { type: 'object', properties: { n: { type: 'integer' } } },
        reply: { type: 'object', properties: {} },
        run: async ({ n = 0 }) => ({ n }),
      },
    },
  });
}

function percentile(values: number[], part: number): string {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(2);
}

/** How many synced appends the disk gives right now. */
function probe(): number {
  const file = join(folder, 'probe');
  const handle = openSync(file, 'w');
  const block = Buffer.alloc(4_096, 1);
  const start = performance.now();
  let count = 0;
  for (; performance.now() - start < 500; count += 1) {
    writeSync(handle, block);
    fdatasyncSync(handle);
  }
  const took = performance.now() - start;
  closeSync(handle);
  rmSync(file);
  return Math.round((count / took) * 1_000);
}
