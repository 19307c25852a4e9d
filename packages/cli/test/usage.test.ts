import t from 'tap';
import { fixture, gongzhi } from './support/cli.ts';

const COMMANDS = [
  'dev',
  'serve',
  'worker',
  'check',
  'lsp',
  'graph',
  'diff',
  'export',
  'import',
  'simulate',
  'test',
  'deploy',
  'versions',
  'rollback',
  'case',
  'task',
  'handoff',
  'member',
  'sign-in',
  'sign-out',
  'admin',
  'verify',
  'doctor',
];

t.test('help starts with examples and lists every command', async (t) => {
  const { code, stdout } = await gongzhi(['--help']);
  t.equal(code, 0);
  t.match(stdout, /^Examples:\n {2}gongzhi /);
  for (const command of COMMANDS) t.match(stdout, new RegExp(`^  ${command}\\b`, 'm'));
});

t.test('the help of every command starts with examples, in Chinese too', async (t) => {
  for (const command of COMMANDS) {
    const { code, stdout } = await gongzhi([command, '--help', '--lang', 'zh']);
    t.equal(code, 0, command);
    t.match(stdout, /^示例：\n {2}\S/, command);
  }
});

t.test('the language is that of the environment', async (t) => {
  const { stdout } = await gongzhi(['--help'], { environment: { LANG: 'zh_CN.UTF-8' } });
  t.match(stdout, '命令：');
});

t.test(
  'an unknown command, a missing argument and a wrong option are wrong usage: exit code 2',
  async (t) => {
    for (const words of [
      ['nonsense'],
      ['graph'],
      ['check', '--nonsense'],
      ['serve', '--port', 'x'],
      ['check', '--format', 'x'],
    ]) {
      const { code, stdout, stderr } = await gongzhi(words);
      t.equal(code, 2, words.join(' '));
      t.equal(stdout, '');
      t.match(stderr, /^failed GZ_CLI_/);
    }
  },
);

t.test('a failure with --json is JSON with code, words in both languages and the next command', async (t) => {
  const { code, stdout } = await gongzhi([
    'case',
    'list',
    '--json',
    '--token',
    'x',
    '--server',
    'http://127.0.0.1:9',
  ]);
  t.equal(code, 3);
  t.match(JSON.parse(stdout), {
    error: {
      code: 'GZ_CLI_UNREACHABLE',
      exit: 3,
      what: { 'zh-CN': String, en: String },
      next: 'gongzhi dev',
    },
  });
});

t.test('nothing is sent without saying who', async (t) => {
  const { code, stderr } = await gongzhi(['case', 'list']);
  t.equal(code, 2);
  t.match(stderr, /not signed in[\s\S]*--as/);
});

t.test('no colour is printed into a pipe', async (t) => {
  const { stdout } = await gongzhi(['doctor']);
  t.notMatch(stdout, '\u001b');
});

t.test('doctor says of each thing whether it is there', async (t) => {
  const { stdout } = await gongzhi(['doctor', '--json'], { environment: { GONGZHI_PORT: '0' } });
  const { findings } = JSON.parse(stdout) as { findings: { name: string }[] };
  t.same([...new Set(findings.map(({ name }) => name))], ['node', 'database', 'clock', 'calendar', 'port']);
});

t.test('a database server that is not there: exit code 3, and its password is not shown', async (t) => {
  const { code, stderr } = await gongzhi(['serve'], {
    environment: { DATABASE_URL: 'postgres://u:secret@127.0.0.1:9/x' },
  });
  t.equal(code, 3);
  t.match(stderr, 'cannot reach the database');
  t.notMatch(stderr, 'secret');
});

t.test('a setting that is wrong is named: exit code 2', async (t) => {
  const { code, stderr } = await gongzhi(['serve'], {
    environment: { GONGZHI_DOCUMENT_LIMIT_BYTES: 'many' },
  });
  t.equal(code, 2);
  t.match(stderr, 'GONGZHI_DOCUMENT_LIMIT_BYTES');
});

t.test('giving a task back and passing it on say that they need a reason', async (t) => {
  for (const words of [
    ['release', 'some-task'],
    ['delegate', 'some-task', '--to', 'p-x'],
  ]) {
    t.match((await gongzhi(['task', words[0]!, '--help'])).stdout, /--reason <words> .*\(required\)/);
    const { code, stderr } = await gongzhi(['task', ...words]);
    t.equal(code, 2);
    t.match(stderr, 'the option --reason <words> is missing');
  }
});

t.test('one of something is not called several', async (t) => {
  const { stderr } = await gongzhi(['check', fixture('broken.yaml')]);
  t.match(stderr, /(^|\D)1 error, 0 warnings;/);
});
