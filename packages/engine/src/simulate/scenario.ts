/** What a simulation of many cases assumes: how many come, who works on them, how long things take, what comes out. */
import type { CompiledDefinition } from '../compiled.ts';
import type { Instant } from '../command.ts';
import type { Role } from '../definition.ts';
import type { JsonObject } from '../text.ts';
import type { Distribution } from './random.ts';

export interface Scenario {
  /** Where the virtual clock begins. */
  start: Instant;
  /** Cases on an average working day (Poisson). */
  arrivalsPerDay: number;
  /** How cases are opened; every way that the form allows, equally, when empty. */
  openings: Choice[];
  roles: Record<string, Crew>;
  /** By task, hand-off, event, effect, case or await. */
  durations: Record<string, Distribution>;
  default: Distribution;
  /** What tasks, events, replies and cases come to. Equally all that the form allows where nothing is said. */
  choices: Record<string, Choice[]>;
  /** Share of visits of a state in which an event is sent by somebody. */
  events: Record<string, number>;
  /** Share of hand-offs that are accepted, by name. */
  accepted: Record<string, number>;
  /** Share of effects that fail, by name. */
  failed: Record<string, number>;
}

/** `with` is the part of the content that matters; of a case `outcome` is its outcome. */
export interface Choice {
  with: JsonObject;
  share: number;
}

export interface Crew {
  /** null: as many as there are cases, each with people of its own. */
  members: number | null;
  /** How many things one member does at a time. */
  parallel: number;
  /** Hours of a working day; those of the calendar when absent. */
  hours?: [string, string][];
}

export const DEFAULTS = {
  arrivalsPerDay: 40,
  members: 20,
  /** An event that nobody must send. */
  eventShare: 0.02,
  /** In a state that waits for nothing else but a clock. */
  eventShareWhenWaiting: 0.3,
  accepted: 0.95,
  failed: 0.02,
  task: { triangular: [0.25, 1, 4] } as Distribution,
  answer: { lognormal: { median: 4, sigma: 0.8 } } as Distribution,
  child: { triangular: [24, 80, 200] } as Distribution,
} as const;

/** 2025-01-02 09:00 in Beijing: a year whose holidays are known, and the next one is. */
const START = Date.UTC(2025, 0, 2, 1);

export function defaultScenario({ definition }: CompiledDefinition): Scenario {
  return {
    start: START,
    arrivalsPerDay: DEFAULTS.arrivalsPerDay,
    openings: [],
    roles: Object.fromEntries(Object.entries(definition.roles).map(([name, role]) => [name, crewOf(role)])),
    durations: {},
    default: DEFAULTS.task,
    choices: {},
    events: {},
    accepted: {},
    failed: {},
  };
}

/** Offices are shared by all cases; sides of a case bring people of their own. */
function crewOf({ appoint, qualifications = [], supervises }: Role): Crew {
  const isOffice =
    qualifications.length > 0 || appoint === 'grid' || typeof appoint === 'object' || supervises === true;
  return { members: isOffice ? DEFAULTS.members : null, parallel: 1 };
}
