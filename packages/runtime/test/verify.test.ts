import { createPublicKey, verify } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from '@gongzhi/engine';
import t from 'tap';
import { openWorld, refusalOf, tamper, taskOf, type World } from './world.ts';

/** A case with some history, and another that nobody touches. */
async function history(world: World): Promise<string> {
  const caseId = await world.open();
  await world.open();
  await world.event(caseId, 'check');
  await world.runtime.settle();
  const taskId = await taskOf(world.runtime, caseId);
  await world.send(caseId, { kind: 'task.claim', taskId }, { actor: world.worker(1) });
  await world.event(caseId, 'ask');
  return caseId;
}

/** What is tampered with, and what is found at which entry. */
const attempts: [what: string, statement: (caseId: string) => string[], found: object][] = [
  [
    'an altered byte',
    (id) => [
      `update journal set entry = replace(entry, '"event":"check"', '"event":"chack"') where case_id = '${id}' and seq = 2`,
    ],
    { what: 'chain', seq: 2 },
  ],
  [
    'an altered entry with its hash made to fit',
    (id) => [
      `update journal set entry = replace(entry, '"event":"check"', '"event":"chack"'), hash = 'abc' where case_id = '${id}' and seq = 2`,
    ],
    { what: 'chain', seq: 2 },
  ],
  [
    'an altered column',
    (id) => [`update journal set actor_member_id = 'mallory' where case_id = '${id}' and seq = 4`],
    { what: 'chain', seq: 4 },
  ],
  [
    'an altered state hash',
    (id) => [`update journal set state_hash = 'abc' where case_id = '${id}' and seq = 3`],
    { what: 'chain', seq: 3 },
  ],
  [
    'a removed entry',
    (id) => [`delete from journal where case_id = '${id}' and seq = 3`],
    { what: 'gap', seq: 3 },
  ],
  [
    'a removed first entry',
    (id) => [`delete from journal where case_id = '${id}' and seq = 1`],
    { what: 'gap', seq: 1 },
  ],
  [
    'a truncated journal',
    (id) => [`delete from journal where case_id = '${id}' and seq = 5`],
    { what: 'gap', seq: null },
  ],
  [
    'an inserted entry',
    (id) => [
      `insert into journal (case_id, seq, at, kind, command_id, actor_member_id, actor_party_id, entry, state_hash, previous_hash, hash)
       select case_id, 6, at, kind, command_id, actor_member_id, actor_party_id, entry, state_hash, hash, hash from journal where case_id = '${id}' and seq = 5`,
    ],
    { what: 'chain', seq: 6 },
  ],
  [
    'reordered entries',
    (id) => [
      `update journal set seq = 100 where case_id = '${id}' and seq = 2`,
      `update journal set seq = 2 where case_id = '${id}' and seq = 3`,
      `update journal set seq = 3 where case_id = '${id}' and seq = 100`,
    ],
    { what: 'chain', seq: 2 },
  ],
  [
    'an entry that is no JSON',
    (id) => [`update journal set entry = '{' where case_id = '${id}' and seq = 2`],
    { what: 'chain', seq: 2 },
  ],
  [
    'a changed snapshot',
    (id) => [
      `update cases set snapshot = replace(snapshot, '"title":"Lamp"', '"title":"Lump"') where case_id = '${id}'`,
    ],
    { what: 'snapshot' },
  ],
  [
    'a changed head',
    (id) => [`update cases set head_hash = 'abc' where case_id = '${id}'`],
    { what: 'rows' },
  ],
  [
    'a changed custodian',
    (id) => [`update cases set custodian_party_id = 'mallory' where case_id = '${id}'`],
    { what: 'rows' },
  ],
  [
    'a changed task',
    (id) => [
      `insert into tasks (task_id, case_id, name, role, status, party_kinds, qualifications, opened_at) values ('x', '${id}', 'x', 'x', 'offered', '', '', 1)`,
    ],
    { what: 'rows' },
  ],
  [
    'a changed clock',
    (id) => [`update clocks set status = 'running', next_at = 1 where case_id = '${id}'`],
    { what: 'rows' },
  ],
  [
    'a removed participant',
    (id) => [`delete from participants where case_id = '${id}' and role = 'worker'`],
    { what: 'rows' },
  ],
  ['a removed await', (id) => [`delete from awaits where case_id = '${id}'`], { what: 'rows' }],
  [
    'a removed receipt',
    (id) => [`delete from receipts where case_id = '${id}' and revision = 2`],
    { what: 'rows', seq: 2 },
  ],
  ['a removed case', (id) => [`delete from cases where case_id = '${id}'`], { what: 'rows' }],
  [
    'a definition changed after the fact',
    () => [`update definitions set source = replace(source, 'P5D', 'P50D')`],
    { what: 'definition', seq: 1 },
  ],
];

for (const [what, statements, found] of attempts)
  t.test(`verify finds ${what}`, async (t) => {
    const world = await openWorld({ file: true });
    const caseId = await history(world);
    t.match(await world.verdicts(), [{ ok: true }, { ok: true }]);
    await tamper(world, ...statements(caseId));
    const fresh = await world.again();
    const verdicts = [];
    for await (const verdict of fresh.verify()) verdicts.push(verdict);
    const bad = verdicts.filter(({ ok }) => !ok);
    t.match(
      bad.find((verdict) => verdict.caseId === caseId),
      { ok: false, caseId, ...found },
    );
    if (what !== 'a definition changed after the fact') t.equal(bad.length, 1, 'the other case is sound');
    await world.close();
  });

t.test('verify checks one case when asked', async (t) => {
  const world = await openWorld();
  const caseId = await history(world);
  const verdicts = [];
  for await (const verdict of world.runtime.verify({ caseId })) verdicts.push(verdict);
  t.match(verdicts, [{ caseId, ok: true, entries: 5, head: String }]);
  await world.close();
});

t.test('a head is signed with the installation’s key, which is its owner’s alone', async (t) => {
  const world = await openWorld();
  const caseId = await world.open();
  const { signature, ...head } = await world.runtime.signedHead(caseId);
  const spki = Buffer.concat([
    Buffer.from('302a300506032b6570032100', 'hex'),
    Buffer.from(head.publicKey, 'base64url'),
  ]);
  const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
  t.ok(verify(null, Buffer.from(canonicalJson(head)), key, Buffer.from(signature, 'base64url')));
  t.notOk(
    verify(null, Buffer.from(canonicalJson({ ...head, seq: 2 })), key, Buffer.from(signature, 'base64url')),
  );
  const other = await world.again();
  if (process.env['DATABASE_URL'] !== undefined)
    t.equal((await other.signedHead(caseId)).publicKey, head.publicKey, 'the same after a restart');
  const keys = join(world.folder, 'keys');
  for (const file of readdirSync(keys)) t.equal(statSync(join(keys, file)).mode & 0o777, 0o600, file);
  t.equal((await refusalOf(world.runtime.signedHead('none'))).code, 'GZ_CASE_UNKNOWN');
  await world.close();
});
