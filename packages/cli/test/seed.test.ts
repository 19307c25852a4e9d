import t from 'tap';
import { compileFiles } from '../src/compile-files.ts';
import { plugins } from '../src/plugins.ts';
import { cells, members, parties } from '../src/seed/neighbourhood.ts';
import { readBundled } from '../src/workflows.ts';

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
