/** Puts the neighbourhood and the bundled definitions into an installation; what is there already stays as it is. */
import { GongzhiError, type Actor, type Problem, type Text } from '@gongzhi/engine';
import { SYSTEM, type Directory, type Page, type Runtime } from '@gongzhi/runtime';
import { EXIT } from '../exit.ts';
import { Failure } from '../failure.ts';
import { readBundled } from '../workflows.ts';
import { ADMINISTRATOR, cells, DEMO_PASSWORD, members, parties } from './neighbourhood.ts';

export interface Seeded {
  /** How many things were new. */
  changes: number;
  /** That the calendar of the bundled definitions does not know this year, so that clocks are provisional; null: it does. */
  unknownYear: Text | null;
}

/** `password: null`: nobody can sign in, and each of the hashes, slow on purpose, is saved; for stories and tests. */
export async function seed(
  runtime: Runtime,
  { password = DEMO_PASSWORD }: { password?: string | null } = {},
): Promise<Seeded> {
  const { directory } = runtime;
  const people = await seedDirectory(directory, password);
  const administrator = await directory.actor(ADMINISTRATOR);
  const before = await countVersions(runtime);
  // What came with the program was agreed on elsewhere: where two persons publish it is the system's.
  const unknownYear = await publishBundled(runtime, runtime.publishing.required ? SYSTEM : administrator);
  return { changes: people + (await countVersions(runtime)) - before, unknownYear };
}

/**
 * A bundled file that was changed without a new version is told with the way out that a developer has. In a year that
 * the calendar does not know yet it is published all the same, and the words of that problem are answered: the
 * demonstration must start, and its clocks say themselves that they are provisional.
 */
async function publishBundled({ definitions }: Runtime, administrator: Actor): Promise<Text | null> {
  const sources = await readBundled();
  try {
    await definitions.publishAll(sources, administrator);
    return null;
  } catch (cause) {
    const unknownYear = unknownYearOf(cause);
    if (unknownYear !== null) {
      await definitions.publishAll(sources, administrator, { unknownYear: 'allow' });
      return unknownYear;
    }
    if (!(cause instanceof GongzhiError) || cause.refusal.code !== 'GZ_DEFINITION_VERSION_TAKEN') throw cause;
    const { code, message, remedy } = cause.refusal;
    const next = 'GONGZHI_FOLDER=var/fresh gongzhi dev';
    throw new Failure({ exit: EXIT.refused, code, what: message, fix: remedy, next }, { cause });
  }
}

/** The words of that problem; the others follow from it: none of the definitions is known to the others then. */
function unknownYearOf(cause: unknown): Text | null {
  if (!(cause instanceof GongzhiError) || cause.refusal.code !== 'GZ_DEFINITION_INVALID') return null;
  const { problems } = cause.refusal.details as unknown as { problems: Problem[] };
  return problems.find(({ code }) => code === 'GZ422')?.message ?? null;
}

/** Cells before parties before members; stewards last, since they are members. */
async function seedDirectory(directory: Directory, password: string | null): Promise<number> {
  let changes = 0;
  const cellsThere = new Set((await directory.cells()).map(({ cellId }) => cellId));
  const partiesThere = new Set((await all((page) => directory.parties(page))).map(({ partyId }) => partyId));
  const membersThere = new Set(
    (await all((page) => directory.members(page))).map(({ memberId }) => memberId),
  );
  const newCells = cells.filter(({ cellId }) => !cellsThere.has(cellId));
  for (const cell of newCells) await directory.saveCell({ ...cell, stewardMemberId: null });
  for (const party of parties)
    if (!partiesThere.has(party.partyId!)) {
      await directory.saveParty(party);
      changes += 1;
    }
  for (const member of members)
    if (!membersThere.has(member.memberId!)) {
      await directory.saveMember({ ...member, ...(password === null ? {} : { password }) });
      changes += 1;
    }
  for (const cell of newCells) if (cell.stewardMemberId !== null) await directory.saveCell(cell);
  return changes + newCells.length;
}

async function countVersions({ definitions }: Runtime): Promise<number> {
  const versions = await Promise.all((await definitions.list()).map(({ id }) => definitions.versions(id)));
  return versions.flat().length;
}

async function all<Item>(
  list: (page: { after?: string; limit: number }) => Promise<Page<Item>>,
): Promise<Item[]> {
  const items: Item[] = [];
  for (let page = await list({ limit: 200 }); ; page = await list({ limit: 200, after: page.next })) {
    items.push(...page.items);
    if (page.next === null) return items;
  }
}
