/** Reads a file of tests; everything that is wrong in it is told at once, each with its place and remedy. */
import { nearest } from '../nearest.ts';
import type { Problem } from '../problem.ts';
import { hint } from '../problems.ts';
import { readSource } from '../source.ts';
import type { Text } from '../text.ts';
import { holderOf } from './cast.ts';
import type { CaseTest, Given, TestFile } from './case-test.ts';
import { Reading } from './reading.ts';
import { readCast } from './read-cast.ts';
import { readExpectation } from './read-expectation.ts';
import { readStep } from './read-step.ts';
import { TestProblemList } from './test-problems.ts';

export type ReadTests = { ok: true; file: TestFile } | { ok: false; problems: Problem[] };

const EMPTY = { members: {}, parties: {}, grid: {}, offices: {} };

/** Codes: GZ1xx for the YAML itself, GZ701 to GZ705 for what it says. */
export function readTests(text: string, file: string): ReadTests {
  const problems = new TestProblemList(file);
  const source = readSource(text, problems.tellYaml);
  if (source.value === null) return { ok: false, problems: problems.sorted() };
  const reading = new Reading(source, problems, source.value, [], EMPTY);
  reading.keys(['definition', 'cast', 'grid', 'offices', 'parties', 'tests']);
  const cast = readCast(reading);
  const whole = reading.with(cast);
  const read: TestFile = {
    file,
    definition: whole.text('definition') ?? '',
    cast,
    tests: whole.list('tests').map(readTest),
  };
  const found = problems.sorted();
  return found.length > 0 ? { ok: false, problems: found } : { ok: true, file: read };
}

function readTest(reading: Reading): CaseTest {
  reading.keys(['title', 'given', 'when', 'then']);
  return {
    title: readTitle(reading),
    line: reading.place().line,
    given: readGiven(reading.inside('given')),
    when: reading.has('when') ? reading.list('when').map(readStep) : [],
    then: reading.has('then') ? readExpectation(reading.inside('then')) : null,
  };
}

function readTitle(reading: Reading): Text {
  const title = reading.inside('title');
  title.keys(['zh-CN', 'en']);
  return { 'zh-CN': title.text('zh-CN') ?? '', en: title.text('en') ?? '' };
}

function readGiven(reading: Reading): Given {
  reading.keys(['at', 'by', 'role', 'payload', 'cell', 'holders', 'from', 'reason', 'refused', 'then']);
  return {
    at: reading.instant('at'),
    by: reading.member('by'),
    role: reading.text('role') ?? '',
    payload: reading.object('payload'),
    ...reading.texts('cell', 'from', 'reason', 'refused'),
    ...(reading.has('holders') ? { holders: readHolders(reading.inside('holders')) } : {}),
    ...(reading.has('then') ? { then: readExpectation(reading.inside('then')) } : {}),
  };
}

function readHolders(reading: Reading): NonNullable<Given['holders']> {
  return Object.fromEntries(
    reading.names().map((role) => [
      role,
      reading.textList(role).flatMap((id) => {
        const holder = holderOf(reading.cast, id);
        if (!holder) tellUnknown(reading, role, id);
        return holder ?? [];
      }),
    ]),
  );
}

function tellUnknown(reading: Reading, key: string, id: string): void {
  const known = [...Object.keys(reading.cast.members), ...Object.keys(reading.cast.parties)];
  reading.tell('GZ702', key, 'value', { name: id, hint: hint(nearest(id, known)), known: known.join(', ') });
}
