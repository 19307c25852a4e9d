/**
 * The floor: what the database alone can do with the rows of the reference case. One case is run through the engine
 * and every statement that its steps execute is noted with its values; the floor then executes the same statements,
 * in groups, for cases of its own, with only their ids replaced.
 */
import { join } from 'node:path';
import type { Runtime } from '@gongzhi/runtime';
import { openStore, type NativeSqlite, type NativeStatement } from '../src/store/open.ts';

export interface Floor {
  begin(): { steps: number; step(index: number): Promise<void> };
  close(): Promise<void>;
}

interface Noted {
  sql: string;
  values: unknown[];
}

export async function openFloor(
  folder: string,
  runSample: () => Promise<string>,
  runtime: Runtime,
): Promise<Floor> {
  const store = await openStore(`file:${join(folder, 'floor.sqlite')}`);
  const db = store.sqlite!;
  const steps = await sample(runSample, runtime, db);
  const begin = db.prepare('begin immediate');
  const commit = db.prepare('commit');
  const prepared = steps.map((noted) =>
    noted.map(({ sql, values }) => ({ statement: db.prepare(sql), bind: binder(values) })),
  );
  let made = 0;
  let queue: { run(): void; done(): void }[] = [];
  const flush = () => {
    const batch = queue;
    queue = [];
    begin.run();
    for (const { run } of batch) run();
    commit.run();
    for (const { done } of batch) done();
  };
  return {
    begin() {
      // As long as the engine's ids.
      const caseId = `01a212ff-efea-7443-a831-${String((made += 1)).padStart(12, '0')}`;
      return {
        steps: prepared.length,
        step: (index) =>
          new Promise<void>((done) => {
            const run = () => {
              for (const { statement, bind } of prepared[index]!) statement.run(bind(caseId, index));
            };
            if (queue.push({ run, done }) === 1) setImmediate(flush);
          }),
      };
    },
    close: () => store.close(),
  };
}

/** The statements of one case, step by step: what is between two commits. */
async function sample(
  runSample: () => Promise<string>,
  runtime: Runtime,
  db: NativeSqlite,
): Promise<Noted[][]> {
  const steps: Noted[][] = [];
  let open: Noted[] = [];
  const native = recorder(db, ({ sql, values }) => {
    if (sql === 'commit') {
      if (open.length > 0) steps.push(open);
      open = [];
    } else if (/^(insert|update)/.test(sql)) open.push({ sql, values });
  });
  const caseId = await runSample();
  await runtime.settle();
  native.stop();
  return steps.map((noted) =>
    noted.map(({ sql, values }) => ({ sql, values: values.map((value) => marked(value, caseId)) })),
  );
}

const CASE = '{case}';
const COMMAND = '{command}';

/** Ids in short values are replaced for each case; long texts, entry and snapshot, stay as they are. */
function marked(value: unknown, caseId: string): unknown {
  if (typeof value !== 'string' || value.length > 200) return value;
  if (/^(sample-|effect\.)/.test(value)) return COMMAND;
  return value.replaceAll(caseId, CASE);
}

function binder(values: unknown[]): (caseId: string, step: number) => unknown[] {
  const parts = values.map((value) =>
    value === COMMAND
      ? (caseId: string, step: number) => `effect.reply:${caseId}.${step}.1`
      : value === CASE
        ? (caseId: string) => caseId
        : typeof value === 'string' && value.includes(CASE)
          ? (caseId: string) => value.replace(CASE, caseId)
          : null,
  );
  return (caseId, step) => values.map((value, index) => parts[index]?.(caseId, step) ?? value);
}

/** Notes what better-sqlite3 executes: all its statements share one prototype, `db`'s too. */
function recorder(db: NativeSqlite, note: (noted: Noted) => void): { stop(): void } {
  const prototype = Object.getPrototypeOf(db.prepare('select 1')) as NativeStatement;
  const { run } = prototype;
  prototype.run = function (this: NativeStatement & { source: string }, ...given: unknown[]) {
    note({ sql: this.source, values: (Array.isArray(given[0]) ? given[0] : given) as unknown[] });
    return run.apply(this, given);
  };
  return {
    stop() {
      prototype.run = run;
    },
  };
}
