import { definePlugin } from '@gongzhi/engine';
import { documents } from './documents.ts';
import { forms } from './forms.ts';

/** Committees, associations and other organisations that residents run or that work for them. */
export const socialOrganizationPlugin = definePlugin({
  name: 'social-organization',
  version: '0.1.0',
  title: { 'zh-CN': '社会组织', en: 'Social organizations' },
  partyKind: {
    kind: 'social-organization',
    title: { 'zh-CN': '社会组织', en: 'Social organization' },
    badge: { 'zh-CN': '社', en: 'S' },
    channels: ['webhook', 'email', 'outbox'],
  },
  qualifications: {
    'residential-committee': {
      title: { 'zh-CN': '居（村）民委员会', en: 'Residential committee' },
      holder: 'party',
    },
    'mediation-committee': {
      title: { 'zh-CN': '人民调解委员会', en: 'People’s mediation committee' },
      holder: 'party',
    },
    'liaison-work': {
      title: { 'zh-CN': '承担常规联系工作', en: 'Does liaison work' },
      holder: 'party',
    },
    assessment: { title: { 'zh-CN': '第三方评估机构', en: 'Does assessments' }, holder: 'party' },
    mediator: {
      title: { 'zh-CN': '人民调解员', en: 'Mediator' },
      holder: 'member',
      public: true,
    },
    'community-worker': {
      title: { 'zh-CN': '社区工作者', en: 'Community worker' },
      holder: 'member',
    },
    'meeting-host': {
      title: { 'zh-CN': '三会主持人', en: 'Host of community meetings' },
      holder: 'member',
      public: true,
    },
    assessor: { title: { 'zh-CN': '评估员', en: 'Assessor' }, holder: 'member' },
  },
  forms,
  documents,
});
