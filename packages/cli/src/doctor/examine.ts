import { createServer } from 'node:net';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { calendarYears, calendars, type Text } from '@gongzhi/engine';
import type { Address } from '../address.ts';
import { withoutPassword } from '../store-failure.ts';
import { text } from '../texts.ts';

export interface Finding {
  name: 'node' | 'database' | 'clock' | 'calendar' | 'port';
  ok: boolean;
  what: Text;
  fix?: Text;
}

const LEAST_NODE = 22;
/** Nothing here was written before; a clock that says so is wrong. */
const EARLIEST = Date.UTC(2026, 0, 1);

export async function examine(address: Address, environment: NodeJS.ProcessEnv): Promise<Finding[]> {
  const now = Date.now();
  return [
    examineNode(process.versions.node),
    await examineDatabase(environment),
    examineClock(now),
    ...examineCalendars(new Date(now).getUTCFullYear()),
    await examinePort(address),
  ];
}

function examineNode(version: string): Finding {
  const ok = Number(version.split('.')[0]) >= LEAST_NODE;
  return {
    name: 'node',
    ok,
    what: text('doctorNode', { version }),
    ...(ok ? {} : { fix: text('doctorNodeFix') }),
  };
}

async function examineDatabase(environment: NodeJS.ProcessEnv): Promise<Finding> {
  const { readConfig } = await import('@gongzhi/runtime');
  const { databaseUrl } = readConfig(environment);
  const shown = withoutPassword(databaseUrl);
  const file = databaseUrl.startsWith('file:') ? resolve(databaseUrl.slice('file:'.length)) : null;
  const ok = file === null || (await isWritable(file));
  return {
    name: 'database',
    ok,
    what: text('doctorDatabase', { database: shown }),
    ...(ok ? {} : { fix: text('doctorDatabaseFix', { folder: dirname(file!) }) }),
  };
}

/** The file, or the nearest folder above it that exists. */
async function isWritable(path: string): Promise<boolean> {
  try {
    await access(path, constants.W_OK);
    return true;
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code !== 'ENOENT' || dirname(path) === path) return false;
    return isWritable(dirname(path));
  }
}

function examineClock(now: number): Finding {
  const ok = now >= EARLIEST;
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return {
    name: 'clock',
    ok,
    what: text('doctorClock', { now: new Date(now).toISOString(), timeZone }),
    ...(ok ? {} : { fix: text('doctorClockFix') }),
  };
}

/** A calendar must know this year; the next one's notice comes in autumn. */
function examineCalendars(year: number): Finding[] {
  return calendars().map((calendar) => {
    const years = calendarYears(calendar);
    const ok = years === 'every' || years.includes(year);
    const known = years === 'every' ? '∞' : `${years[0] ?? ''}–${years.at(-1) ?? ''}`;
    return {
      name: 'calendar' as const,
      ok,
      what: text('doctorCalendar', { calendar: calendar.id, known }),
      ...(ok ? {} : { fix: text('doctorCalendarFix', { year }) }),
    };
  });
}

async function examinePort({ host, port }: Address): Promise<Finding> {
  const ok = await new Promise<boolean>((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });
  return {
    name: 'port',
    ok,
    what: text(ok ? 'doctorPortFree' : 'doctorPortTaken', { host, port }),
    ...(ok ? {} : { fix: text('portTakenFix') }),
  };
}
