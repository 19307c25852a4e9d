import type { Language } from '@gongzhi/engine';
import { html, type Html } from './html.ts';

/** The frame of every page: where one is, the other pages, the other language. */
export function layout(title: string, language: Language, path: string, body: Html): string {
  const other = language === 'en' ? 'zh-CN' : 'en';
  const words = {
    'zh-CN': { name: '共治', start: '首页', docs: '接口文档', errors: '错误码', outbox: '通知' },
    en: { name: 'Gongzhi', start: 'Start', docs: 'API', errors: 'Errors', outbox: 'Outbox' },
  }[language];
  const link = (href: string, text: string) => html`<a href="${href}?lang=${language}">${text}</a> `;
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title === words.name ? title : `${title} · ${words.name}`}</title>
        <link rel="stylesheet" href="/page.css" />
      </head>
      <body>
        <header>
          <strong>${words.name}</strong>
          <nav>
            ${link('/', words.start)}${link('/docs', words.docs)}${link('/docs/errors', words.errors)}${link('/outbox', words.outbox)}
            <a href="${path}?lang=${other}" hreflang="${other}">${other === 'en' ? 'English' : '中文'}</a>
          </nav>
        </header>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
      </body>
    </html> `.text;
}
