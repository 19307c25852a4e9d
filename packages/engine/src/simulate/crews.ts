/**
 * The members of each role and what they have to do. A piece of work is queued until a member is free, then worked on
 * within working hours. It is withdrawn when its state is left: the member is free at once.
 */
import type { Calendar } from '../calendar/calendar.ts';
import type { Instant } from '../command.ts';
import type { Scenario } from './scenario.ts';
import { createWorkTime, type WorkTime } from './work-time.ts';

export interface Work {
  name: string;
  role: string;
  /** Working time that it takes. */
  ms: number;
  openedAt: Instant;
  startedAt: Instant;
  status: 'queued' | 'working' | 'done' | 'withdrawn';
  /** Ends it in its case; false: nobody could. */
  end(): boolean;
}

export interface CrewFigures {
  role: string;
  /** null: each case brings its own. */
  members: number | null;
  done: number;
  withdrawn: number;
  /** Hours worked until the last arrival. */
  hours: number;
  /** Of the hours that there were; null without a number of members. */
  utilisation: number | null;
  /** Met by those that came. */
  queueMean: number;
  queueMost: number;
}

/** Called when work begins, with the instant at which it will be done. */
type OnStart = (work: Work, endsAt: Instant) => void;

interface Crew {
  time: WorkTime;
  capacity: number;
  members: number | null;
  busy: number;
  queue: Work[];
  figures: { done: number; withdrawn: number; ms: number; came: number; met: number; most: number };
}

const HOUR = 3_600_000;

export interface Crews {
  add(work: Work, now: Instant, onStart: OnStart): void;
  /** After its end. */
  free(work: Work, now: Instant, onStart: OnStart): void;
  withdraw(work: Work, now: Instant, onStart: OnStart): void;
  figures(): CrewFigures[];
}

export function createCrews(scenario: Scenario, calendar: Calendar, timeZone: string, until: Instant): Crews {
  const crews = new Map(
    Object.entries(scenario.roles).map(([role, { members, parallel, hours }]): [string, Crew] => [
      role,
      {
        time: createWorkTime(calendar, timeZone, scenario.start, hours ?? calendar.hours),
        capacity: members === null ? Infinity : members * parallel,
        members,
        busy: 0,
        queue: [],
        figures: { done: 0, withdrawn: 0, ms: 0, came: 0, met: 0, most: 0 },
      },
    ]),
  );

  function start(crew: Crew, work: Work, now: Instant, onStart: OnStart): void {
    const from = crew.time.after(now, 0);
    crew.busy += 1;
    work.status = 'working';
    work.startedAt = from;
    onStart(work, crew.time.after(from, work.ms));
  }

  function next(crew: Crew, now: Instant, onStart: OnStart): void {
    while (crew.busy < crew.capacity && crew.queue.length > 0) {
      const work = crew.queue.shift()!;
      if (work.status === 'queued') start(crew, work, now, onStart);
    }
  }

  function leave(crew: Crew, work: Work, now: Instant, onStart: OnStart): void {
    const worked = (at: Instant) => crew.time.workedUntil(Math.min(at, until));
    crew.busy -= 1;
    crew.figures.ms += Math.max(0, worked(now) - worked(work.startedAt));
    next(crew, now, onStart);
  }

  return {
    add(work, now, onStart) {
      const crew = crews.get(work.role)!;
      const { figures, queue } = crew;
      figures.came += 1;
      figures.met += queue.length;
      if (crew.busy < crew.capacity) return start(crew, work, now, onStart);
      queue.push(work);
      figures.most = Math.max(figures.most, queue.length);
    },
    free(work, now, onStart) {
      const crew = crews.get(work.role)!;
      crew.figures.done += 1;
      leave(crew, work, now, onStart);
    },
    withdraw(work, now, onStart) {
      const crew = crews.get(work.role)!;
      const was = work.status;
      work.status = 'withdrawn';
      crew.figures.withdrawn += 1;
      if (was === 'working') leave(crew, work, now, onStart);
      else crew.queue = crew.queue.filter((one) => one !== work);
    },
    figures() {
      return [...crews].map(
        ([
          role,
          {
            time,
            capacity,
            members,
            figures: { done, withdrawn, ms, came, met, most },
          },
        ]) => ({
          role,
          members,
          done,
          withdrawn,
          hours: ms / HOUR,
          utilisation: members === null ? null : ms / Math.max(1, capacity * time.workedUntil(until)),
          queueMean: came === 0 ? 0 : met / came,
          queueMost: most,
        }),
      );
    },
  };
}
