/** Forms of this plugin, JSON Schema 2020-12; `x-title` is what people read (plugins/NAMES.md). */
import { fields, type JsonSchema } from '@gongzhi/engine';

const { choices, day, line, titled, words } = fields;

/** 1 fen to 1 billion yuan: sums stay whole numbers. */
const fen: JsonSchema = { type: 'integer', minimum: 1, maximum: 100_000_000_000 };
const decibel: JsonSchema = { type: 'number', minimum: 0, maximum: 150 };

export const forms: Record<string, JsonSchema> = {
  quotation: titled('报价单', 'Quotation', {
    type: 'object',
    properties: {
      items: titled('报价明细', 'Items', {
        type: 'array',
        minItems: 1,
        maxItems: 200,
        items: {
          type: 'object',
          properties: {
            name: titled('名称', 'Name', line),
            quantity: titled('数量', 'Quantity', {
              type: 'number',
              exclusiveMinimum: 0,
              maximum: 1_000_000,
            }),
            unit: titled('单位', 'Unit', line),
            priceFen: titled('单价（分）', 'Price of one in fen', fen),
          },
          required: ['name', 'quantity', 'unit', 'priceFen'],
          additionalProperties: false,
        },
      }),
      totalFen: titled('总价（分）', 'Total in fen', fen),
      workingDays: titled('工期（工作日）', 'Working days needed', {
        type: 'integer',
        minimum: 1,
        maximum: 1000,
      }),
      validUntil: titled('报价有效期至', 'Valid until', day),
      warrantyMonths: titled('质保期（月）', 'Warranty in months', {
        type: 'integer',
        minimum: 0,
        maximum: 600,
      }),
      note: titled('备注', 'Note', words),
    },
    required: ['items', 'totalFen', 'workingDays', 'validUntil'],
    additionalProperties: false,
  }),

  'work-report': titled('施工报告', 'Report of work', {
    type: 'object',
    properties: {
      done: titled('完成情况', 'What was done', words),
      finished: titled('是否完工', 'Finished', { type: 'boolean' }),
      startedOn: titled('开工日期', 'Started on', day),
      finishedOn: titled('完工日期', 'Finished on', day),
      photos: titled('照片', 'Photos', {
        type: 'array',
        items: { type: 'string', format: 'document' },
        maxItems: 50,
      }),
      measurement: titled('噪声检测', 'Noise measured', {
        type: 'object',
        properties: {
          place: titled('测点', 'Place', line),
          beforeDecibel: titled('施工前（分贝）', 'Before, in dB(A)', decibel),
          afterDecibel: titled('施工后（分贝）', 'After, in dB(A)', decibel),
        },
        required: ['place', 'beforeDecibel', 'afterDecibel'],
        additionalProperties: false,
      }),
    },
    required: ['done', 'finished', 'startedOn'],
    additionalProperties: false,
    allOf: [
      {
        if: { properties: { finished: { const: true } } },
        then: { required: ['finishedOn'] },
      },
    ],
  }),

  /** 政府采购法 Art. 52. */
  query: titled('质疑', 'Query', {
    type: 'object',
    properties: {
      about: titled('质疑对象', 'What it is about', {
        type: 'string',
        oneOf: choices({
          notice: { 'zh-CN': '采购文件', en: 'the notice' },
          procedure: { 'zh-CN': '采购过程', en: 'the procedure' },
          award: { 'zh-CN': '中标、成交结果', en: 'the award' },
        }),
      }),
      text: titled('事实和理由', 'Facts and reasons', words),
      wish: titled('请求', 'What is asked for', words),
    },
    required: ['about', 'text'],
    additionalProperties: false,
  }),
};
