import type { Calendar } from './calendar.ts';

/** Monday to Friday, no holidays, every year: for limits that an agency sets itself, and for tests. */
export const mondayFriday: Calendar = {
  id: 'monday-friday',
  version: 'gongzhi@1',
  title: { 'zh-CN': '周一至周五', en: 'Monday to Friday' },
  timeZone: 'Asia/Shanghai',
  weekdays: [1, 2, 3, 4, 5],
  years: 'every',
  hours: [
    ['09:00', '11:30'],
    ['13:30', '17:30'],
  ],
};
