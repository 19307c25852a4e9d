import type Holidays from 'date-holidays';
import manifest from 'date-holidays/package.json' with { type: 'json' };
import { createRequire } from 'node:module';
import type { Text } from '../text.ts';
import type { Calendar, CalendarYear } from './calendar.ts';
import { dayNumber, dayText } from './local-day.ts';

const firstYear = 2022;
const lastYear = 2035;

/**
 * Legal public holidays of the United States' federal government (5 U.S.C. 6103 (a)), 2022 to 2035: proof that another
 * law fits, e.g. FOIA's 20 working days, 5 U.S.C. 552 (a)(6)(A)(i).
 *
 * The package gives the holidays; the day on which each is kept is computed here, because the package has no such day
 * for Veterans Day. Days off by executive order and Inauguration Day, kept in Washington only, are not among them.
 */
export const unitedStatesFederal: Calendar = {
  id: 'united-states-federal',
  version: `date-holidays@${manifest.version}`,
  title: { 'zh-CN': '美国联邦政府工作日', en: 'Working days of the United States federal government' },
  timeZone: 'America/New_York',
  weekdays: [1, 2, 3, 4, 5],
  years: lazyYears(),
  hours: [['09:00', '17:00']],
};

/** Each year is computed when it is first read, and kept. */
function lazyYears(): Record<number, CalendarYear> {
  const years: Record<number, CalendarYear> = {};
  for (let year = firstYear; year <= lastYear; year += 1) {
    let known: CalendarYear | undefined;
    Object.defineProperty(years, year, { enumerable: true, get: () => (known ??= computeYear(year)) });
  }
  return years;
}

function computeYear(year: number): CalendarYear {
  const names: Record<string, Text> = {};
  // New Year's Day on a Saturday is kept on the last day of the year before.
  for (const { day, name } of [...holidaysOf(year), ...holidaysOf(year + 1)])
    for (const kept of [day, keptOn(day)]) if (kept.startsWith(`${year}-`)) names[kept] = name;
  return { off: Object.keys(names).toSorted(), worked: [], names };
}

/** Saturday's holiday is kept on Friday, 5 U.S.C. 6103 (b); Sunday's on Monday, Executive Order 11582. */
function keptOn(day: string): string {
  const weekday = new Date(`${day}T00:00Z`).getUTCDay();
  const shift = weekday === 6 ? -1 : weekday === 0 ? 1 : 0;
  return dayText(dayNumber(day) + shift);
}

function holidaysOf(year: number) {
  rules ??= openRules();
  return rules
    .getHolidays(year)
    .filter(({ type, substitute }) => type === 'public' && substitute !== true)
    .map(({ date, name }) => ({
      day: date.slice(0, 10),
      name: { 'zh-CN': chineseNames[name] ?? name, en: name },
    }));
}

let rules: Holidays | undefined;

/** Loaded on first use: the package holds the whole world's rules and costs 90 ms to import. */
function openRules(): Holidays {
  const load = createRequire(import.meta.url);
  const RuleBook = load('date-holidays') as typeof Holidays;
  return new RuleBook('US', { languages: 'en', timezone: 'America/New_York', types: ['public'] });
}

const chineseNames: Record<string, string> = {
  "New Year's Day": '元旦',
  'Martin Luther King Jr. Day': '马丁·路德·金纪念日',
  "Washington's Birthday": '华盛顿诞辰日',
  'Memorial Day': '阵亡将士纪念日',
  Juneteenth: '六月节',
  'Independence Day': '独立日',
  'Labour Day': '劳动节',
  'Columbus Day': '哥伦布日',
  'Veterans Day': '退伍军人节',
  'Thanksgiving Day': '感恩节',
  'Christmas Day': '圣诞节',
};
