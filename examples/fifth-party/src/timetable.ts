import {
  RetryableError,
  TerminalError,
  type EffectContext,
  type Json,
  type JsonObject,
  type JsonSchema,
} from '@gongzhi/engine';

const instant: JsonSchema = { type: 'string', format: 'date-time' };

/** When examinations are held. */
export const examHours: JsonSchema = {
  type: 'array',
  'x-title': { 'zh-CN': '考试时段', en: 'Exam hours' },
  maxItems: 100,
  items: {
    type: 'object',
    properties: {
      from: { ...instant, 'x-title': { 'zh-CN': '开始', en: 'From' } },
      to: { ...instant, 'x-title': { 'zh-CN': '结束', en: 'To' } },
    },
    required: ['from', 'to'],
    additionalProperties: false,
  },
};

/**
 * Asks the examination authority's service (setting `timetableUrl`) for the exam hours of a site.
 *
 * It only reads, so that a second call for one effect does no harm. The answer is `{hours: [{from, to}]}`.
 */
export async function readTimetable(input: JsonObject, { services, signal }: EffectContext): Promise<Json> {
  const base = services.settings['timetableUrl'];
  if (base === undefined || !URL.canParse(base))
    throw new TerminalError('setting timetableUrl: expected a URL');
  const url = new URL(base);
  url.searchParams.set('site', String(input['site']));
  const response = await services.fetch(url, { signal, redirect: 'error' });
  if (response.status >= 500) throw new RetryableError(`timetable: answered ${response.status}`);
  if (!response.ok) throw new TerminalError(`timetable: answered ${response.status}`);
  return { hours: hoursIn(await response.json()) };
}

/** What does not look like exam hours is refused here, not deep inside a guard. */
function hoursIn(answer: unknown): { from: string; to: string }[] {
  const hours = typeof answer === 'object' && answer !== null && 'hours' in answer ? answer.hours : null;
  if (!Array.isArray(hours)) throw new TerminalError('timetable: expected {hours: […]}');
  return hours.map((hour: unknown) => {
    const { from, to } = (hour ?? {}) as { from?: unknown; to?: unknown };
    if (!isInstant(from) || !isInstant(to))
      throw new TerminalError('timetable: expected each hour to have instants from and to');
    return { from, to };
  });
}

function isInstant(value: unknown): value is string {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value));
}
