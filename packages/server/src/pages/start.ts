import type { Language } from '@gongzhi/engine';
import { html } from './html.ts';
import { layout } from './layout.ts';

export function startPage(language: Language): string {
  const body =
    language === 'en'
      ? html`<p>
            Gongzhi is a workflow and co-governance case engine: government, social organizations, market
            providers and residents hand one case to each other, and every step can be checked by all of them.
          </p>
          <ul>
            <li><a href="/docs?lang=en">API</a>: every operation, with shapes and examples</li>
            <li><a href="/docs/errors?lang=en">Errors</a>: every code with its remedy</li>
            <li><a href="/outbox?lang=en">Outbox</a>: what was sent to your party (sign in first)</li>
          </ul>`
      : html`<p>
            共治是一个流程与多方共治案件引擎：政府、社会组织、市场主体和居民在同一案件中各司其职、相互移交，每一步都可由各方事后核验。
          </p>
          <ul>
            <li><a href="/docs?lang=zh-CN">接口文档</a>：全部操作、数据形状与示例</li>
            <li><a href="/docs/errors?lang=zh-CN">错误码</a>：每个错误的含义和处理办法</li>
            <li><a href="/outbox?lang=zh-CN">通知</a>：发给您所在主体的通知（须先登录）</li>
          </ul>`;
  return layout(language === 'en' ? 'Gongzhi' : '共治', language, '/', body);
}
