/** In which language somebody is answered: `?lang`, else Accept-Language, else Chinese. */
import type { FastifyRequest } from 'fastify';
import type { Language } from '@gongzhi/engine';

export function languageOf(request: FastifyRequest): Language {
  const { lang } = (request.query ?? {}) as { lang?: unknown };
  if (lang === 'en' || lang === 'zh-CN') return lang;
  return preferred(request.headers['accept-language'] ?? '');
}

/** Source: RFC 9110 §12.5.4. The first of the highest quality that is ours. */
function preferred(header: string): Language {
  const ranges = header
    .slice(0, 200)
    .split(',')
    .map((part) => {
      const [range = '', ...parameters] = part.trim().toLowerCase().split(';');
      const quality = parameters.map((given) => /^\s*q=([\d.]+)$/.exec(given)?.[1]).find(Boolean);
      return { range, quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ quality }) => quality > 0)
    .toSorted((one, other) => other.quality - one.quality);
  for (const { range } of ranges) {
    if (range === 'en' || range.startsWith('en-')) return 'en';
    if (range === 'zh' || range.startsWith('zh-') || range === '*') return 'zh-CN';
  }
  return 'zh-CN';
}
