import { definePlugin } from '@gongzhi/engine';
import { documents } from './documents.ts';
import { forms } from './forms.ts';
import { functions } from './functions.ts';

/** Businesses: those that do the work, and those, like a bar, that a case may be about. */
export const marketProviderPlugin = definePlugin({
  name: 'market-provider',
  version: '0.1.0',
  title: { 'zh-CN': '市场主体', en: 'Market providers' },
  partyKind: {
    kind: 'market-provider',
    title: { 'zh-CN': '市场主体', en: 'Market provider' },
    badge: { 'zh-CN': '市', en: 'M' },
    channels: ['webhook', 'email', 'outbox'],
  },
  qualifications: {
    'licensed-business': {
      title: { 'zh-CN': '持照经营者', en: 'Licensed business' },
      holder: 'party',
    },
    'property-management': {
      title: { 'zh-CN': '物业服务企业', en: 'Property manager' },
      holder: 'party',
    },
    'small-works': { title: { 'zh-CN': '小型工程施工', en: 'Does small works' }, holder: 'party' },
    'sound-insulation': {
      title: { 'zh-CN': '隔声降噪施工', en: 'Does sound insulation' },
      holder: 'party',
    },
    'noise-measurement': {
      title: { 'zh-CN': '噪声检测机构', en: 'Measures noise' },
      holder: 'party',
    },
    'project-lead': { title: { 'zh-CN': '项目负责人', en: 'Project lead' }, holder: 'member' },
  },
  forms,
  documents,
  functions,
});
