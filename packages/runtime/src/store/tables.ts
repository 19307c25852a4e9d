/** Tables as `commit.ts` writes them: columns, types and keys, read from the entities so that they are said once. */
import type { Store } from './open.ts';
import type {
  AwaitRow,
  CaseRow,
  ClockRow,
  EffectRow,
  HandoffRow,
  IncidentRow,
  JournalRow,
  MessageRow,
  MigrationRow,
  OpeningRow,
  ParticipantRow,
  ReceiptRow,
  TaskRow,
} from './entities.ts';

/** Row types by table. */
interface Rows {
  cases: CaseRow;
  journal: Omit<JournalRow, 'position'>;
  receipts: ReceiptRow;
  participants: ParticipantRow;
  tasks: TaskRow;
  clocks: ClockRow;
  handoffs: HandoffRow;
  effects: EffectRow;
  openings: OpeningRow;
  awaits: AwaitRow;
  messages: MessageRow;
  incidents: IncidentRow;
  migrations: MigrationRow;
}
export type TableName = keyof Rows;

/**
 * `put` writes the whole row, new or not; `patch` changes some columns of a row that is there; `run` is a statement
 * with `?` places, for what depends on other rows.
 */
export type Write = Run | RowWrite;

export interface Run {
  do: 'run';
  sql: string;
  values: Value[];
}

type Value = string | number | boolean | null;

export type RowWrite = {
  [Name in TableName]:
    | { do: 'put'; table: Name; row: Rows[Name] }
    | { do: 'patch'; table: Name; row: Partial<Rows[Name]> };
}[TableName];

export interface Table {
  name: TableName;
  columns: Column[];
  keys: string[];
}

interface Column {
  /** Of the row object. */
  property: string;
  /** In the database. */
  name: string;
  /** PostgreSQL's type. */
  type: string;
  isKey: boolean;
}

export type Tables = Record<TableName, Table>;

export function describeTables(store: Store): Tables {
  const tables: Partial<Tables> = {};
  for (const meta of store.orm.getMetadata().getAll().values()) {
    const columns = meta.props
      .filter(({ autoincrement }) => autoincrement !== true)
      .map((property) => ({
        property: property.name as string,
        name: property.fieldNames[0]!,
        type: property.columnTypes[0]!,
        isKey: property.primary === true,
      }));
    const name = meta.tableName as TableName;
    tables[name] = {
      name,
      columns,
      keys: columns.filter(({ isKey }) => isKey).map((column) => column.name),
    };
  }
  return tables as Tables;
}
