import type { ErrorEntry, Language } from '@gongzhi/engine';
import { html } from './html.ts';
import { layout } from './layout.ts';

const words = {
  'zh-CN': { title: '错误码', status: '状态', meaning: '含义', remedy: '如何处理' },
  en: { title: 'Errors', status: 'Status', meaning: 'Meaning', remedy: 'Remedy' },
};

/** Every refusal with its remedy: where the `type` of a problem leads. */
export function errorsPage(entries: [string, ErrorEntry][], language: Language): string {
  const say = words[language];
  const rows = entries.map(
    ([code, { status, message, remedy }]) =>
      html`<tr id="${code}">
        <td><code>${code}</code></td>
        <td>${status}</td>
        <td>${message[language]}</td>
        <td>${remedy[language]}</td>
      </tr> `,
  );
  const body = html`<table>
    <thead>
      <tr>
        <th></th>
        <th>${say.status}</th>
        <th>${say.meaning}</th>
        <th>${say.remedy}</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;
  return layout(say.title, language, '/docs/errors', body);
}
