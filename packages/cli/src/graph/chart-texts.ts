import type { Language } from '@gongzhi/engine';

export interface ChartTexts {
  anywhere: string;
  done: string;
  initial: string;
  current: string;
  final: string;
  parallel: string;
  history: string;
  to: string;
  description(states: number, transitions: number): string;
  /** A block's event: what happened to `name`. */
  happened(happening: string, name: string): string;
  limit(duration: string, days: 'working' | 'calendar'): string;
}

const HAPPENINGS: Record<string, [zh: string, en: string]> = {
  completed: ['完成', 'done'],
  warned: ['预警', 'warning'],
  lapsed: ['到期', 'lapses'],
  extended: ['已延长', 'extended'],
  accepted: ['已接受', 'accepted'],
  declined: ['已谢绝', 'declined'],
  recalled: ['已收回', 'recalled'],
  replied: ['已回复', 'replied'],
  failed: ['失败', 'failed'],
  closed: ['办结', 'closed'],
  received: ['已收到', 'received'],
};

const UNITS: Record<string, [zh: string, en: string]> = {
  Y: ['年', 'year'],
  M: ['个月', 'month'],
  W: ['周', 'week'],
  D: ['日', 'day'],
  TH: ['小时', 'hour'],
  TM: ['分钟', 'minute'],
};

export const chartTexts: Record<Language, ChartTexts> = {
  'zh-CN': {
    anywhere: '任何状态下',
    done: '全部完成',
    initial: '起点',
    current: '当前',
    final: '终态',
    parallel: '并行',
    history: '回到离开时的状态',
    to: '转到',
    description: (states, transitions) => `共 ${states} 个状态、${transitions} 个转换。`,
    happened: (happening, name) => `${name}${HAPPENINGS[happening]?.[0] ?? `.${happening}`}`,
    limit: (duration, days) =>
      partsOf(duration)
        .map(([count, unit]) => {
          if (unit === 'D') return days === 'working' ? `${count} 个工作日` : `${count} 日`;
          return `${count} ${UNITS[unit]?.[0] ?? unit}`;
        })
        .join(' ') || duration,
  },
  en: {
    anywhere: 'In any state',
    done: 'all done',
    initial: 'start',
    current: 'current',
    final: 'final',
    parallel: 'parallel',
    history: 'back to where it was left',
    to: 'to',
    description: (states, transitions) =>
      `${counted(states, 'state')} and ${counted(transitions, 'transition')}.`,
    happened: (happening, name) => `${name}: ${HAPPENINGS[happening]?.[1] ?? happening}`,
    limit: (duration, days) =>
      partsOf(duration)
        .map(([count, unit]) => {
          const word = `${unit === 'D' && days === 'working' ? 'working ' : ''}${UNITS[unit]?.[1] ?? unit}`;
          return `${count} ${word}${count === '1' ? '' : 's'}`;
        })
        .join(' ') || duration,
  },
};

/** P1M2DT3H → [1, M], [2, D], [3, TH]. */
function partsOf(duration: string): [count: string, unit: string][] {
  const [date = '', time = ''] = duration.slice(1).split('T');
  const read = (text: string, prefix: string) =>
    [...text.matchAll(/(\d+)([YMWDH])/g)].map(([, count, unit]): [string, string] => [
      count!,
      prefix + unit!,
    ]);
  return [...read(date, ''), ...read(time, 'T')];
}

const counted = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;
