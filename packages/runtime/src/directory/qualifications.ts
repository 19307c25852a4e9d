/** What parties and members are qualified for, and until when. */
import type { HeldQualification } from '../directory.ts';
import { HeldQualificationRow } from '../store/directory-rows.ts';
import type { EntityManager } from '../store/open.ts';

type HolderKind = 'party' | 'member';

export async function qualificationsOf(
  em: EntityManager,
  holderKind: HolderKind,
  holderIds: string[],
): Promise<Map<string, HeldQualification[]>> {
  const held = new Map<string, HeldQualification[]>(holderIds.map((id) => [id, []]));
  if (holderIds.length === 0) return held;
  const rows = await em.find(
    HeldQualificationRow,
    { holderKind, holderId: { $in: holderIds } },
    { orderBy: { holderId: 'asc', name: 'asc' } },
  );
  for (const { holderId, name, validUntil } of rows)
    held.get(holderId)?.push({ name, validUntil: validUntil ?? null });
  return held;
}

/** Ids of the parties or members that hold the qualification in force, as a subquery. */
export function holders(em: EntityManager, holderKind: HolderKind, name: string, now: number) {
  return em
    .createQueryBuilder(HeldQualificationRow, 'held')
    .select('holderId')
    .where({ holderKind, name, $or: [{ validUntil: null }, { validUntil: { $gte: now } }] })
    .toRaw();
}

/** Inside the caller's transaction. */
export async function replaceQualifications(
  em: EntityManager,
  holderKind: HolderKind,
  holderId: string,
  held: readonly HeldQualification[],
): Promise<void> {
  await em.nativeDelete(HeldQualificationRow, { holderKind, holderId });
  if (held.length === 0) return;
  await em.insertMany(
    HeldQualificationRow,
    held.map(({ name, validUntil }) => ({ holderKind, holderId, name, validUntil })),
  );
}

/** Names in force at `now`: up to and including `validUntil`, each once, sorted. */
export function inForce(held: readonly HeldQualification[], now: number): string[] {
  const names = held
    .filter(({ validUntil }) => validUntil === null || validUntil >= now)
    .map(({ name }) => name);
  return [...new Set(names)].toSorted();
}
