/** What came of a simulation, counted as it happens. */
import type { CaseState } from '../case-state.ts';
import type { Instant } from '../command.ts';
import type { CompiledDefinition } from '../compiled.ts';
import type { Change } from '../journal-entry.ts';
import { leafStates } from '../ways-out.ts';
import type { CrewFigures, Work } from './crews.ts';
import type { WorkTime } from './work-time.ts';

export interface LoadResult {
  definition: { id: string; version: number };
  seed: number;
  cases: number;
  closed: number;
  /** Cases that nothing could move any more, by state. */
  stuck: Record<string, number>;
  /** Cases that went round in circles, by state. */
  circles: Record<string, number>;
  /** Openings that were refused whatever was tried. */
  notOpened: number;
  steps: number;
  /** Of the steps. */
  refused: number;
  from: Instant;
  until: Instant;
  endedAt: Instant;
  /** Calendar days from opening to close. */
  cycle: Percentiles;
  outcomes: { outcome: string; cases: number; share: number }[];
  crews: CrewFigures[];
  tasks: TaskFigures[];
  clocks: { clock: string; started: number; lapsed: number; share: number; extended: number }[];
  /** Years of which the calendar knows no holidays: their weekdays count as worked. */
  assumedYears: number[];
  /** What the definition failed with, and how often. */
  failures: Record<string, number>;
}

export interface Percentiles {
  p50: number;
  p90: number;
  mean: number;
}

export interface TaskFigures {
  /** Task or hand-off. */
  task: string;
  role: string;
  started: number;
  /** Hours of office time from when it was offered until somebody began. */
  wait: Percentiles;
  /** Ended in no way that was tried. */
  blocked: number;
}

export interface Figures {
  stepped(): void;
  refused(): void;
  noted(changes: readonly Change[]): void;
  started(work: Work): void;
  blocked(name: string): void;
  failed(message: string): void;
  notOpened(): void;
  closed(state: CaseState): void;
  left(state: CaseState, why: 'stuck' | 'circles'): void;
  result(
    known: Pick<LoadResult, 'crews' | 'from' | 'until' | 'endedAt' | 'assumedYears' | 'seed'>,
  ): LoadResult;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export function createFigures({ ref }: CompiledDefinition, office: WorkTime): Figures {
  const clocks = new Map<string, { started: number; lapsed: number; extended: number }>();
  const tasks = new Map<string, { role: string; waits: number[] }>();
  const outcomes = new Map<string, number>();
  const blockedBy = new Map<string, number>();
  const failures = new Map<string, number>();
  const left = { stuck: new Map<string, number>(), circles: new Map<string, number>() };
  const leftIds = new Set<string>();
  const cycles: number[] = [];
  let cases = 0;
  let steps = 0;
  let refused = 0;
  let notOpened = 0;
  const count = (map: Map<string, number>, key: string) => void map.set(key, (map.get(key) ?? 0) + 1);

  return {
    stepped: () => void (steps += 1),
    refused: () => void (refused += 1),
    notOpened: () => void (notOpened += 1),
    blocked: (name) => count(blockedBy, name),
    failed: (message) => count(failures, message),
    noted(changes) {
      for (const { what, name } of changes) {
        if (what === 'case.opened') cases += 1;
        if (what !== 'clock.started' && what !== 'clock.lapsed' && what !== 'clock.extended') continue;
        const clock = clocks.get(name) ?? { started: 0, lapsed: 0, extended: 0 };
        clock[what.slice('clock.'.length) as 'started'] += 1;
        clocks.set(name, clock);
      }
    },
    started({ name, role, openedAt, startedAt }) {
      const task = tasks.get(name) ?? { role, waits: [] };
      task.waits.push((office.workedUntil(startedAt) - office.workedUntil(openedAt)) / HOUR);
      tasks.set(name, task);
    },
    closed({ outcome, openedAt, closedAt }) {
      count(outcomes, outcome ?? '');
      cycles.push((closedAt! - openedAt) / DAY);
    },
    left(state, why) {
      if (leftIds.has(state.caseId)) return;
      leftIds.add(state.caseId);
      count(left[why], leafStates(state).join(' + '));
    },
    result: (known) => ({
      definition: { id: ref.id, version: ref.version },
      cases,
      closed: cycles.length,
      stuck: Object.fromEntries(left.stuck),
      circles: Object.fromEntries(left.circles),
      notOpened,
      steps,
      refused,
      cycle: percentiles(cycles),
      outcomes: [...outcomes]
        .map(([outcome, number]) => ({ outcome, cases: number, share: number / Math.max(1, cycles.length) }))
        .toSorted((a, b) => b.cases - a.cases),
      tasks: [...tasks].map(([task, { role, waits }]) => ({
        task,
        role,
        started: waits.length,
        wait: percentiles(waits),
        blocked: blockedBy.get(task) ?? 0,
      })),
      clocks: [...clocks].map(([clock, { started, lapsed, extended }]) => ({
        clock,
        started,
        lapsed,
        share: lapsed / Math.max(1, started),
        extended,
      })),
      failures: Object.fromEntries(failures),
      ...known,
    }),
  };
}

function percentiles(values: number[]): Percentiles {
  const sorted = Float64Array.from(values).toSorted();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  const sum = sorted.reduce((total, value) => total + value, 0);
  return { p50: at(0.5), p90: at(0.9), mean: sorted.length === 0 ? 0 : sum / sorted.length };
}
