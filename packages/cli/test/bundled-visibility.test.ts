/** What the bundled definitions keep from whom: played from their own tests, read as a viewer reads. */
import { compile, viewCase, viewEntry, type Viewer } from '@gongzhi/engine';
import { createWorld, open, perform, readTests, type World } from '@gongzhi/engine/testing';
import { readFileSync } from 'node:fs';
import t, { type Test } from 'tap';
import { plugins } from '../src/plugins.ts';

const FOLDER = new URL('../../../workflows/', import.meta.url);

/** Plays one of the definition's own tests, found by its English title. */
function play(id: string, title: string): World {
  const read = (file: string) => readFileSync(new URL(`${id}/${file}`, FOLDER), 'utf8');
  const compiled = compile(read('v1.yaml'), { file: 'v1.yaml', plugins, now: Date.UTC(2026, 1, 1) });
  const tests = readTests(read('v1.test.yaml'), 'v1.test.yaml');
  if (!compiled.ok || !tests.ok) throw new Error(`expected ${id} and its tests to be right`);
  const test = tests.file.tests.find((one) => one.title.en === title);
  if (!test) throw new Error(`expected a test ${title}`);
  const world = createWorld(compiled.compiled, tests.file.cast, test.given.at);
  open(world, test.given);
  for (const step of test.when) perform(world, step.act);
  return world;
}

/** Everything that somebody may read of the case: the case itself and its timeline. */
function seenBy({ compiled, state, journal, actor }: World, memberId: string): string {
  if (state === null) throw new Error('expected an open case');
  const { partyId, partyKind, qualifications } = actor(memberId);
  const viewer: Viewer = { memberId, partyId, partyKind, qualifications, supervises: null };
  return JSON.stringify([
    viewCase(compiled, state, viewer),
    journal.map((entry) => viewEntry(compiled, state, entry, viewer)),
  ]);
}

function check(t: Test, world: World, words: RegExp, who: { reads: string[]; doesNot: string[] }) {
  for (const memberId of who.reads) t.match(seenBy(world, memberId), words, memberId);
  for (const memberId of who.doesNot) {
    const seen = seenBy(world, memberId);
    t.match(seen, /"access":/, `${memberId} may read the case`);
    t.notMatch(seen, words, memberId);
  }
}

t.test('the subject of a complaint never learns who complained, nor in what words', (t) => {
  const world = play(
    'accountability',
    'Accepted, verified by two, the subject heard, decided by a third, put right, published',
  );
  check(t, world, /household-li|"li"/, { reads: ['li', 'jian', 'he'], doesNot: ['wang'] });
  check(t, world, /"matter":"逾期未作决定"/, { reads: ['li', 'jian', 'he'], doesNot: ['wang'] });
  t.end();
});

t.test('the subject does not learn who asked for the review, nor who is affected', (t) => {
  const world = play('accountability', 'An agency asks for review within a month; overturned while planning');
  check(t, world, /household-li|"li"/, { reads: ['li', 'jian', 'fu'], doesNot: ['wang'] });
  t.end();
});

t.test('the party reported does not learn from the incident who reported it', (t) => {
  const world = play('grid-incident', 'A dispute is handed to an organization and settled');
  check(t, world, /household-li|"li"/, { reads: ['li', 'chen', 'sun', 'pai'], doesNot: ['bo'] });
  t.end();
});

t.test('neither third party nor other agency learns who asked for information', (t) => {
  const third = play('disclosure', 'The third party’s time does not count');
  check(t, third, /household-li|"li"|李秀兰|13800000000/, { reads: ['li', 'wang', 'he'], doesNot: ['zhou'] });
  const agency = play('disclosure', 'The other agency answers');
  check(t, agency, /household-li|"li"|李秀兰|13800000000/, { reads: ['li', 'wang'], doesNot: ['ma'] });
  t.end();
});
