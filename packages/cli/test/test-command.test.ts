import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { fixture, gongzhi, temporaryFolder } from './support/cli.ts';

const definition = fixture('repair/v1.yaml');
const tests = readFileSync(fixture('repair/v1.test.yaml'), 'utf8');

/** The fixture with other tests. */
function withTests(test: Test, changed: string): string {
  const folder = temporaryFolder((clean) => test.teardown(clean));
  copyFileSync(definition, join(folder, 'v1.yaml'));
  writeFileSync(join(folder, 'v1.test.yaml'), changed);
  return join(folder, 'v1.yaml');
}

t.test('tests that hold pass, and the coverage is printed', async (t) => {
  const { code, stdout } = await gongzhi(['test', definition, '--full']);
  t.equal(code, 0);
  t.match(stdout, 'states 6/6 · transitions 6/6');
});

t.test('a test that does not hold is told with its line, what was expected and what was found', async (t) => {
  const file = withTests(t, tests.replace('outcome: repaired', 'outcome: broken'));
  const { code, stdout } = await gongzhi(['test', file]);
  t.equal(code, 1);
  t.match(stdout, /v1\.test\.yaml:\d+ {2}outcome: expected "broken", found "repaired"/);
});

t.test('each state and transition that no test reaches is named, and --full fails on it', async (t) => {
  const file = withTests(t, tests.slice(0, tests.indexOf('  - title: { zh-CN: 撤回')));
  const loose = await gongzhi(['test', file]);
  t.equal(loose.code, 0);
  t.match(loose.stdout, 'state never entered: withdrawn');
  t.match(loose.stdout, /transition never taken #0: \* –withdraw→ withdrawn/);
  const full = await gongzhi(['test', file, '--full']);
  t.equal(full.code, 1);
});

t.test('a mistake in a file of tests is told with its place and remedy', async (t) => {
  const file = withTests(t, tests.replace('claim: look\n', 'clam: look\n').replace('by: tan,', 'by: tam,'));
  const { code, stdout } = await gongzhi(['test', file]);
  t.equal(code, 1);
  t.match(stdout, /GZ705[\s\S]*claim/);
  t.match(stdout, /GZ702[\s\S]*did you mean tan/);
});

t.test('the result is JSON with --json and JUnit with --junit', async (t) => {
  const junit = join(
    temporaryFolder((clean) => t.teardown(clean)),
    'results.xml',
  );
  const { stdout } = await gongzhi(['test', definition, '--json', '--junit', junit]);
  t.match(JSON.parse(stdout), [{ definition: 'repair', ok: true, passed: 4, failed: 0, missing: 0 }]);
  t.match(readFileSync(junit, 'utf8'), /<testsuite name=".*" tests="4" failures="0" errors="0">/);
});

t.test(
  'generated tests cover what the saved ones leave out, and are written as a file of tests',
  async (t) => {
    const file = withTests(t, tests.slice(0, tests.indexOf('  - title: { zh-CN: 撤回')));
    const written = file.replace('v1.yaml', 'generated.yaml');
    const { code, stdout } = await gongzhi(['test', file, '--full', '--generate', '--write', written]);
    t.equal(code, 0, stdout);
    t.match(stdout, 'state never entered: withdrawn');
    t.match(stdout, 'with the saved tests: states 6/6 · transitions 6/6');
    t.match(readFileSync(written, 'utf8'), /^definition: v1\.yaml$/m);
    copyFileSync(written, file.replace('v1.yaml', 'v1.test.yaml'));
    const again = await gongzhi(['test', file, '--full']);
    t.equal(again.code, 0, again.stdout);
  },
);
