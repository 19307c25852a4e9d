/**
 * The runtime's tests once more, on PostgreSQL: `TEST_DATABASE_URL` names a server on which databases may be made.
 *
 * Where there is none they are left out, and it says so; in CI that is a failure.
 */
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';

const server = process.env['TEST_DATABASE_URL'];
if (server === undefined || server === '') {
  const words = 'PostgreSQL tests are left out: TEST_DATABASE_URL is not set';
  process.stderr.write(`${words}\n`);
  process.exit(process.env['CI'] === undefined ? 0 : 1);
}
const tests = globSync('test/*.test.ts', { cwd: new URL('..', import.meta.url) });
const { status } = spawnSync(
  'tap',
  tests.map((path) => `packages/runtime/${path}`),
  { stdio: 'inherit', env: { ...process.env, DATABASE_URL: server } },
);
process.exit(status ?? 1);
