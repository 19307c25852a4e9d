/** Documents of this plugin. Each reads `payload` in the shape of the form of its name. */
import type { Plugin } from '@gongzhi/engine';

export const documents: NonNullable<Plugin['documents']> = {
  'mediation-record': {
    title: { 'zh-CN': '调解笔录', en: 'Record of a mediation sitting' },
    body: {
      'zh-CN': `“{{ kase.title }}”
日期：{{ payload.heldOn }}（{{ payload.how == "together" ? "面对面" : "背对背" }}）
参加人：{{ payload.present.join("、") }}

{{ payload.summary }}
{{ has(payload.agreed) ? "\\n达成一致：" + payload.agreed : "" }}{{ has(payload.open) ? "\\n尚有分歧：" + payload.open : "" }}

调解以自愿为原则，不收取费用。调解不成的，本笔录中的陈述不作为其后程序中的自认。`,
      en: `“{{ kase.title }}”
Held on {{ payload.heldOn }} ({{ payload.how == "together" ? "together" : "apart" }})
Present: {{ payload.present.join(", ") }}

{{ payload.summary }}
{{ has(payload.agreed) ? "\\nAgreed: " + payload.agreed : "" }}{{ has(payload.open) ? "\\nStill open: " + payload.open : "" }}

Mediation is voluntary and free of charge. Should it fail, nothing said here is taken as an admission later.`,
    },
  },
  'mediation-agreement': {
    title: { 'zh-CN': '人民调解协议书', en: 'Mediation agreement' },
    body: {
      'zh-CN': `案号 {{ kase.id }}
当事人：{{ payload.sides.join("；") }}

一、主要事实和争议事项
{{ payload.facts }}

二、协议内容
{{ payload.terms.map(term, "· " + term.text + (has(term.until) ? "（不晚于 " + term.until + " 履行）" : "")).join("\\n") }}

三、履行方式
{{ payload.performance }}

{{ payload.form == "written" ? "本协议自各方签名、调解员签名并加盖调解委员会印章之日起生效，各方和调解委员会各执一份。" : "本口头协议自各方达成之日起生效，由调解员记录。" }}双方可自协议生效之日起三十日内共同向人民法院申请司法确认；就协议的履行或者内容发生争议的，可以向人民法院提起诉讼。

{{ payload.concludedOn }}`,
      en: `Case {{ kase.id }}
The sides: {{ payload.sides.join("; ") }}

1. Facts and dispute
{{ payload.facts }}

2. Terms
{{ payload.terms.map(term, "· " + term.text + (has(term.until) ? " (by " + term.until + ")" : "")).join("\\n") }}

3. How it is performed
{{ payload.performance }}

{{ payload.form == "written" ? "In force when the sides and the mediator have signed and the committee has sealed it; each side and the committee keep a copy." : "An oral agreement, in force when made, recorded by the mediator." }} Within thirty days of that both sides together may ask the court to confirm it; a dispute over it may be brought to court.

{{ payload.concludedOn }}`,
    },
  },
  'mediation-end': {
    title: { 'zh-CN': '调解终结通知书', en: 'Notice that the mediation has ended' },
    body: {
      'zh-CN': `“{{ kase.title }}”的调解已终结：{{ payload.how == "agreed" ? "达成协议" : payload.how == "failed" ? "调解不成" : payload.how == "refused" ? "一方拒绝调解" : "申请撤回" }}。
{{ has(payload.summary) ? payload.summary : "" }}

各方仍可依法通过仲裁、行政途径、司法途径维护自己的权利；调解不影响这些途径。`,
      en: `The mediation of “{{ kase.title }}” has ended: {{ payload.how == "agreed" ? "agreed" : payload.how == "failed" ? "it failed" : payload.how == "refused" ? "one side refused" : "withdrawn" }}.
{{ has(payload.summary) ? payload.summary : "" }}

Each side may still turn to arbitration, to an authority or to the court; mediation takes none of these ways from them.`,
    },
  },
  'liaison-answer': {
    title: { 'zh-CN': '联系反馈', en: 'Answer to what you told us' },
    body: {
      'zh-CN': `您反映的“{{ kase.title }}”，办理结果如下：\n{{ payload.became }}\n\n是否解决由您说了算；如未解决，请告诉我们。`,
      en: `What you told us, “{{ kase.title }}”, has come to this:\n{{ payload.became }}\n\nWhether it is settled is for you to say; if it is not, please tell us.`,
    },
  },
};
