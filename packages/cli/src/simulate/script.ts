import { readFile } from 'node:fs/promises';
import type { CompiledDefinition } from '@gongzhi/engine';
import { createWorld, open, perform, readTests, type CaseTest, type World } from '@gongzhi/engine/testing';
import { EXIT } from '../exit.ts';
import { Failure } from '../failure.ts';
import type { Output } from '../output.ts';
import { toText } from '../problems/format.ts';
import { text } from '../texts.ts';
import { showEntry, showState } from './show.ts';

/** Plays the tests of a file step by step; what each step did is told, nothing is expected of it but its refusals. */
export async function playScript(
  compiled: CompiledDefinition,
  file: string,
  only: string | undefined,
  output: Output,
): Promise<void> {
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
    return {
      title: test.title,
      lines: [...play(world, test, output)],
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
}

function* play(world: World, { given, when }: CaseTest, output: Output): Generator<string> {
  let told = 0;
  const acts = [
    () => open(world, given),
    ...when.map(
      ({ act }) =>
        () =>
          perform(world, act),
    ),
  ];
  for (const act of acts) {
    const refusal = act();
    for (; told < world.journal.length; told++) yield showEntry(world.journal[told]!, world, output);
    if (refusal) yield `    ${output.paint('yellow', refusal.code)}  ${output.words(refusal.message)}`;
    yield showState(world, output);
  }
}
