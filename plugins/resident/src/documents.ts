/** Documents of this plugin. Each reads `payload` in the shape of the form of its name. */
import type { Plugin } from '@gongzhi/engine';

export const documents: NonNullable<Plugin['documents']> = {
  report: {
    title: { 'zh-CN': '情况反映单', en: 'Copy of your report' },
    body: {
      'zh-CN': `案号 {{ kase.id }}，请留存；凭此可查询进度。

情况：{{ payload.what }}
地点：{{ payload.where }}
时间：{{ payload.when }}
{{ has(payload.photos) ? "照片：" + string(size(payload.photos)) + " 张\\n" : "" }}{{ has(payload.callBack) && payload.callBack ? "您希望办结后回访。" : "" }}`,
      en: `Case {{ kase.id }}: keep this number, it shows how your report goes on.

What: {{ payload.what }}
Where: {{ payload.where }}
When: {{ payload.when }}
{{ has(payload.photos) ? "Photos: " + string(size(payload.photos)) + "\\n" : "" }}{{ has(payload.callBack) && payload.callBack ? "You wish to be called back in the end." : "" }}`,
    },
  },
  acceptance: {
    title: { 'zh-CN': '验收意见书', en: 'Statement on the work' },
    body: {
      'zh-CN': `“{{ kase.title }}”\n验收意见：{{ payload.accepted ? "通过" : "不通过" }}\n{{ has(payload.text) ? payload.text : "" }}`,
      en: `“{{ kase.title }}”\nThe work is {{ payload.accepted ? "accepted" : "not accepted" }}.\n{{ has(payload.text) ? payload.text : "" }}`,
    },
  },
};
