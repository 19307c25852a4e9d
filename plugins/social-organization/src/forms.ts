/** Forms of this plugin, JSON Schema 2020-12; `x-title` is what people read (plugins/NAMES.md). */
import { fields, type JsonSchema } from '@gongzhi/engine';

const { choices, day, line, titled, words, yesNo } = fields;

const names: JsonSchema = { type: 'array', items: line, minItems: 1, maxItems: 50 };

export const forms: Record<string, JsonSchema> = {
  'mediation-application': titled('调解申请', 'Application for mediation', {
    type: 'object',
    properties: {
      dispute: titled('纠纷情况', 'What the dispute is about', words),
      wish: titled('调解请求', 'What is wished for', words),
      otherSide: titled('对方当事人', 'The other side', line),
      openly: titled('是否公开调解', 'Whether it may be held openly', yesNo),
    },
    required: ['dispute', 'wish'],
    additionalProperties: false,
  }),

  /** The shared record: what was said apart stays with the mediator and is not written here. */
  'mediation-record': titled('调解笔录', 'Record of a mediation sitting', {
    type: 'object',
    properties: {
      heldOn: titled('日期', 'Day', day),
      how: titled('方式', 'How it was held', {
        type: 'string',
        oneOf: choices({
          together: { 'zh-CN': '面对面', en: 'together' },
          apart: { 'zh-CN': '背对背', en: 'apart' },
        }),
      }),
      present: titled('参加人', 'Who was present', names),
      summary: titled('调解经过', 'How it went', words),
      agreed: titled('达成一致之处', 'Points agreed', words),
      open: titled('分歧之处', 'Points still open', words),
    },
    required: ['heldOn', 'how', 'present', 'summary'],
    additionalProperties: false,
  }),

  /** 人民调解法 Art. 28, 29. */
  'mediation-agreement': titled('调解协议', 'Mediation agreement', {
    type: 'object',
    properties: {
      form: titled('协议形式', 'Form of the agreement', {
        type: 'string',
        oneOf: choices({
          written: { 'zh-CN': '书面协议', en: 'written' },
          oral: { 'zh-CN': '口头协议', en: 'oral' },
        }),
      }),
      sides: titled('当事人', 'The sides', { ...names, minItems: 2 }),
      facts: titled('主要事实和争议事项', 'Facts and dispute', words),
      terms: titled('协议内容', 'Terms', {
        type: 'array',
        minItems: 1,
        maxItems: 50,
        items: {
          type: 'object',
          properties: {
            text: titled('内容', 'Term', words),
            until: titled('履行期限', 'Until when', day),
            amountFen: titled('金额（分）', 'Amount in fen', { type: 'integer', minimum: 1 }),
          },
          required: ['text'],
          additionalProperties: false,
        },
      }),
      performance: titled('履行方式', 'How it is performed', words),
      concludedOn: titled('达成日期', 'Concluded on', day),
    },
    required: ['form', 'sides', 'facts', 'terms', 'performance', 'concludedOn'],
    additionalProperties: false,
  }),

  /** Art. 26: whoever ends a mediation without agreement tells the sides of their other ways. */
  'mediation-end': titled('调解终结', 'End of a mediation', {
    type: 'object',
    properties: {
      how: titled('终结方式', 'How it ended', {
        type: 'string',
        oneOf: choices({
          agreed: { 'zh-CN': '达成协议', en: 'agreed' },
          failed: { 'zh-CN': '调解不成', en: 'failed' },
          refused: { 'zh-CN': '一方拒绝调解', en: 'one side refused' },
          withdrawn: { 'zh-CN': '申请撤回', en: 'withdrawn' },
        }),
      }),
      remediesTold: titled('已告知其他救济途径', 'Told of the other ways', {
        type: 'boolean',
        const: true,
      }),
      summary: titled('说明', 'Remarks', words),
    },
    required: ['how', 'remediesTold'],
    additionalProperties: false,
  }),

  'liaison-visit': titled('常规联系记录', 'Record of a contact', {
    type: 'object',
    properties: {
      channel: titled('联系方式', 'Way of contact', {
        type: 'string',
        oneOf: choices({
          visit: { 'zh-CN': '上门', en: 'visit' },
          call: { 'zh-CN': '电话', en: 'call' },
          desk: { 'zh-CN': '接待', en: 'desk' },
          online: { 'zh-CN': '网络', en: 'online' },
        }),
      }),
      reached: titled('是否联系上', 'Reached', yesNo),
      purposeTold: titled('已告知目的和个人信息用途', 'Told of the purpose', yesNo),
      heard: titled('听到的情况', 'What was heard', {
        type: 'array',
        maxItems: 50,
        items: {
          type: 'object',
          properties: {
            kind: titled('去向', 'What becomes of it', {
              type: 'string',
              oneOf: choices({
                'solved-on-the-spot': { 'zh-CN': '当场解决', en: 'solved on the spot' },
                'grid-incident': { 'zh-CN': '网格事件', en: 'grid incident' },
                mediation: { 'zh-CN': '纠纷调解', en: 'mediation' },
                'disclosure-help': { 'zh-CN': '协助申请信息公开', en: 'help with disclosure' },
                'service-need': { 'zh-CN': '服务需求', en: 'need of a service' },
                suggestion: { 'zh-CN': '意见建议', en: 'suggestion' },
              }),
            }),
            text: titled('内容', 'What it is', words),
          },
          required: ['kind', 'text'],
          additionalProperties: false,
        },
      }),
      note: titled('备注', 'Note', words),
    },
    required: ['channel', 'reached', 'purposeTold'],
    additionalProperties: false,
  }),

  'liaison-answer': titled('反馈', 'Answer to what was heard', {
    type: 'object',
    properties: {
      became: titled('办理结果', 'What became of it', words),
      settled: titled('本人认为是否解决', 'Whether the person finds it settled', yesNo),
    },
    required: ['became'],
    additionalProperties: false,
  }),

  assessment: titled('第三方评估', 'Assessment', {
    type: 'object',
    properties: {
      period: titled('评估期', 'Period', line),
      items: titled('评估项目', 'Items', {
        type: 'array',
        minItems: 1,
        maxItems: 100,
        items: {
          type: 'object',
          properties: {
            name: titled('项目', 'Item', line),
            score: titled('得分', 'Score', { type: 'number', minimum: 0, maximum: 100 }),
            reason: titled('理由', 'Reason', words),
          },
          required: ['name', 'score', 'reason'],
          additionalProperties: false,
        },
      }),
      conclusion: titled('结论', 'Conclusion', words),
    },
    required: ['period', 'items', 'conclusion'],
    additionalProperties: false,
  }),
};
