/** Forms of this plugin, JSON Schema 2020-12; `x-title` is what people read (plugins/NAMES.md). */
import { fields, type JsonSchema } from '@gongzhi/engine';

const { choices, line, titled, yesNo } = fields;

const words: JsonSchema = { type: 'string', minLength: 1, maxLength: 4000 };
const photos = titled('照片', 'Photos', {
  type: 'array',
  items: { type: 'string', format: 'document' },
  maxItems: 20,
});

export const forms: Record<string, JsonSchema> = {
  report: titled('情况反映', 'Report', {
    type: 'object',
    properties: {
      what: titled('什么情况', 'What is the matter', words),
      where: titled('地点', 'Where', line),
      when: titled('时间', 'When', { type: 'string', format: 'date-time' }),
      kind: titled('类别', 'Kind', {
        type: 'string',
        oneOf: choices({
          noise: { 'zh-CN': '噪声', en: 'noise' },
          waste: { 'zh-CN': '环境卫生', en: 'waste' },
          facility: { 'zh-CN': '公共设施', en: 'public facility' },
          safety: { 'zh-CN': '安全隐患', en: 'safety' },
          other: { 'zh-CN': '其他', en: 'other' },
        }),
      }),
      photos,
      callBack: titled('希望回访', 'Wishes to be called back', yesNo),
    },
    required: ['what', 'where', 'when'],
    additionalProperties: false,
  }),

  /** The answers of a call back, from which the three rates are counted. */
  rating: titled('回访评价', 'Rating', {
    type: 'object',
    properties: {
      contacted: titled('是否有人联系过您', 'Did somebody contact you', yesNo),
      solved: titled('问题是否解决', 'Is it solved', {
        type: 'string',
        oneOf: choices({
          yes: { 'zh-CN': '已解决', en: 'yes' },
          no: { 'zh-CN': '未解决', en: 'no' },
          unknown: { 'zh-CN': '不清楚', en: 'do not know' },
        }),
      }),
      satisfied: titled('是否满意', 'Are you satisfied', {
        type: 'string',
        oneOf: choices({
          yes: { 'zh-CN': '满意', en: 'yes' },
          no: { 'zh-CN': '不满意', en: 'no' },
          'no-opinion': { 'zh-CN': '不表态', en: 'no opinion' },
        }),
      }),
      text: titled('意见', 'Remarks', words),
    },
    required: ['contacted', 'solved', 'satisfied'],
    additionalProperties: false,
  }),

  /** 个人信息保护法 Art. 13, 15, 23, 29; may be withdrawn at any time. */
  consent: titled('个人信息处理同意书', 'Consent to the use of personal data', {
    type: 'object',
    properties: {
      purpose: titled('处理目的', 'Purpose', words),
      given: titled('是否同意', 'Given', yesNo),
      shareWith: titled('同意提供给', 'May be passed on to', {
        type: 'array',
        items: line,
        maxItems: 20,
      }),
      sensitive: titled('单独同意处理敏感个人信息', 'Separately, for sensitive data', yesNo),
    },
    required: ['purpose', 'given'],
    additionalProperties: false,
  }),

  acceptance: titled('验收意见', 'Acceptance of work', {
    type: 'object',
    properties: {
      accepted: titled('是否通过', 'Accepted', yesNo),
      text: titled('意见', 'Remarks', words),
      photos,
    },
    required: ['accepted'],
    additionalProperties: false,
    allOf: [
      {
        if: { properties: { accepted: { const: false } } },
        then: { required: ['text'] },
      },
    ],
  }),
};
