/** How much waits for somebody: the figures on the tabs of the inbox. */
import type { Store } from '../store/open.ts';
import { incomingHandoffs, metRequirements, offeredTasks, type InboxViewer } from './audience.ts';
import { anyOf, concat, instant, select, sql, type Sql } from './sql.ts';

export interface Counts {
  offered: number;
  mine: number;
  party: number;
  handoffsIncoming: number;
  /** Of the tasks that the party holds. */
  overdue: number;
}

export async function countAll(store: Store, now: number, viewer: InboxViewer): Promise<Counts> {
  const { dialect } = store;
  const { partyId, memberId } = viewer;
  const met = await metRequirements(store, viewer);
  const held = sql(`t.status = 'claimed' and t.holder_party_id = ?`, partyId);
  const count = async (from: string, where: Sql): Promise<number> => {
    const [row] = await select(store, concat([sql(`select count(*) as n from ${from} where`), where]));
    return instant(row?.['n'] ?? 0);
  };
  return {
    offered: await count('tasks t', anyOf(met.map((each) => offeredTasks(dialect, viewer, each)))),
    mine: await count('tasks t', concat([held, sql('and t.holder_member_id = ?', memberId)])),
    party: await count('tasks t', held),
    handoffsIncoming: await count('handoffs h', anyOf(await incomingHandoffs(store, viewer))),
    overdue: await count('tasks t', concat([held, sql('and t.due_at <= ?', now)])),
  };
}
