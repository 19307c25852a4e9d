/**
 * Letters of this plugin. Each reads `payload` in the shape of the form of its name; `receipt` reads the case alone.
 * Days are written for mainland China's time zone.
 */
import type { Plugin } from '@gongzhi/engine';

const DATE = {
  zh: '{{ government_date(now, "Asia/Shanghai", "zh-CN") }}',
  en: '{{ government_date(now, "Asia/Shanghai", "en") }}',
};
const TO = {
  zh: '{{ has(payload.addressee) ? payload.addressee : "当事人" }}：',
  en: 'To {{ has(payload.addressee) ? payload.addressee : "the party concerned" }}',
};
const FROM = {
  zh: `{{ has(payload.office) ? payload.office : "" }}\n${DATE.zh}`,
  en: `{{ has(payload.office) ? payload.office : "" }}\n${DATE.en}`,
};
/** `label` and the field on a line of its own, or nothing. */
const point = (label: string, field: string) =>
  `{{ has(payload.${field}) ? "${label}" + payload.${field} + "\\n" : "" }}`;
const REPLY_POINTS = {
  zh: [
    point('获取方式和途径：', 'where'),
    point('提供日期：', 'providedOn'),
    point('检索情况：', 'searched'),
    point('负责公开的机关：', 'heldBy'),
    `{{ has(payload.redactions) ? "遮盖：" + payload.redactions.map(r, r.where + "（" + r.reason + "）").join("；") + "\\n" : "" }}`,
    point('依据：', 'basis'),
  ].join(''),
  en: [
    point('Where and how: ', 'where'),
    point('Provided on: ', 'providedOn'),
    point('How it was searched for: ', 'searched'),
    point('Held by: ', 'heldBy'),
    `{{ has(payload.redactions) ? "Redacted: " + payload.redactions.map(r, r.where + " (" + r.reason + ")").join("; ") + "\\n" : "" }}`,
    point('Basis: ', 'basis'),
  ].join(''),
};
const NUMBER = '{{ has(payload.documentNumber) ? payload.documentNumber : "" }}';

export const documents: NonNullable<Plugin['documents']> = {
  receipt: {
    title: { 'zh-CN': '收件回执', en: 'Receipt' },
    body: {
      'zh-CN': `“{{ kase.title }}”已于${DATE.zh}收到并登记，案号 {{ kase.id }}。\n办理期限自收到之日的次日起计算。凭案号可查询进度。`,
      en: `“{{ kase.title }}” was received and registered on ${DATE.en}; its number is {{ kase.id }}.\nThe time limit counts from the day after receipt. The number shows how it goes on.`,
    },
  },
  reply: {
    title: { 'zh-CN': '政府信息公开答复书', en: 'Reply to a request for information' },
    body: {
      'zh-CN': `${NUMBER}\n\n${TO.zh}\n\n关于“{{ kase.title }}”的申请，答复如下：{{ government_reply_kind(payload.kind, "zh-CN") }}。\n\n{{ payload.text }}\n
${REPLY_POINTS.zh}\n
如对本答复不服，可以自知道之日起六十日内申请行政复议；对不予公开的答复，应当先申请行政复议，再依法提起行政诉讼。\n\n${FROM.zh}`,
      en: `${NUMBER}\n\n${TO.en}\n\nOn the request “{{ kase.title }}” we answer: {{ government_reply_kind(payload.kind, "en") }}.\n\n{{ payload.text }}\n
${REPLY_POINTS.en}\n
Against this reply administrative reconsideration may be asked for within sixty days of knowing of it; after a refusal it must be, before a suit.\n\n${FROM.en}`,
    },
  },
  correction: {
    title: { 'zh-CN': '补正通知书', en: 'Correction notice' },
    body: {
      'zh-CN': `${TO.zh}\n\n“{{ kase.title }}”需要补正：\n{{ payload.missing }}\n\n请不晚于 {{ payload.until }} 补正。无正当理由逾期不补正的，视为放弃申请。办理期限自收到补正材料之日起重新计算。\n\n${FROM.zh}`,
      en: `${TO.en}\n\n“{{ kase.title }}” needs to be corrected:\n{{ payload.missing }}\n\nPlease do so by {{ payload.until }}. Without an answer or a good reason it is taken as abandoned. The time limit counts anew from the day on which the correction arrives.\n\n${FROM.en}`,
    },
  },
  'third-party-letter': {
    title: { 'zh-CN': '征求第三方意见书', en: 'Letter to a third party' },
    body: {
      'zh-CN': `${TO.zh}\n\n有人申请公开以下信息，其中可能涉及您的商业秘密或者个人隐私：\n{{ payload.about }}\n\n请不晚于 {{ payload.until }} 答复是否同意公开并说明理由。逾期未答复的，由本机关依法决定；不公开可能对公共利益造成重大影响的，本机关可以决定公开，并书面告知您内容和理由。\n\n${FROM.zh}`,
      en: `${TO.en}\n\nSomebody asks for this information, which may hold secrets of your business or your privacy:\n{{ payload.about }}\n\nPlease answer by {{ payload.until }} whether you agree, and why. Without an answer we decide by the law; where withholding it would gravely harm the public interest we may disclose it, and tell you in writing what and why.\n\n${FROM.en}`,
    },
  },
  extension: {
    title: { 'zh-CN': '延期告知书', en: 'Notice of extension' },
    body: {
      'zh-CN': `${TO.zh}\n\n“{{ kase.title }}”的办理期限延长至 {{ payload.until }}。\n理由：{{ payload.reason }}\n\n${FROM.zh}`,
      en: `${TO.en}\n\nThe time limit of “{{ kase.title }}” is extended to {{ payload.until }}.\nReason: {{ payload.reason }}\n\n${FROM.en}`,
    },
  },
  notice: {
    title: { 'zh-CN': '听证（会议）通知书', en: 'Notice of a sitting' },
    body: {
      'zh-CN': `${TO.zh}\n\n“{{ kase.title }}”\n事由：{{ payload.matter }}\n时间：{{ government_date_time(payload.at, "Asia/Shanghai", "zh-CN") }}\n地点：{{ payload.place }}\n方式：{{ payload.open ? "公开举行" : "不公开举行" }}\n主持人：{{ payload.chair }}{{ has(payload.recorder) ? "　记录人：" + payload.recorder : "" }}\n\n您可以亲自参加，也可以委托一至二人代理；认为主持人与本案有直接利害关系的，有权申请回避。无正当理由拒不出席或者中途退出的，视为放弃听证权利。参加听证不收取费用。\n{{ has(payload.rights) ? payload.rights : "" }}\n\n${FROM.zh}`,
      en: `${TO.en}\n\n“{{ kase.title }}”\nMatter: {{ payload.matter }}\nTime: {{ government_date_time(payload.at, "Asia/Shanghai", "en") }}\nPlace: {{ payload.place }}\nHeld {{ payload.open ? "in public" : "not in public" }}\nChair: {{ payload.chair }}{{ has(payload.recorder) ? "; recorder: " + payload.recorder : "" }}\n\nYou may come yourself or send one or two agents, and may ask for a chair with a direct interest to be replaced. Staying away or leaving without good reason gives up the right to be heard. It costs you nothing.\n{{ has(payload.rights) ? payload.rights : "" }}\n\n${FROM.en}`,
    },
  },
  minutes: {
    title: { 'zh-CN': '笔录', en: 'Minutes' },
    body: {
      'zh-CN': `“{{ kase.title }}”\n\n{{ payload.summary }}\n\n{{ has(payload.corrections) ? "更正：" + payload.corrections : "当事人核对无误。" }}\n\n签名：{{ payload.signatures.map(s, s.name + (s.how == "refused" ? "（拒绝签名" + (has(s.reason) ? "：" + s.reason : "") + "）" : s.how == "sealed" ? "（盖章）" : "")).join("；") }}`,
      en: `“{{ kase.title }}”\n\n{{ payload.summary }}\n\n{{ has(payload.corrections) ? "Corrections: " + payload.corrections : "Read by the parties without corrections." }}\n\nSignatures: {{ payload.signatures.map(s, s.name + (s.how == "refused" ? " (refused" + (has(s.reason) ? ": " + s.reason : "") + ")" : s.how == "sealed" ? " (seal)" : "")).join("; ") }}`,
    },
  },
  facts: {
    title: { 'zh-CN': '事实告知书', en: 'Statement of facts' },
    body: {
      'zh-CN': `${TO.zh}\n\n“{{ kase.title }}”经核实，认定：\n{{ payload.facts }}\n\n拟作出：{{ payload.proposed }}\n{{ has(payload.basis) ? "依据：" + payload.basis : "" }}\n\n您可在 {{ payload.until }} 及以前陈述和申辩，也可提交证据。不因申辩而加重处理。\n\n${FROM.zh}`,
      en: `${TO.en}\n\nIn “{{ kase.title }}” we have verified and found:\n{{ payload.facts }}\n\nWe propose: {{ payload.proposed }}\n{{ has(payload.basis) ? "Basis: " + payload.basis : "" }}\n\nUp to and including {{ payload.until }} you may state your view, defend yourself and bring evidence. Nobody fares worse for defending themselves.\n\n${FROM.en}`,
    },
  },
  decision: {
    title: { 'zh-CN': '决定书', en: 'Decision' },
    body: {
      'zh-CN': `${NUMBER}\n\n${TO.zh}\n\n“{{ kase.title }}”\n\n一、事实和证据\n{{ payload.facts }}\n\n二、理由\n{{ payload.reasons }}\n\n三、依据\n{{ payload.basis }}\n\n四、决定\n{{ payload.decision }}\n\n五、救济途径\n{{ payload.remedies }}\n\n${FROM.zh}`,
      en: `${NUMBER}\n\n${TO.en}\n\n“{{ kase.title }}”\n\n1. Facts and evidence\n{{ payload.facts }}\n\n2. Reasons\n{{ payload.reasons }}\n\n3. Basis\n{{ payload.basis }}\n\n4. Decision\n{{ payload.decision }}\n\n5. Remedies\n{{ payload.remedies }}\n\n${FROM.en}`,
    },
  },
};
