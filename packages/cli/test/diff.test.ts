import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { fixture, gongzhi, start, temporaryFolder } from './support/cli.ts';

const [older, newer] = [fixture('parallel.yaml'), fixture('parallel-v2.yaml')];

t.test('differences are told by weight with their places in both files: exit code 1', async (t) => {
  const { code, stdout } = await gongzhi(['diff', older, newer]);
  t.equal(code, 1);
  t.match(stdout, /^demo@1 → demo@2\n\nbreaks running cases \(\d+\)\n/);
  t.match(
    stdout,
    /~ clock “Reply” \(reply\): the limit shorter: 20 working days is now 15 working days\n +\S+parallel\.yaml:14:\d+ → \S+parallel-v2\.yaml:14:\d+/,
  );
  t.match(stdout, 'is now called “preparing.notice.in-person” (guessed by likeness)');
});

t.test('the same in Chinese', async (t) => {
  const { stdout } = await gongzhi(['diff', older, newer, '--lang', 'zh']);
  t.match(stdout, '影响在办案件');
  t.match(stdout, '时长由 20 个工作日 缩短为 15 个工作日');
});

t.test('a definition does not differ from itself: exit code 0', async (t) => {
  const { code, stdout } = await gongzhi(['diff', 'mediation', 'mediation']);
  t.equal(code, 0);
  t.match(stdout, 'no differences');
});

t.test('a definition with errors cannot be compared: exit code 2', async (t) => {
  const { code, stderr } = await gongzhi(['diff', older, fixture('broken.yaml')]);
  t.equal(code, 2);
  t.match(stderr, /GZ\d{3}[\s\S]*next gongzhi check/);
});

t.test('with --json each change has its class, both languages and both paths', async (t) => {
  const { stdout } = await gongzhi(['diff', older, newer, '--json']);
  const { changes } = JSON.parse(stdout) as { changes: { class: string; part: string }[] };
  t.match(
    changes.find(({ part }) => part === 'clock'),
    {
      class: 'stricter',
      kind: 'changed',
      words: { 'zh-CN': String, en: String },
      before: ['clocks', 'reply', 'limit'],
      after: ['clocks', 'reply', 'limit'],
      placeAfter: /parallel-v2\.yaml:14:/,
    },
  );
});

t.test(
  'one picture shows both: what is new, what is gone as a ghost, what has changed, and a legend',
  async (t) => {
    const out = join(
      temporaryFolder((clean) => t.teardown(clean)),
      'changes.svg',
    );
    await gongzhi(['diff', older, newer, '--out', out]);
    const svg = readFileSync(out, 'utf8');
    t.match(svg, /class="state final mark-added" data-state="refused"/);
    t.match(svg, /class="state state stops mark-removed" data-state="preparing\.search\.waiting"/);
    t.match(svg, /class="state state mark-changed" data-state="preparing\.notice\.in-person"/);
    t.match(svg, /class="edge event mark-removed"/);
    for (const words of ['+ added', '− removed', '~ changed']) t.match(svg, `>${words}</text>`);
    t.match(svg, 'prefers-color-scheme:dark');
  },
);

t.test('two definitions that have little in common can still be drawn on one picture', async (t) => {
  const folder = temporaryFolder((clean) => t.teardown(clean));
  const { code, stderr } = await gongzhi(['diff', 'mediation', 'hearing', '--out', join(folder, 'x.svg')]);
  t.equal(code, 1, stderr);
});

t.test('published versions of a server are compared by id@version', async (t) => {
  const folder = temporaryFolder((clean) => t.teardown(clean));
  const server = await start(['dev'], { GONGZHI_FOLDER: folder });
  t.teardown(() => server.stop());
  const { code, stdout, stderr } = await gongzhi(
    ['diff', 'mediation@1', 'hearing@1', '--server', server.url, '--as', 'admin'],
    { environment: { GONGZHI_PASSWORD: 'gongzhi-demo' } },
  );
  t.equal(code, 1, stderr);
  t.match(stdout, /^mediation@1 → hearing@1/);
});
