import { compile, type EffectContext } from '@gongzhi/engine';
import { readTests, runTests } from '@gongzhi/engine/testing';
import { governmentPlugin } from '@gongzhi/plugin-government';
import { residentPlugin } from '@gongzhi/plugin-resident';
import { readFileSync } from 'node:fs';
import t from 'tap';
import { schoolPlugin } from '../src/index.ts';

const read = (name: string) => readFileSync(new URL(`../workflow/${name}`, import.meta.url), 'utf8');
const plugins = [governmentPlugin, residentPlugin, schoolPlugin];

t.test('a definition that names schools compiles, and its own tests cover it', (t) => {
  const result = compile(read('v1.yaml'), { file: 'v1.yaml', plugins });
  t.strictSame(result.problems, []);
  const tests = readTests(read('v1.test.yaml'), 'v1.test.yaml');
  if (!result.ok || !tests.ok) {
    t.fail('expected definition and tests to be readable', { problems: tests.ok ? [] : tests.problems });
    return t.end();
  }
  const { results, coverage } = runTests(result.compiled, tests.file);
  for (const { test, failures } of results) t.strictSame(failures, [], test.title.en);
  t.strictSame(coverage.states.missing, [], 'every state is covered');
  t.strictSame(coverage.transitions.missing, [], 'every transition is covered');
  t.end();
});

t.test('without the plugin the engine knows no schools', (t) => {
  const result = compile(read('v1.yaml'), { plugins: [governmentPlugin, residentPlugin] });
  t.equal(result.ok, false);
  t.match(
    result.problems.map(({ message }) => message.en),
    [/school/],
  );
  t.end();
});

const hours = [{ from: '2026-06-08T09:00:00+08:00', to: '2026-06-08T11:30:00+08:00' }];

async function readTimetable(answer: Response, settings: Record<string, string>) {
  const asked: string[] = [];
  const context: EffectContext = {
    effectId: 'effect-1',
    caseId: 'case-1',
    attempt: 1,
    signal: new AbortController().signal,
    log: { info: () => undefined, warn: () => undefined },
    services: {
      contactsOf: async () => [],
      holdersOf: async () => [],
      outbox: async () => undefined,
      settings,
      fetch: async (url) => {
        asked.push(String(url));
        return answer;
      },
    },
  };
  const reply = await schoolPlugin.effects?.['timetable']?.run({ site: '二中' }, context);
  return { asked, reply };
}

t.test('the timetable of a site is read from the service that is set', async (t) => {
  const settings = { timetableUrl: 'https://exam.example/hours?year=2026' };
  const { asked, reply } = await readTimetable(Response.json({ hours }), settings);
  t.strictSame(reply, { hours });
  t.strictSame(asked, ['https://exam.example/hours?year=2026&site=%E4%BA%8C%E4%B8%AD']);
  const failures: [Response, Record<string, string>, string][] = [
    [Response.json({ hours }), {}, 'TerminalError'],
    [Response.json({ hours: [{ from: 'nine' }] }), settings, 'TerminalError'],
    [Response.json(null), settings, 'TerminalError'],
    [new Response('', { status: 404 }), settings, 'TerminalError'],
    [new Response('', { status: 503 }), settings, 'RetryableError'],
  ];
  for (const [answer, given, name] of failures) await t.rejects(readTimetable(answer, given), { name });
});

t.test('an exam lasts to its last minute', (t) => {
  const run = schoolPlugin.functions?.['school_during_exam']?.run as (h: unknown, at: string) => boolean;
  t.equal(run(hours, '2026-06-08T11:30:00+08:00'), true);
  t.equal(run(hours, '2026-06-08T03:30:00Z'), true);
  t.equal(run(hours, '2026-06-08T11:31:00+08:00'), false);
  t.equal(run([], '2026-06-08T11:00:00+08:00'), false);
  t.end();
});
