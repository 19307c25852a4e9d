import type { Calendar } from './calendar.ts';
import { chinaMainland } from './china-mainland.ts';
import { mondayFriday } from './monday-friday.ts';
import { unitedStatesFederal } from './united-states-federal.ts';

/**
 * Every version that was released, the newest of each calendar first. None is ever taken out: a journal names the
 * version by which its clocks were computed, and must replay by the same.
 */
const bundled: readonly Calendar[] = [chinaMainland, mondayFriday, unitedStatesFederal];

/** The calendars that come with the engine. */
export function calendars(): Calendar[] {
  return [...bundled];
}

/** The newest version, or the one that is named; undefined: there is none. */
export function findCalendar(
  id: string,
  version?: string,
  among: readonly Calendar[] = bundled,
): Calendar | undefined {
  return among.find((calendar) => calendar.id === id && (version ?? calendar.version) === calendar.version);
}
