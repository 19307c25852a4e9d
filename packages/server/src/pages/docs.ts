/** The API as a page to read: every operation with its fields, answers and who may call it. */
import type { Language } from '@gongzhi/engine';
import { html, type Html } from './html.ts';
import { layout } from './layout.ts';

interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  description?: string;
  'x-access': 'public' | { scope: string; grants?: string[] };
  parameters: { name: string; in: string; required: boolean; schema: Schema }[];
  requestBody?: { content: Record<string, Content> };
  responses: Record<string, { content?: Record<string, Content> }>;
}

interface Content {
  schema?: Schema;
  example?: unknown;
}

interface Schema {
  $ref?: string;
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  items?: Schema;
  description?: string;
  properties?: Record<string, Schema>;
  patternProperties?: Record<string, Schema>;
  required?: string[];
}

const words = {
  'zh-CN': {
    title: '接口文档',
    intro: '全部操作一览。机器可读版本：',
    access: '谁可以',
    anyone: '任何人',
    scope: '范围',
    grants: '授权',
    field: '字段',
    type: '类型',
    meaning: '说明',
    answer: '回答',
    body: '正文',
    shapes: '数据形状',
    needed: '必填',
    operations: '逐项说明',
  },
  en: {
    title: 'API',
    intro: 'Every operation. For machines: ',
    access: 'Who may',
    anyone: 'anybody',
    scope: 'scope',
    grants: 'grant',
    field: 'Field',
    type: 'Type',
    meaning: 'Meaning',
    answer: 'Answers',
    body: 'Body',
    shapes: 'Shapes',
    needed: 'required',
    operations: 'One by one',
  },
};

/** Headings of the groups; a tag is a noun of the API. */
const tags: Record<string, Record<Language, string>> = {
  session: { 'zh-CN': '登录', en: 'Sign-in' },
  keys: { 'zh-CN': '接口密钥', en: 'API keys' },
  cases: { 'zh-CN': '案件', en: 'Cases' },
  public: { 'zh-CN': '公开案件', en: 'Public cases' },
  tasks: { 'zh-CN': '任务', en: 'Tasks' },
  'hand-offs': { 'zh-CN': '移交', en: 'Hand-offs' },
  documents: { 'zh-CN': '文书', en: 'Documents' },
  definitions: { 'zh-CN': '流程定义', en: 'Workflow definitions' },
  parties: { 'zh-CN': '主体与网格', en: 'Parties and grid' },
  members: { 'zh-CN': '成员', en: 'Members' },
  incidents: { 'zh-CN': '异常', en: 'Incidents' },
  messages: { 'zh-CN': '来信', en: 'Messages' },
  outbox: { 'zh-CN': '通知', en: 'Outbox' },
  stream: { 'zh-CN': '事件流', en: 'Stream' },
  service: { 'zh-CN': '运行状况', en: 'Service' },
};

export function docsPage(document: object, language: Language): string {
  const { paths, components } = document as Document;
  const say = words[language];
  const rows = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  const body = html`<p>${say.intro}<a href="/openapi.json?lang=${language}">/openapi.json</a></p>
    ${[...Map.groupBy(rows, ({ operation }) => operation.tags[0] ?? '')].map(
      ([tag, group]) =>
        html`<h2>${tags[tag]?.[language] ?? tag}</h2>
          <table class="operations">
            <tbody>
              ${group.map(
                ({ path, method, operation }) =>
                  html`<tr>
                    <td>
                      <code class="method">${method}</code>
                      <a href="#${operation.operationId}"><code>${path}</code></a>
                    </td>
                    <td>${operation.summary}</td>
                  </tr> `,
              )}
            </tbody>
          </table>`,
    )}
    <h2>${say.operations}</h2>
    ${rows.map(({ path, method, operation }) => section(path, method, operation, language))}
    <h2>${say.shapes}</h2>
    ${Object.entries(components.schemas).map(([name, schema]) => shapeSection(name, schema, language))}`;
  return layout(say.title, language, '/docs', body);
}

function section(path: string, method: string, operation: Operation, language: Language): Html {
  const say = words[language];
  const access = operation['x-access'];
  const who =
    access === 'public'
      ? say.anyone
      : `${say.scope} ${access.scope}${access.grants ? ` · ${say.grants} ${access.grants.join(' / ')}` : ''}`;
  const json = operation.requestBody?.content['application/json'];
  const answers = Object.entries(operation.responses).map(
    ([status, { content = {} }]) =>
      html`<code>${status}</code> ${typeOf(Object.values(content)[0]?.schema)} `,
  );
  return html`<section class="operation" id="${operation.operationId}">
    <h3><code>${method} ${path}</code> — ${operation.summary}</h3>
    <p>${operation.description} <span class="soft">${say.access}: ${who}</span></p>
    ${fields(
      operation.parameters.map(({ name, required, schema, in: place }) => ({
        name: `${name} (${place})`,
        required,
        schema,
      })),
      language,
    )}
    ${
      json?.schema
        ? html`<p>${say.body}: ${typeOf(json.schema)}</p>
            ${fieldsOf(json.schema, language)}`
        : null
    }
    ${json?.example === undefined ? null : html`<pre>${JSON.stringify(json.example, null, 2)}</pre>`}
    <p>${say.answer}: ${answers}</p>
  </section> `;
}

function shapeSection(name: string, schema: Schema, language: Language): Html {
  return html`<section class="operation" id="shape-${name}">
    <h3><code>${name}</code></h3>
    <p>${schema.description ?? (schema.properties ? '' : typeOf(schema))}</p>
    ${fieldsOf(schema, language)}
  </section> `;
}

function fieldsOf(schema: Schema, language: Language): Html {
  const required = new Set(schema.required);
  const rows = Object.entries(schema.properties ?? {}).map(([name, inner]) => ({
    name,
    required: required.has(name),
    schema: inner,
  }));
  return fields(rows, language);
}

function fields(rows: { name: string; required: boolean; schema: Schema }[], language: Language): Html {
  const say = words[language];
  if (rows.length === 0) return html``;
  return html`<table>
    <thead>
      <tr>
        <th>${say.field}</th>
        <th>${say.type}</th>
        <th>${say.meaning}</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ({ name, required, schema }) =>
          html`<tr>
            <td><code>${name}</code></td>
            <td>${typeOf(schema)}</td>
            <td>${required ? say.needed : ''} ${schema.description}</td>
          </tr> `,
      )}
    </tbody>
  </table>`;
}

/** A schema in a few words, e.g. `Page of TaskView`, `"open" | "closed"`. */
function typeOf(schema: Schema | undefined): Html {
  if (schema === undefined) return html``;
  if (schema.$ref) {
    const name = schema.$ref.split('/').at(-1) ?? '';
    return html`<a href="#shape-${name}"><code>${name}</code></a>`;
  }
  if (schema.const !== undefined) return html`<code>${JSON.stringify(schema.const)}</code>`;
  if (schema.enum) return html`<code>${schema.enum.map((value) => JSON.stringify(value)).join(' | ')}</code>`;
  if (schema.anyOf)
    return html`${schema.anyOf.map((one, index) => html`${index > 0 ? ' | ' : ''}${typeOf(one)}`)}`;
  if (schema.type === 'array') return html`${typeOf(schema.items)}[]`;
  if (schema.properties)
    return html`{
    ${Object.entries(schema.properties).map(
      ([name, inner], index) => html`${index > 0 ? ', ' : ''}<code>${name}</code>: ${typeOf(inner)}`,
    )}
    }`;
  return html`<code>${schema.type ?? 'any'}</code>`;
}
