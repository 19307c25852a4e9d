import type { FastifyBaseLogger } from 'fastify';
import t from 'tap';
import { createServer } from '@gongzhi/server';
import { callerOf, credentials, letWangSignIn, openWorld } from './support/world.ts';

/** Keeps what is logged, with what its children were bound to. */
function recorder(lines: string[], bound: object = {}): FastifyBaseLogger {
  const keep = (level: string) => (fields: unknown, text?: string) => {
    const given = fields instanceof Error ? { error: fields.message } : fields;
    lines.push(JSON.stringify({ level, ...bound, ...(given as object), text }));
  };
  return {
    level: 'trace',
    child: (more: object) => recorder(lines, { ...bound, ...more }),
    silent: () => undefined,
    ...Object.fromEntries(
      ['trace', 'debug', 'info', 'warn', 'error', 'fatal'].map((level) => [level, keep(level)]),
    ),
  } as unknown as FastifyBaseLogger;
}

t.test('a request is logged with who and what, and never with a token, a cookie or a body', async (t) => {
  const world = await openWorld(t);
  const { runtime, as } = world;
  await letWangSignIn(world);
  const lines: string[] = [];
  const app = createServer({ runtime, log: recorder(lines) });
  const { token } = await as('wang');
  const wang = callerOf(app, token);
  const headers = { 'idempotency-key': 'key-of-this-test', cookie: 'gongzhi_session=cookie-secret' };
  const open = { definition: 'noise', role: 'reporter', payload: { what: '机密内容' }, cellId: 'cell-1' };
  const { body } = await wang.post('/v1/cases', open, headers);
  await wang.get(`/v1/cases/${String(body['caseId'])}?lang=en`);
  await wang.post('/v1/session', credentials);
  await app.close();
  const text = lines.join('\n');
  const requests = lines.filter((line) => line.includes('"text":"request"'));
  t.equal(requests.length, 3);
  t.match(
    requests[0],
    new RegExp(
      `"operation":"openCase".*"status":201.*"caseId":"${String(body['caseId'])}".*"memberId":"wang".*"commandId":"wang:key-of-this-test"`,
    ),
  );
  t.match(requests[1], new RegExp(`"operation":"readCase".*"caseId":"${String(body['caseId'])}"`));
  for (const secret of [token, 'cookie-secret', '机密内容', credentials.password, 'lang=en'])
    t.notOk(text.includes(secret), secret);
});
