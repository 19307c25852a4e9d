import type { Language } from '@gongzhi/engine';

/** ISO → local, short. */
export function shortTime(at: string | null, language: Language): string {
  if (at === null) return '–';
  return new Intl.DateTimeFormat(language === 'en' ? 'sv-SE' : 'zh-CN', {
    dateStyle: 'short',
    timeStyle: 'short',
  }).format(new Date(at));
}
