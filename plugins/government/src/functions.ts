import type { CelFunction } from '@gongzhi/engine';
import { REPLY_KINDS } from './forms.ts';

const DAY = { year: 'numeric', month: 'long', day: 'numeric' } as const;
const MINUTE = { ...DAY, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

/** Years and numbers are `dyn`, since CEL tells ints (BigInt here) from the doubles that JSON holds. */
export const functions: Record<string, CelFunction> = {
  /** 〔2026〕12号 after the office's short name: 党政机关公文格式 GB/T 9704-2012 §7.2.5. */
  government_document_number: {
    signature: '(string, dyn, dyn): string',
    run: (office: string, year: unknown, n: unknown) =>
      `${office}〔${whole('year', year)}〕${whole('number', n)}号`,
  },
  /** A kind of reply in words. */
  government_reply_kind: {
    signature: '(string, string): string',
    run: (kind: keyof typeof REPLY_KINDS, language: 'zh-CN' | 'en') => REPLY_KINDS[kind]?.[language] ?? kind,
  },
  /** The day of an instant, in a time zone, as people of a language write it. */
  government_date: {
    signature: '(dyn, string, string): string',
    run: (instant: unknown, timeZone: string, language: string) =>
      write(instant, { ...DAY, timeZone }, language),
  },
  government_date_time: {
    signature: '(dyn, string, string): string',
    run: (instant: unknown, timeZone: string, language: string) =>
      write(instant, { ...MINUTE, timeZone }, language),
  },
};

function whole(what: string, value: unknown): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < 1)
    throw new TypeError(`expected a whole ${what} from 1, got ${String(value)}`);
  return number;
}

/** `en` is written the British way, day first: 10 October 2026. */
function write(instant: unknown, options: Intl.DateTimeFormatOptions, language: string): string {
  const date = instant instanceof Date ? instant : new Date(String(instant));
  if (Number.isNaN(date.getTime())) throw new TypeError(`expected an instant, got ${String(instant)}`);
  return formatter(language === 'en' ? 'en-GB' : language, options).format(date);
}

const FORMATTERS_LIMIT = 100;
/** By language and options: making one takes a hundred times as long as using it. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = JSON.stringify([language, options]);
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(language, options);
  if (formatters.size >= FORMATTERS_LIMIT) formatters.clear();
  formatters.set(key, made);
  return made;
}
