import { readFile } from 'node:fs/promises';
import type { CompiledDefinition } from '@gongzhi/engine';
import {
  createWorld,
  open,
  perform,
  readTests,
  type CaseTest,
  type TestStep,
  type World,
} from '@gongzhi/engine/testing';
import { EXIT } from '../exit.ts';
import { Failure } from '../failure.ts';
import type { Output } from '../output.ts';
import { toText } from '../problems/format.ts';
import { text } from '../texts.ts';
import type { Played } from './by-hand.ts';
import { showEntry, showState } from './show.ts';

/** Plays the tests of a file step by step; what each step did is told, nothing is expected of it but its refusals. */
export async function playScript(
  compiled: CompiledDefinition,
  file: string,
  only: string | undefined,
  output: Output,
): Promise<Played[]> {
  const source = await readFile(file, 'utf8');
  const read = readTests(source, file);
  if (!read.ok) {
    process.stdout.write(toText(read.problems, [{ file, source }], output));
    throw new Failure({
      exit: EXIT.problems,
      code: 'GZ_CLI_SCRIPT',
      what: text('scriptInvalid', { count: read.problems.length }),
      where: file,
      details: { problems: read.problems },
    });
  }
  const tests = read.file.tests.filter(
    ({ title }) => only === undefined || title.en.includes(only) || title['zh-CN'].includes(only),
  );
  const played = tests.map((test) => {
    const world = createWorld(compiled, read.file.cast, test.given.at);
    const when: TestStep[] = [];
    return {
      title: test.title,
      given: test.given,
      world,
      when,
      lines: [...play(world, test, output, when)],
      journal: world.journal,
      state: world.state,
    };
  });
  output.result(
    played.map(({ title, journal, state }) => ({ title, journal, state })),
    played
      .map(({ title, lines }) => [output.paint('bold', output.words(title)), ...lines, ''].join('\n'))
      .join('\n'),
  );
  return played;
}

/** `done` gets each step with the refusal that it met. */
function* play(world: World, { given, when }: CaseTest, output: Output, done: TestStep[]): Generator<string> {
  let told = 0;
  const acts = [
    () => open(world, given),
    ...when.map(({ act, line }) => () => {
      const refusal = perform(world, act);
      done.push({ line, act, ...(refusal ? { refused: refusal.code } : {}) });
      return refusal;
    }),
  ];
  for (const act of acts) {
    const refusal = act();
    for (; told < world.journal.length; told++) yield showEntry(world.journal[told]!, world, output);
    if (refusal) yield `    ${output.paint('yellow', refusal.code)}  ${output.words(refusal.message)}`;
    yield showState(world, output);
  }
}
