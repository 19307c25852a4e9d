/** What Ajv finds, in words of both languages. */
import type { ErrorObject } from 'ajv/dist/2020.js';
import type { Text } from './text.ts';

type Params = Record<string, unknown>;
type Words = (params: Params) => [zh: string, en: string];

const KINDS: Record<string, [zh: string, en: string]> = {
  string: ['文字', 'a text'],
  number: ['数', 'a number'],
  integer: ['整数', 'a whole number'],
  boolean: ['是或否（true / false）', 'true or false'],
  object: ['对象', 'an object'],
  array: ['列表', 'a list'],
  null: ['空', 'null'],
};

const WORDS: Record<string, Words> = {
  type: ({ type }) => {
    const kinds = (Array.isArray(type) ? type : [type]).map((kind) => KINDS[String(kind)] ?? [kind, kind]);
    return [
      `应为${kinds.map(([zh]) => zh).join('或')}。`,
      `Expected ${kinds.map(([, en]) => en).join(' or ')}.`,
    ];
  },
  required: ({ missingProperty: name }) => [`缺少“${name}”。`, `${name} is missing.`],
  additionalProperties: ({ additionalProperty: name }) => [`不应有“${name}”。`, `${name} is not expected.`],
  unevaluatedProperties: ({ unevaluatedProperty: name }) => [`不应有“${name}”。`, `${name} is not expected.`],
  enum: ({ allowedValues }) => [`应为：${list(allowedValues)}。`, `Expected one of: ${list(allowedValues)}.`],
  const: ({ allowedValue }) => [`应为 ${show(allowedValue)}。`, `Expected ${show(allowedValue)}.`],
  minLength: ({ limit }) => [`至少 ${limit} 字。`, `At least ${limit} characters.`],
  maxLength: ({ limit }) => [`至多 ${limit} 字。`, `At most ${limit} characters.`],
  minimum: ({ limit }) => [`不得小于 ${limit}。`, `Not less than ${limit}.`],
  maximum: ({ limit }) => [`不得大于 ${limit}。`, `Not more than ${limit}.`],
  exclusiveMinimum: ({ limit }) => [`必须大于 ${limit}。`, `More than ${limit}.`],
  exclusiveMaximum: ({ limit }) => [`必须小于 ${limit}。`, `Less than ${limit}.`],
  multipleOf: ({ multipleOf }) => [`应为 ${multipleOf} 的倍数。`, `A multiple of ${multipleOf}.`],
  minItems: ({ limit }) => [`至少 ${limit} 项。`, `At least ${limit} ${limit === 1 ? 'item' : 'items'}.`],
  maxItems: ({ limit }) => [`至多 ${limit} 项。`, `At most ${limit} ${limit === 1 ? 'item' : 'items'}.`],
  uniqueItems: ({ i, j }) => [
    `第 ${Number(j) + 1} 项与第 ${Number(i) + 1} 项重复。`,
    `Items ${Number(j) + 1} and ${Number(i) + 1} are the same.`,
  ],
  contains: () => ['缺少必需的项。', 'An item that is needed is missing.'],
  minProperties: ({ limit }) => [
    `至少 ${limit} 个属性。`,
    `At least ${limit} ${limit === 1 ? 'property' : 'properties'}.`,
  ],
  maxProperties: ({ limit }) => [
    `至多 ${limit} 个属性。`,
    `At most ${limit} ${limit === 1 ? 'property' : 'properties'}.`,
  ],
  dependentRequired: ({ missingProperty: name, property }) => [
    `有“${property}”时还需要“${name}”。`,
    `${name} is needed beside ${property}.`,
  ],
  pattern: ({ pattern }) => [`格式不符：${pattern}`, `Does not match ${pattern}`],
  format: ({ format }) => {
    const [zh, en] = FORMATS[String(format)] ?? [String(format), String(format)];
    return [`应为${zh}。`, `Expected ${en}.`];
  },
};

const FORMATS: Record<string, [zh: string, en: string]> = {
  date: ['日期，如 2026-03-01', 'a date, e.g. 2026-03-01'],
  'date-time': [
    '带时区的时刻，如 2026-03-01T09:00:00+08:00',
    'an instant with its offset, e.g. 2026-03-01T09:00:00+08:00',
  ],
  time: ['时刻', 'a time'],
  duration: ['时长，如 P20D', 'a duration, e.g. P20D'],
  email: ['电子邮箱', 'an e-mail address'],
  uri: ['网址', 'a URL'],
  uuid: ['UUID', 'a UUID'],
  document: ['已上传文件的 SHA-256（64 位十六进制）', 'the SHA-256 of an uploaded document, 64 hex digits'],
  'party-id': ['主体标识', 'a party id'],
  'member-id': ['成员标识', 'a member id'],
};

export function schemaMessage({ keyword, params, message }: ErrorObject): Text {
  const words = WORDS[keyword]?.(params);
  if (words) return { 'zh-CN': words[0], en: words[1] };
  return { 'zh-CN': `不符合要求（${keyword}）。`, en: `Does not fit (${keyword}): ${message ?? ''}.` };
}

const show = (value: unknown) => JSON.stringify(value)?.slice(0, 80) ?? '';
const list = (values: unknown) =>
  Array.isArray(values)
    ? values.map((value) => (typeof value === 'string' ? value : show(value))).join(', ')
    : '';
