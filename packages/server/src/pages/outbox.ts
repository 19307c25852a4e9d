import type { Language } from '@gongzhi/engine';
import type { OutboxRow, Page } from '@gongzhi/runtime';
import { iso } from '../wire.ts';
import { html } from './html.ts';
import { layout } from './layout.ts';

const words = {
  'zh-CN': { title: '发给本主体的通知', none: '还没有通知。', more: '更早的', case: '案件' },
  en: { title: 'Messages to your party', none: 'No message yet.', more: 'Earlier', case: 'Case' },
};

export function outboxPage(page: Page<OutboxRow>, language: Language): string {
  const say = words[language];
  const body = html`${page.items.length === 0 ? html`<p>${say.none}</p>` : null}
  ${page.items.map(
    (message) =>
      html`<article>
        <h2>${message.title}</h2>
        <p>${message.body}</p>
        <div class="soft">
          ${iso(message.at)} · ${message.channel} ${message.address} · ${say.case} ${message.caseId}
        </div>
      </article> `,
  )}
  ${page.next === null ? null : html`<p><a href="/outbox?lang=${language}&amp;after=${encodeURIComponent(page.next)}">${say.more}</a></p>`}`;
  return layout(say.title, language, '/outbox', body);
}
