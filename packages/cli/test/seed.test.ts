import { openRuntime } from '@gongzhi/runtime';
import t from 'tap';
import { compileFiles } from '../src/compile-files.ts';
import { plugins } from '../src/plugins.ts';
import { cells, members, parties } from '../src/seed/neighbourhood.ts';
import { seed } from '../src/seed/seed.ts';
import { readBundled } from '../src/workflows.ts';
import { temporaryFolder } from './support/cli.ts';

const qualifications = plugins.flatMap((plugin) => Object.entries(plugin.qualifications ?? {}));
const kinds = plugins.flatMap(({ partyKind }) => (partyKind ? [partyKind.kind] : []));
const named = (holder: { qualifications?: { name: string }[] }) =>
  (holder.qualifications ?? []).map(({ name }) => name);

t.test('every qualification of the seed is one of a plugin, held by whom it may be held', (t) => {
  for (const [holders, level] of [
    [parties, 'party'],
    [members, 'member'],
  ] as const)
    for (const name of holders.flatMap(named))
      t.ok(
        qualifications.some(([known, { holder }]) => known === name && holder === level),
        `${level} ${name}`,
      );
  t.end();
});

t.test('the seed hangs together: kinds, parties, cells, stewards, logins', (t) => {
  for (const { kind } of parties) t.ok(kinds.includes(kind), kind);
  t.same([...new Set(parties.map(({ kind }) => kind))].toSorted(), [...kinds].toSorted());
  for (const { partyId } of members)
    t.ok(
      parties.some((party) => party.partyId === partyId),
      partyId,
    );
  for (const { parentId } of cells)
    t.ok(parentId === null || cells.some(({ cellId }) => cellId === parentId));
  for (const { level, stewardMemberId } of cells)
    if (level === 'cell') t.ok(members.some(({ memberId }) => memberId === stewardMemberId));
  t.equal(new Set(members.map(({ login }) => login)).size, members.length);
  t.end();
});

t.test('somebody of the seed can hold every role of every bundled definition', async (t) => {
  const checked = await compileFiles(await readBundled(), Date.now());
  for (const { file, result } of checked) {
    if (!result.ok) return t.fail(`${file} has errors`);
    for (const [name, role] of Object.entries(result.compiled.definition.roles)) {
      const able = members.some((member) => {
        const party = parties.find(({ partyId }) => partyId === member.partyId)!;
        const held = [...named(member), ...named(party)];
        return (
          role.party.includes(party.kind) && (role.qualifications ?? []).every((one) => held.includes(one))
        );
      });
      t.ok(able, `${file} ${name}: ${role.party.join(' ')} ${(role.qualifications ?? []).join(' ')}`);
      const { appoint } = role;
      if (typeof appoint === 'object')
        t.ok(parties.flatMap(named).includes(appoint.office), `${file} ${name}: office ${appoint.office}`);
    }
  }
});

t.test('in a year that the calendar does not know the seed warns; people cannot publish', async (t) => {
  const folder = temporaryFolder((clean) => t.teardown(clean));
  const config = {
    databaseUrl: `file:${folder}/gongzhi.sqlite`,
    documentsFolder: `${folder}/documents`,
    keysFolder: `${folder}/keys`,
    pluginSettings: {},
    documentLimitBytes: 1_000,
  };
  const open = (year: number) =>
    openRuntime({ config, plugins, now: () => Date.UTC(year, 4, 4, 4), deliver: false });

  const late = await open(2027);
  const fresh = await seed(late, { password: null });
  t.match(fresh.unknownYear, { en: /does not know the year 2027/, 'zh-CN': /2027 年/ });
  t.ok(fresh.changes > members.length, 'people and places are there');
  t.equal((await late.definitions.list()).length, 8, 'and the definitions, so that it can be tried');
  const actor = await late.directory.actor('m-admin');
  await t.rejects(late.definitions.publishAll(await readBundled(), actor), {
    refusal: { code: 'GZ_DEFINITION_INVALID' },
  } as unknown as Error);
  await late.close();

  const before = await open(2026);
  t.equal((await seed(before, { password: null })).unknownYear, null);
  await before.close();
  const after = await open(2027);
  t.match(await seed(after, { password: null }), { changes: 0, unknownYear: { en: /2027/ } });
  t.ok((await after.definitions.list()).length >= 6, 'what was published goes on');
  await after.close();
});
