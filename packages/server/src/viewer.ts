/** Somebody signed in, as the engine's visibility rules know them. */
import type { Viewer } from '@gongzhi/engine';
import type { GridCell, Identity, InboxViewer, Runtime } from '@gongzhi/runtime';

export async function viewerOf(runtime: Runtime, identity: Identity): Promise<Viewer> {
  return { ...inboxViewerOf(identity), supervises: await supervisedBy(runtime, identity) };
}

export function inboxViewerOf({ actor }: Identity): InboxViewer {
  const { memberId, partyId, partyKind, qualifications } = actor;
  return { memberId, partyId, partyKind, qualifications };
}

/** Operators read all cases, because they repair them; supervisors those of their party's part of the grid. */
async function supervisedBy({ directory }: Runtime, identity: Identity): Promise<Viewer['supervises']> {
  if (identity.grants.includes('operator') && identity.scopes.includes('operate')) return 'all';
  if (!identity.grants.includes('supervisor')) return null;
  const { cellId } = await directory.party(identity.actor.partyId);
  return cellId === null ? 'all' : below(cellId, await directory.cells());
}

/** The cell and everything under it. */
function below(cellId: string, cells: readonly GridCell[]): string[] {
  const found = new Set([cellId]);
  for (const known of found)
    for (const cell of cells) if (cell.parentId === known) found.add(cell.cellId);
  return [...found];
}
