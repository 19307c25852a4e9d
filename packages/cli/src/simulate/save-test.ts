/** What was played, kept as a test that passes: printed as a file, or added at the end of one. */
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import {
  describeNow,
  readTests,
  runTests,
  writeTestItems,
  writeTests,
  type CaseTest,
  type Cast,
} from '@gongzhi/engine/testing';
import { EXIT } from '../exit.ts';
import { Failure } from '../failure.ts';
import type { Output } from '../output.ts';
import { text } from '../texts.ts';
import { wordsOf } from '../tests/describe-run.ts';
import type { Played } from './by-hand.ts';

/** The cast of a file of tests that is there already. */
export async function castIn(file: string): Promise<Cast | undefined> {
  const source = await readIfThere(file);
  if (source === null) return undefined;
  const read = readTests(source, file);
  return read.ok ? read.file.cast : undefined;
}

/** `to`: true prints. */
export async function saveTests(
  played: readonly (Played & { title?: CaseTest['title'] })[],
  definitionFile: string,
  to: string | true,
  output: Output,
): Promise<void> {
  const [first] = played;
  if (!first) return;
  const tests = played.map(testOf);
  const { compiled, cast } = first.world;
  const options = { timeZone: compiled.timeZone };
  const file = to === true ? 'v1.test.yaml' : to;
  const before = to === true ? null : await readIfThere(to);
  const definition = relative(dirname(resolve(to === true ? definitionFile : to)), resolve(definitionFile));
  const whole =
    before === null
      ? writeTests(definition, cast, tests, options)
      : appended(file, before, writeTestItems(tests, options, indentOf(file, before)));
  mustPass(compiled, file, whole, tests);
  if (to === true) {
    if (!output.json) output.result(null, whole);
    return;
  }
  await writeFile(to, whole);
  output.note(output.words(text('testSaved', { file: to })));
}

function testOf({ world, given, when, title }: Played & { title?: CaseTest['title'] }): CaseTest {
  const state = world.state;
  const end = state?.outcome ?? Object.values(describeNow(world).state ?? []).join(' + ');
  return {
    title: title ?? { 'zh-CN': `模拟：到达 ${end}`, en: `Simulated: comes to ${end}` },
    line: 0,
    given,
    when,
    then: state === null ? null : describeNow(world),
  };
}

/** Of the items of `tests`, which must be the last key of the file. */
function indentOf(file: string, source: string): string {
  const tests = /^tests:[ \t]*(?:#.*)?\n(?:[ \t]*(?:#.*)?\n)*( *)- /m.exec(source);
  const after = tests ? source.slice(tests.index + 'tests:'.length) : '';
  if (!tests || /^[A-Za-z]/m.test(after)) throw notAppended(file);
  return tests[1]!;
}

const appended = (_file: string, source: string, items: string) => `${source.trimEnd()}\n${items}`;

function mustPass(
  compiled: Played['world']['compiled'],
  file: string,
  source: string,
  tests: CaseTest[],
): void {
  const read = readTests(source, file);
  if (!read.ok) throw notAppended(file);
  const ours = read.file.tests.slice(-tests.length);
  const { results } = runTests(compiled, { ...read.file, tests: ours });
  const failure = results.flatMap(({ failures }) => failures)[0];
  if (!failure) return;
  const why = wordsOf(failure, { words: (words) => words.en });
  throw new Failure({ exit: EXIT.problems, code: 'GZ_CLI_SAVE_TEST', what: text('testNotSaved', { why }) });
}

function notAppended(file: string): Failure {
  return new Failure({
    exit: EXIT.problems,
    code: 'GZ_CLI_SAVE_TEST',
    what: text('testNotAppended', { file }),
    where: file,
  });
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw cause;
  }
}
