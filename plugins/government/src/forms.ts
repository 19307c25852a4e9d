/** Forms of this plugin, JSON Schema 2020-12; `x-title` is what people read (plugins/NAMES.md). */
import { fields, type JsonSchema } from '@gongzhi/engine';

const { choices, day, files, instant, line, titled, words, yesNo } = fields;

const addressee = titled('受送达人', 'Addressee', line);
const office = titled('机关名称', 'Name of the office', line);
const documentNumber = titled('文号', 'Document number', line);

/** 政府信息公开条例 Art. 36, and 37 for `partial`. */
export const REPLY_KINDS = {
  'already-public': { 'zh-CN': '已主动公开', en: 'already public' },
  provided: { 'zh-CN': '予以公开', en: 'provided' },
  'provided-later': { 'zh-CN': '将于指定时间提供', en: 'to be provided at a given time' },
  partial: { 'zh-CN': '部分公开', en: 'provided in part' },
  refused: { 'zh-CN': '不予公开', en: 'refused' },
  'not-existing': { 'zh-CN': '信息不存在', en: 'does not exist' },
  'not-held': { 'zh-CN': '不属于本机关负责公开', en: 'not this agency’s to disclose' },
  repeated: { 'zh-CN': '重复申请，不予重复处理', en: 'requested and answered before' },
  'not-information': { 'zh-CN': '咨询、投诉等，不作为公开申请处理', en: 'not a request for information' },
  'other-law': { 'zh-CN': '依照其他法律、法规办理', en: 'governed by another law' },
};

const needs = (field: string, ...kinds: string[]): JsonSchema => ({
  if: { properties: { kind: { enum: kinds } } },
  then: { required: [field] },
});

export const forms: Record<string, JsonSchema> = {
  reply: titled('政府信息公开答复', 'Reply to a request for information', {
    type: 'object',
    properties: {
      kind: titled('答复类型', 'Kind of reply', {
        type: 'string',
        oneOf: choices(REPLY_KINDS),
      }),
      text: titled('答复内容', 'What is answered', words),
      documentNumber,
      addressee: titled('申请人', 'Applicant', line),
      office,
      where: titled('获取方式和途径', 'Where and how to find it', words),
      providedOn: titled('提供日期', 'Day on which it is provided', day),
      basis: titled('法律依据', 'Legal basis', words),
      searched: titled('检索情况', 'How it was searched for', words),
      heldBy: titled('负责公开的机关', 'Agency that holds it', line),
      redactions: titled('遮盖说明', 'Redactions', {
        type: 'array',
        minItems: 1,
        maxItems: 500,
        items: {
          type: 'object',
          properties: {
            where: titled('位置', 'Place', line),
            reason: titled('理由', 'Reason', words),
          },
          required: ['where', 'reason'],
          additionalProperties: false,
        },
      }),
      attachments: titled('附件', 'Attachments', files),
    },
    required: ['kind', 'text'],
    additionalProperties: false,
    allOf: [
      needs('where', 'already-public'),
      needs('providedOn', 'provided-later'),
      needs('redactions', 'partial'),
      needs('basis', 'refused', 'other-law'),
      needs('searched', 'not-existing'),
    ],
  }),

  correction: titled('补正通知', 'Correction notice', {
    type: 'object',
    properties: {
      missing: titled('需要补正的内容', 'What must be corrected', words),
      until: titled('补正期限', 'Until when', day),
      addressee,
      office,
    },
    required: ['missing', 'until'],
    additionalProperties: false,
  }),

  'third-party-letter': titled('征求第三方意见', 'Letter to a third party', {
    type: 'object',
    properties: {
      about: titled('涉及的信息（概括）', 'The information, in general words', words),
      until: titled('答复期限', 'Until when', day),
      addressee,
      office,
    },
    required: ['about', 'until'],
    additionalProperties: false,
  }),

  extension: titled('延期告知', 'Notice of extension', {
    type: 'object',
    properties: {
      until: titled('延长至', 'Extended to', day),
      reason: titled('理由', 'Reason', words),
      addressee,
      office,
    },
    required: ['until', 'reason'],
    additionalProperties: false,
  }),

  notice: titled('听证（会议）通知', 'Notice of a sitting', {
    type: 'object',
    properties: {
      matter: titled('事由', 'Matter', words),
      at: titled('时间', 'Time', instant),
      place: titled('地点', 'Place', line),
      open: titled('是否公开举行', 'Held in public', yesNo),
      chair: titled('主持人', 'Chair', line),
      recorder: titled('记录人', 'Recorder', line),
      rights: titled('权利告知', 'Rights', words),
      addressee,
      office,
    },
    required: ['matter', 'at', 'place', 'open', 'chair'],
    additionalProperties: false,
  }),

  minutes: titled('笔录', 'Minutes', {
    type: 'object',
    properties: {
      summary: titled('记录内容', 'What was said and shown', {
        type: 'string',
        minLength: 1,
        maxLength: 50_000,
      }),
      corrections: titled('当事人更正', 'Corrections by the parties', words),
      signatures: titled('签名情况', 'Signatures', {
        type: 'array',
        minItems: 1,
        maxItems: 100,
        items: {
          type: 'object',
          properties: {
            name: titled('姓名或名称', 'Name', line),
            how: titled('方式', 'How', {
              type: 'string',
              oneOf: choices({
                signed: { 'zh-CN': '签名', en: 'signed' },
                sealed: { 'zh-CN': '盖章', en: 'sealed' },
                refused: { 'zh-CN': '拒绝签名', en: 'refused' },
              }),
            }),
            reason: titled('拒绝的理由', 'Reason of a refusal', words),
          },
          required: ['name', 'how'],
          additionalProperties: false,
        },
      }),
    },
    required: ['summary', 'signatures'],
    additionalProperties: false,
  }),

  facts: titled('事实告知', 'Statement of facts', {
    type: 'object',
    properties: {
      facts: titled('认定的事实', 'Facts found', words),
      proposed: titled('拟作出的处理', 'What is proposed', words),
      basis: titled('依据', 'Basis', words),
      until: titled('陈述申辩期限', 'Statement and defence until', day),
      evidence: titled('证据', 'Evidence', files),
      addressee,
      office,
    },
    required: ['facts', 'proposed', 'until'],
    additionalProperties: false,
  }),

  decision: titled('决定书', 'Decision', {
    type: 'object',
    properties: {
      facts: titled('事实和证据', 'Facts and evidence', words),
      reasons: titled('理由（含对申辩意见的回应）', 'Reasons, with an answer to the defence', words),
      basis: titled('依据', 'Basis', words),
      decision: titled('决定内容', 'What is decided', words),
      remedies: titled('救济途径和期限', 'Remedies and their limits', words),
      documentNumber,
      addressee,
      office,
    },
    required: ['facts', 'reasons', 'basis', 'decision', 'remedies'],
    additionalProperties: false,
  }),

  verification: titled('现场核查', 'Verification on the spot', {
    type: 'object',
    properties: {
      solved: titled('是否解决', 'Solved', yesNo),
      found: titled('核查情况', 'What was found', words),
      place: titled('核查地点', 'Place', line),
      photos: titled('照片', 'Photos', files),
    },
    required: ['solved', 'found', 'place'],
    additionalProperties: false,
  }),
};
