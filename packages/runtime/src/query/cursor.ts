/**
 * Keyset cursors: where a page ended, as base64url of JSON `[list, sort values …]`.
 *
 * They carry no secret and no right: a page asked for with a made-up cursor shows nothing that another page would not.
 */
import { directoryErrors } from '../directory-errors.ts';

type CursorShape = ('string' | 'number' | 'number?')[];
type CursorValue = string | number | null;

const CURSOR_LENGTH_MAX = 700;
const PAGE_LIMIT_MAX = 200;
const PAGE_LIMIT = 50;

export function writeCursor(list: string, values: CursorValue[]): string {
  return Buffer.from(JSON.stringify([list, ...values])).toString('base64url');
}

/**
 * The sort values that `writeCursor` was given for the same list; null when there is no cursor.
 *
 * Refuses with GZ_CURSOR_INVALID whatever `writeCursor` could not have made.
 */
export function readCursor(
  list: string,
  shape: CursorShape,
  cursor: string | undefined,
): CursorValue[] | null {
  if (cursor === undefined) return null;
  const values = parse(cursor);
  const fits =
    values !== null &&
    values.length === shape.length + 1 &&
    values[0] === list &&
    shape.every((kind, index) => isOfKind(kind, values[index + 1]));
  if (!fits || writeCursor(list, values.slice(1) as CursorValue[]) !== cursor)
    throw directoryErrors.error('GZ_CURSOR_INVALID');
  return values.slice(1) as CursorValue[];
}

function parse(cursor: string): unknown[] | null {
  if (typeof cursor !== 'string' || cursor.length > CURSOR_LENGTH_MAX) return null;
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(value) ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function isOfKind(kind: CursorShape[number], value: unknown): boolean {
  if (kind === 'string') return typeof value === 'string' && !value.includes('\0');
  return Number.isSafeInteger(value) || (kind === 'number?' && value === null);
}

/** The page's size; 50 when absent. Refuses with GZ_PAGE_LIMIT what is not 1 to 200. */
export function pageLimit(limit: number | undefined): number {
  if (limit === undefined) return PAGE_LIMIT;
  if (!Number.isInteger(limit) || limit < 1 || limit > PAGE_LIMIT_MAX)
    throw directoryErrors.error('GZ_PAGE_LIMIT', { max: PAGE_LIMIT_MAX, got: String(limit) });
  return limit;
}

/** Makes the page out of up to `limit + 1` rows: the one too many says that there is a next page. */
export function pageOf<Row, Item>(
  rows: Row[],
  limit: number,
  cursor: (last: Row) => string,
  item: (row: Row) => Item,
): { items: Item[]; next: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(item),
    next: rows.length > limit && last !== undefined ? cursor(last) : null,
  };
}
