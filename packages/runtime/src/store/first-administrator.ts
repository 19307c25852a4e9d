/** What the first administrator's making needs of the database: that there is none, and that two cannot be first. */
import { IsolationLevel, raw } from '@mikro-orm/core';
import { MemberRow } from './directory-rows.ts';
import type { Dialect, EntityManager } from './open.ts';

export async function hasAdministrator(em: EntityManager): Promise<boolean> {
  const granted = { [raw('cast(grants as text)')]: { $like: '%"administrator"%' } };
  return (await em.count(MemberRow, { active: true, ...granted })) > 0;
}

/** Of two who make the first administrator at once, one does. SQLite has no other level. */
export const isolationFor = (dialect: Dialect) =>
  dialect === 'postgres' ? { isolationLevel: IsolationLevel.SERIALIZABLE } : {};
