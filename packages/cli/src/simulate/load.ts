/** Many cases at once: what a procedure asks of its people, told in tables. */
import { readFile } from 'node:fs/promises';
import type { CompiledDefinition } from '@gongzhi/engine';
import {
  defaultScenario,
  readScenario,
  simulateLoad,
  type LoadResult,
  type Percentiles,
  type Scenario,
} from '@gongzhi/engine/simulate';
import { EXIT } from '../exit.ts';
import { Failure } from '../failure.ts';
import type { Output } from '../output.ts';
import { toText } from '../problems/format.ts';
import { text, type TextKey } from '../texts.ts';

export interface LoadCommand {
  /** true: the default scenario. */
  load: string | true;
  cases: number;
  seed: number;
}

export async function playLoad(
  compiled: CompiledDefinition,
  command: LoadCommand,
  output: Output,
): Promise<void> {
  const { load, cases, seed } = command;
  const scenario = load === true ? defaultScenario(compiled) : await scenarioFrom(compiled, load, output);
  const started = performance.now();
  const result = simulateLoad(compiled, scenario, { cases, seed });
  const ms = Math.round(performance.now() - started);
  output.result(result, describeLoad(result, output));
  output.note(output.words(text('loadTook', { cases: result.cases, steps: result.steps, ms })));
}

async function scenarioFrom(compiled: CompiledDefinition, file: string, output: Output): Promise<Scenario> {
  const source = await readFile(file, 'utf8');
  const read = readScenario(source, file, compiled);
  if (read.ok) return read.scenario;
  if (!output.json) process.stdout.write(toText(read.problems, [{ file, source }], output));
  throw new Failure({
    exit: EXIT.problems,
    code: 'GZ_CLI_SCENARIO',
    what: text('scenarioInvalid', { count: read.problems.length }),
    where: file,
    details: { problems: read.problems },
  });
}

function describeLoad(result: LoadResult, { words, paint }: Output): string {
  const say = (key: TextKey, args = {}) => words(text(key, args));
  const section = (key: TextKey, heads: TextKey[], rows: string[][]) =>
    rows.length === 0
      ? []
      : ['', paint('bold', say(key)), ...table([['', ...heads.map((head) => say(head))], ...rows])];
  const { cases, closed, cycle, from, until, seed, assumedYears, notOpened, stuck, circles, failures } =
    result;
  const warn = (line: string) => paint('yellow', line);
  return [
    say('loadHead', { cases, closed, from: day(from), until: day(until), seed }),
    say('loadCycle', { p50: one(cycle.p50), p90: one(cycle.p90), mean: one(cycle.mean) }),
    ...section(
      'loadRoles',
      ['loadMembers', 'loadUse', 'loadHours', 'loadQueue', 'loadQueueMost'],
      result.crews
        .filter(({ done, withdrawn }) => done + withdrawn > 0)
        .map(({ role, members, utilisation, hours, queueMean, queueMost }) => [
          role,
          members === null ? '∞' : String(members),
          utilisation === null ? '–' : percent(utilisation),
          one(hours),
          one(queueMean),
          String(queueMost),
        ]),
    ),
    ...section(
      'loadTasks',
      ['loadStarted', 'loadP50', 'loadP90', 'loadBlocked'],
      result.tasks.map(({ task, started, wait, blocked }) => [
        task,
        String(started),
        ...waits(wait),
        String(blocked),
      ]),
    ),
    ...section(
      'loadClocks',
      ['loadStarted', 'loadLapsed', 'loadShare'],
      result.clocks.map(({ clock, started, lapsed, share }) => [
        clock,
        String(started),
        String(lapsed),
        percent(share),
      ]),
    ),
    ...section(
      'loadOutcomes',
      ['loadCases', 'loadShare'],
      result.outcomes.map(({ outcome, cases: count, share }) => [outcome, String(count), percent(share)]),
    ),
    '',
    ...(assumedYears.length > 0 ? [warn(say('loadAssumed', { years: assumedYears.join(', ') }))] : []),
    ...(notOpened > 0 ? [warn(say('loadNotOpened', { count: notOpened }))] : []),
    ...entries(stuck, (state, count) => warn(say('loadStuck', { state, count }))),
    ...entries(circles, (state, count) => warn(say('loadCircles', { state, count }))),
    ...entries(failures, (message, count) =>
      warn(say('loadFailed', { message: message.slice(0, 300), count })),
    ),
  ]
    .join('\n')
    .trimEnd();
}

const waits = ({ p50, p90 }: Percentiles) => [one(p50), one(p90)];
const one = (value: number) => value.toFixed(1);
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
const day = (at: number) => new Date(at).toISOString().slice(0, 10);

function entries(counts: Record<string, number>, tell: (name: string, count: number) => string): string[] {
  return Object.entries(counts).map(([name, count]) => tell(name, count));
}

/** Columns by the width of their widest cell; numbers to the right. A Chinese character is two wide. */
function table(rows: string[][]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => widthOf(row[column]!))));
  return rows.map((row) =>
    `  ${row
      .map((cell, column) => {
        const pad = ' '.repeat(widths[column]! - widthOf(cell));
        return column === 0 ? cell + pad : pad + cell;
      })
      .join('  ')}`.trimEnd(),
  );
}

const widthOf = (cell: string) =>
  [...cell].reduce((sum, one) => sum + (one.codePointAt(0)! >= 0x2e80 ? 2 : 1), 0);
