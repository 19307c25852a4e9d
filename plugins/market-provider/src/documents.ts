/** Documents of this plugin. Each reads `payload` in the shape of the form of its name. */
import type { Plugin } from '@gongzhi/engine';

export const documents: NonNullable<Plugin['documents']> = {
  quotation: {
    title: { 'zh-CN': '报价单', en: 'Quotation' },
    body: {
      'zh-CN': `“{{ kase.title }}”

{{ payload.items.map(item, "· " + item.name + "：" + string(item.quantity) + " " + item.unit + " × " + market_provider_yuan(item.priceFen)).join("\\n") }}

总价：{{ market_provider_yuan(payload.totalFen) }}（{{ market_provider_yuan_in_words(payload.totalFen) }}）
工期：{{ string(payload.workingDays) }} 个工作日
{{ has(payload.warrantyMonths) ? "质保期：" + string(payload.warrantyMonths) + " 个月\\n" : "" }}有效期至：{{ payload.validUntil }}
{{ has(payload.note) ? payload.note : "" }}`,
      en: `“{{ kase.title }}”

{{ payload.items.map(item, "· " + item.name + ": " + string(item.quantity) + " " + item.unit + " × " + market_provider_yuan(item.priceFen)).join("\\n") }}

Total: {{ market_provider_yuan(payload.totalFen) }}
Working days: {{ string(payload.workingDays) }}
{{ has(payload.warrantyMonths) ? "Warranty: " + string(payload.warrantyMonths) + " months\\n" : "" }}Valid until {{ payload.validUntil }}
{{ has(payload.note) ? payload.note : "" }}`,
    },
  },
  'work-report': {
    title: { 'zh-CN': '施工报告', en: 'Report of work' },
    body: {
      'zh-CN': `“{{ kase.title }}”
开工：{{ payload.startedOn }}　{{ has(payload.finishedOn) ? "完工：" + payload.finishedOn : "尚未完工" }}

{{ payload.done }}
{{ has(payload.measurement) ? "\\n噪声检测（" + payload.measurement.place + "）：施工前 " + string(payload.measurement.beforeDecibel) + " 分贝，施工后 " + string(payload.measurement.afterDecibel) + " 分贝" : "" }}`,
      en: `“{{ kase.title }}”
Started on {{ payload.startedOn }}; {{ has(payload.finishedOn) ? "finished on " + payload.finishedOn : "not finished yet" }}

{{ payload.done }}
{{ has(payload.measurement) ? "\\nNoise measured (" + payload.measurement.place + "): " + string(payload.measurement.beforeDecibel) + " dB(A) before, " + string(payload.measurement.afterDecibel) + " dB(A) after" : "" }}`,
    },
  },
};
