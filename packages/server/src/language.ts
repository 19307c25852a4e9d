/** In which language somebody is answered: `?lang`, else Accept-Language, else Chinese. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Language } from '@gongzhi/engine';

declare module 'fastify' {
  interface FastifyRequest {
    /** Kept from the first look at the request: `lang` is taken out of the query before it is checked. */
    language: Language | null;
  }
}

export function rememberLanguage(app: FastifyInstance) {
  app.decorateRequest('language', null);
  app.addHook('onRequest', async (request) => {
    request.language = languageOf(request);
  });
}

export function languageOf(request: FastifyRequest): Language {
  if (request.language) return request.language;
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
