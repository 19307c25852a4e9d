import { say } from './change.ts';
import type { Text } from '../text.ts';

const DAYS: Record<string, number> = {
  Y: 365,
  M: 30,
  W: 7,
  D: 1,
  TH: 1 / 24,
  TM: 1 / 1440,
  TS: 1 / 86_400,
};

/** Near enough to say which of two is longer; months have 30 days. */
export function durationDays(duration: string): number {
  return partsOf(duration).reduce((sum, [count, unit]) => sum + count * (DAYS[unit] ?? 0), 0);
}

const UNITS: Record<string, [chinese: string, english: string]> = {
  Y: ['年', 'year'],
  M: ['个月', 'month'],
  W: ['周', 'week'],
  D: ['日', 'day'],
  TH: ['小时', 'hour'],
  TM: ['分钟', 'minute'],
  TS: ['秒', 'second'],
};

/** P20D of working days: 20 个工作日, 20 working days. */
export function durationWords(duration: string, days: 'working' | 'calendar'): Text {
  const parts = partsOf(duration);
  if (parts.length === 0) return say(duration, duration);
  const words = parts.map(([count, unit]) => {
    const [chinese, english] = UNITS[unit]!;
    const working = unit === 'D' && days === 'working';
    return {
      'zh-CN': working ? `${count} 个工作日` : `${count} ${chinese}`,
      en: `${count} ${working ? 'working ' : ''}${english}${count === 1 ? '' : 's'}`,
    };
  });
  return {
    'zh-CN': words.map((one) => one['zh-CN']).join(' '),
    en: words.map(({ en }) => en).join(' '),
  };
}

/** P1M2DT3H → [1, M], [2, D], [3, TH]. */
function partsOf(duration: string): [count: number, unit: string][] {
  const [date = '', time = ''] = duration.slice(1).split('T');
  const read = (text: string, prefix: string) =>
    [...text.matchAll(/(\d+(?:\.\d+)?)([YMWDHS])/g)].map(([, count, unit]): [number, string] => [
      Number(count),
      `${prefix}${unit!}`,
    ]);
  return [...read(date, ''), ...read(time, 'T')];
}
