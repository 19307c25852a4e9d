/**
 * The few places where SQLite and PostgreSQL say it differently, and pieces of conditions with their values.
 *
 * Lists are written as SQL because their form decides whether an index serves them; everything else is MikroORM's.
 */
import type { Dialect, Store } from '../store/open.ts';
import { storable } from '../store/storable.ts';

/** A piece of SQL with `?` places and their values, in order. */
export interface Sql {
  text: string;
  values: (string | number)[];
}

export const sql = (text: string, ...values: (string | number)[]): Sql => ({ text, values });

export function allOf(parts: (Sql | null)[]): Sql {
  return join(parts, ' and ', '1 = 1');
}

export function anyOf(parts: (Sql | null)[]): Sql {
  return join(parts, ' or ', '1 = 0');
}

function join(parts: (Sql | null)[], word: string, nothing: string): Sql {
  const given = parts.filter((part) => part !== null);
  if (given.length === 0) return sql(nothing);
  return {
    text: `(${given.map(({ text }) => text).join(word)})`,
    values: given.flatMap(({ values }) => values),
  };
}

export function concat(parts: Sql[], between = ' '): Sql {
  return {
    text: parts.map(({ text }) => text).join(between),
    values: parts.flatMap(({ values }) => values),
  };
}

/** The column holds the words, letter for letter (`like` would not know upper case on SQLite). */
export function contains(dialect: Dialect, column: string, words: string): Sql {
  return sql(`${dialect === 'sqlite' ? 'instr' : 'strpos'}(${column}, ?) > 0`, words);
}

/** The column holds the words whatever their case; `%` and `_` are letters like others. */
export function resembles(dialect: Dialect, column: string, pattern: string): Sql {
  return sql(`${column} ${dialect === 'sqlite' ? 'like' : 'ilike'} ? escape '!'`, pattern);
}

export const escapeLike = (words: string): string => words.replace(/[!%_]/g, '!$&');

/** How a list is ordered: each branch by columns of its tables, all together by columns of the result. */
export interface Order {
  branch: string;
  whole: string;
}

/** The first `whole` (or `limit`) rows of several lists in one order, each cut to `limit` itself. */
export function firstOf(branches: Sql[], order: Order, limit: number, whole = limit): Sql {
  const cut = branches.map((branch, index) =>
    sql(
      `select * from (${branch.text} order by ${order.branch} limit ${limit}) as branch_${index}`,
      ...branch.values,
    ),
  );
  return concat([concat(cut, ' union all '), sql(`order by ${order.whole} limit ${whole}`)]);
}

/** Rows as the driver gives them: on PostgreSQL a bigint is a string. */
export type Raw = Record<string, unknown>;

export async function select(store: Store, { text, values }: Sql): Promise<Raw[]> {
  return store.em().execute<Raw[]>(
    text,
    values.map((value) => (typeof value === 'string' ? storable(value) : value)),
  );
}

export const text = (value: unknown): string => String(value);
export const textOrNull = (value: unknown): string | null => (value === null ? null : String(value));
export const instant = (value: unknown): number => Number(value);
export const instantOrNull = (value: unknown): number | null => (value === null ? null : Number(value));
