import data from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import manifest from 'chinese-days/package.json' with { type: 'json' };
import type { Text } from '../text.ts';
import type { Calendar, CalendarYear } from './calendar.ts';

/**
 * Working days of mainland China, by the State Council's yearly notice (国务院办公厅关于部分节假日安排的通知).
 *
 * Only the package's data are read: its functions answer Monday to Friday, without a word, for a year that has no
 * notice yet. A year is known when the data hold holidays of that year; a workday moved into the December before
 * (2011-12-31 belongs to the notice for 2012) does not make its year known.
 */
export const chinaMainland: Calendar = {
  id: 'china-mainland',
  version: `chinese-days@${manifest.version}`,
  title: { 'zh-CN': '中国大陆工作日', en: 'Working days of mainland China' },
  timeZone: 'Asia/Shanghai',
  weekdays: [1, 2, 3, 4, 5],
  years: readYears(data.holidays, data.workdays),
  hours: [
    ['09:00', '11:30'],
    ['13:30', '17:30'],
  ],
};

function readYears(holidays: Record<string, string>, workdays: Record<string, string>) {
  const years: Record<number, CalendarYear & { names: Record<string, Text> }> = {};
  for (const [day, name] of sorted(holidays)) {
    const year = (years[yearOf(day)] ??= { off: [], worked: [], names: {} });
    year.off.push(day);
    year.names[day] = readName(name);
  }
  for (const [day, name] of sorted(workdays)) {
    const year = years[yearOf(day)];
    if (year === undefined) continue;
    year.worked.push(day);
    year.names[day] = readName(name);
  }
  return years;
}

function sorted(days: Record<string, string>): [day: string, name: string][] {
  return Object.entries(days).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function yearOf(day: string): number {
  return Number(day.slice(0, 4));
}

/** `Spring Festival,春节,4`: the name in English and Chinese, and how many of its days are by law. */
function readName(text: string): Text {
  const [en, chinese] = text.split(',');
  if (en === undefined || chinese === undefined) throw new Error(`expected "name,名称,days", got ${text}`);
  return { 'zh-CN': chinese, en };
}
