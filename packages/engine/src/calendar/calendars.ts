import type { Calendar } from './calendar.ts';
import { chinaMainland } from './china-mainland.ts';
import { mondayFriday } from './monday-friday.ts';
import { unitedStatesFederal } from './united-states-federal.ts';

const bundled: readonly Calendar[] = [chinaMainland, mondayFriday, unitedStatesFederal];

/** The calendars that come with the engine. */
export function calendars(): Calendar[] {
  return [...bundled];
}

export function findCalendar(id: string): Calendar | undefined {
  return bundled.find((calendar) => calendar.id === id);
}
