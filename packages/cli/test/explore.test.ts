import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compile, explore, exploreAll, type CaseState, type Exploration } from '@gongzhi/engine';
import { createWorld, open, perform, readTests } from '@gongzhi/engine/testing';
import t from 'tap';
import { plugins } from '../src/plugins.ts';

const folder = new URL('../../../workflows/', import.meta.url);
const files = [...readFileSync(new URL('index.yaml', folder), 'utf8').matchAll(/- (\S+\.yaml)/g)].map(
  ([, file]) => file!,
);
const sources = files.map((file) => ({ file, source: readFileSync(new URL(file, folder), 'utf8') }));
const all = sources.map(({ file, source }) => {
  const result = compile(source, { file, plugins });
  if (!result.ok) throw new Error(`${file}: ${result.problems[0]?.message.en}`);
  return { file, source, compiled: result.compiled };
});
const definitions = all.map(({ compiled }) => compiled.definition);
const explorations = all.map(({ file, source, compiled }) => ({
  ...explore(compiled, { file, source, plugins, definitions }),
  file,
}));

t.test('exploring the bundled definitions finds no error, and leaves nothing unexplored', (t) => {
  for (const { file, problems, bounded } of explorations) {
    t.strictSame(
      problems.filter(({ severity }) => severity === 'error'),
      [],
      file,
    );
    t.equal(bounded, false, file);
  }
  t.strictSame(exploreAll(explorations, { plugins }).problems, []);
  t.end();
});

/** What of a case the exploration knows: active states, clocks, what is awaited. */
function shapeOf(state: CaseState): string {
  const clocks = Object.values(state.clocks).filter(({ endedAt }) => endedAt === null);
  const awaited = [
    ...state.tasks.map(({ name }) => name),
    ...state.handoffs.flatMap(({ name, of }) => (of === 'case' && name !== null ? [name] : [])),
    ...state.effects.map(({ name }) => name),
    ...state.awaits.map(({ name }) => name),
  ];
  return JSON.stringify([
    state.machine.value,
    clocks.map(({ name, status }) => `${name} ${status}`).toSorted(),
    awaited.toSorted(),
  ]);
}

function shapesOf({ space, compiled }: Exploration): Set<string> {
  const isCase = (name: string) => compiled.blocks.get(name)?.kind === 'case';
  return new Set(
    space.nodes.map(({ configuration: { value, clocks, open: awaited } }) =>
      JSON.stringify([
        value,
        Object.entries(clocks)
          .map(([name, status]) => `${name} ${status}`)
          .toSorted(),
        [...awaited].filter((name) => !isCase(name)).toSorted(),
      ]),
    ),
  );
}

for (const exploration of explorations)
  t.test(`wherever the tests of ${exploration.file} bring a case, the exploration has been`, (t) => {
    const file = exploration.file.replace('.yaml', '.test.yaml');
    const read = readTests(readFileSync(fileURLToPath(new URL(file, folder)), 'utf8'), file);
    if (!read.ok) throw new Error(`${file}: ${read.problems[0]?.message.en}`);
    const shapes = shapesOf(exploration);
    const missing = new Set<string>();
    let seen = 0;
    for (const { given, when } of read.file.tests) {
      const world = createWorld(exploration.compiled, read.file.cast, given.at);
      const look = () => {
        if (world.state === null || world.state.status === 'closed') return;
        seen++;
        const shape = shapeOf(world.state);
        if (!shapes.has(shape)) missing.add(shape);
      };
      open(world, given);
      look();
      for (const { act } of when) {
        // What an operator does by hand is outside of what a definition can do.
        if (act.do === 'move' || world.state === null) break;
        perform(world, act);
        look();
      }
    }
    t.strictSame([...missing], []);
    t.ok(seen > 5, `${seen} configurations were compared`);
    t.end();
  });
