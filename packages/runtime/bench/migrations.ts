/**
 * How long a migration's dry run and the migration itself take over many running cases of the tests' work order.
 *
 *     node packages/runtime/bench/migrations.ts [cases]      10,000 when absent; SQLite in a file, fsync on
 */
import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { openWorld } from '../test/world.ts';

const count = Number(process.argv[2] ?? 10_000);
const source = readFileSync(new URL('../test/work-order.yaml', import.meta.url), 'utf8');
const second = source.replace('version: 1', 'version: 2').replace('limit: P5D', 'limit: P9D');
const plan = {
  from: { id: 'work-order', version: 1 },
  to: { id: 'work-order', version: 2 },
  clocks: { limit: 'keep' },
};

const world = await openWorld({ file: true });
for (let made = 0; made < count; made += 500)
  await Promise.all(Array.from({ length: Math.min(500, count - made) }, () => world.open()));
await world.runtime.definitions.publish(second, world.operator);
const { migrations } = world.runtime;
await timed('dry run', async () => {
  const { cases, accepted } = await migrations.dryRun(plan, world.operator);
  return `${accepted} of ${cases} accepted`;
});
await timed('migration', async () => {
  const { status, migrated } = await migrations.apply(plan, world.operator, 'a longer limit');
  return `${status}, ${migrated} migrated`;
});
await world.close();

async function timed(what: string, work: () => Promise<string>): Promise<void> {
  const startedAt = performance.now();
  const outcome = await work();
  const seconds = (performance.now() - startedAt) / 1_000;
  const memory = Math.round(process.memoryUsage().rss / 1_048_576);
  console.log(
    `${what}: ${outcome}; ${seconds.toFixed(1)} s, ${memory} MiB resident, load ${loadavg()[0]!.toFixed(1)}`,
  );
}
