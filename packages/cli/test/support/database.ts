/** Looks into, and damages, the file of the embedded database, without the program that wrote it. */
import { DatabaseSync } from 'node:sqlite';

export function countRows(file: string, table: string): number {
  using database = open(file);
  const row = database.prepare(`select count(*) as count from ${table}`).get() as { count: number };
  return row.count;
}

/** Runs one statement, as somebody who can write to the file. */
export function alter(file: string, statement: string): void {
  using database = open(file);
  database.exec(statement);
}

function open(file: string): DatabaseSync & Disposable {
  const database = new DatabaseSync(file);
  return Object.assign(database, { [Symbol.dispose]: () => database.close() });
}

/** One byte of a row's text: the first character of `marker` becomes another. */
export function changeOneByte(file: string, table: string, column: string, marker: string): number {
  using database = open(file);
  const other = (marker[0] === 'x' ? 'y' : 'x') + marker.slice(1);
  const statement = `update ${table} set ${column} = replace(${column}, ?, ?) where instr(${column}, ?) > 0`;
  return Number(database.prepare(statement).run(marker, other, marker).changes);
}
