/** The grid: a tree of cells from the district down, each with a steward or without. */
import { directoryErrors } from '../directory-errors.ts';
import type { GridCell } from '../directory.ts';
import { GridCellRow, MemberRow } from '../store/directory-rows.ts';
import type { EntityManager, Store } from '../store/open.ts';
import { checkId, checkOneOf, checkText, wrong } from './check.ts';

const LEVELS = ['district', 'street', 'net', 'cell'] as const;
const DEPTH_MAX = 16;

export type CellTree = Map<string, GridCell>;

export interface Grid {
  list(): Promise<GridCell[]>;
  save(cell: GridCell): Promise<GridCell>;
}

export function createGrid(store: Store, now: () => number): Grid {
  return {
    list: () => readCells(store.em()),

    async save(cell) {
      checkCell(cell);
      return store.em().transactional(async (em) => {
        await checkPlace(em, cell);
        const { cellId, parentId, level, name, stewardMemberId } = cell;
        const saved = {
          cellId,
          parentId,
          level,
          name: { 'zh-CN': name['zh-CN'], en: name.en },
          stewardMemberId,
        };
        await em.upsert(GridCellRow, { ...saved, changedAt: now() });
        return saved;
      });
    },
  };
}

/** The cell and those above it, nearest first. Bounded, whatever the rows say. */
export function pathUp(tree: CellTree, cellId: string): GridCell[] {
  const path: GridCell[] = [];
  let cell = tree.get(cellId);
  while (cell !== undefined && path.length <= DEPTH_MAX) {
    path.push(cell);
    cell = cell.parentId === null ? undefined : tree.get(cell.parentId);
  }
  return path;
}

/** The cell's id and those of all cells below it. */
export function cellsBelow(tree: CellTree, cellId: string): string[] {
  return [...tree.keys()].filter((id) => pathUp(tree, id).some((cell) => cell.cellId === cellId));
}

async function readCells(em: EntityManager): Promise<GridCell[]> {
  const rows = await em.find(GridCellRow, {}, { orderBy: { cellId: 'asc' }, disableIdentityMap: true });
  return rows.map(({ cellId, parentId, level, name, stewardMemberId }) => ({
    cellId,
    parentId: parentId ?? null,
    level: level as GridCell['level'],
    name,
    stewardMemberId: stewardMemberId ?? null,
  }));
}

function checkCell(cell: GridCell): void {
  checkId('cellId', cell.cellId);
  if (cell.parentId !== null) checkId('parentId', cell.parentId);
  checkOneOf('level', cell.level, LEVELS);
  checkText('name', cell.name);
  if (cell.stewardMemberId !== null) checkId('stewardMemberId', cell.stewardMemberId);
}

/** Refuses an unknown parent or steward, a cell below itself and a tree too deep. */
async function checkPlace(em: EntityManager, cell: GridCell): Promise<void> {
  const { cellId, parentId, stewardMemberId } = cell;
  if (stewardMemberId !== null && (await em.count(MemberRow, { memberId: stewardMemberId })) === 0)
    throw directoryErrors.error('GZ_MEMBER_UNKNOWN', { memberId: stewardMemberId });
  if (parentId === null) return;
  const tree: CellTree = new Map((await readCells(em)).map((each) => [each.cellId, each]));
  if (parentId !== cellId && !tree.has(parentId))
    throw directoryErrors.error('GZ_CELL_UNKNOWN', { cellId: parentId });
  tree.set(cellId, cell);
  if (parentId === cellId || pathUp(tree, parentId).some((above) => above.cellId === cellId))
    wrong('parentId', { 'zh-CN': '不在该网格之下的网格', en: 'a cell that is not below this one' }, parentId);
  const deepest = Math.max(...cellsBelow(tree, cellId).map((id) => pathUp(tree, id).length));
  if (deepest > DEPTH_MAX)
    wrong(
      'parentId',
      { 'zh-CN': `不超过 ${DEPTH_MAX} 层`, en: `a tree of at most ${DEPTH_MAX} levels` },
      parentId,
    );
}
