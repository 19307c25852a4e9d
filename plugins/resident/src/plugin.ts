import { definePlugin } from '@gongzhi/engine';
import { documents } from './documents.ts';
import { forms } from './forms.ts';
import { functions } from './functions.ts';

/** Households, and those whom residents choose to speak for them. */
export const residentPlugin = definePlugin({
  name: 'resident',
  version: '0.1.0',
  title: { 'zh-CN': '居民', en: 'Residents' },
  partyKind: {
    kind: 'resident',
    title: { 'zh-CN': '居民', en: 'Resident' },
    badge: { 'zh-CN': '民', en: 'R' },
    channels: ['email', 'outbox'],
  },
  qualifications: {
    household: { title: { 'zh-CN': '居民户', en: 'Household' }, holder: 'party' },
    'owners-committee': {
      title: { 'zh-CN': '业主委员会', en: 'Owners’ committee' },
      holder: 'party',
    },
    'committee-representative': {
      title: { 'zh-CN': '业主委员会代表', en: 'Representative of the owners’ committee' },
      holder: 'member',
      public: true,
    },
    'building-head': {
      title: { 'zh-CN': '楼组长', en: 'Building head' },
      holder: 'member',
      public: true,
    },
    'public-representative': {
      title: { 'zh-CN': '听证代表', en: 'Public representative at hearings' },
      holder: 'member',
      public: true,
    },
  },
  forms,
  documents,
  functions,
});
