import { definePlugin, type Qualification } from '@gongzhi/engine';
import { documents } from './documents.ts';
import { forms } from './forms.ts';
import { functions } from './functions.ts';

/** An office: a party that answers for a part of the grid. */
const office = (zh: string, en: string): Qualification => ({
  title: { 'zh-CN': zh, en },
  holder: 'party',
});
/** A duty that a person is appointed to. */
const duty = (zh: string, en: string): Qualification => ({
  title: { 'zh-CN': zh, en },
  holder: 'member',
});
/** A duty whose holders everybody may find: they face the public. */
const publicDuty = (zh: string, en: string): Qualification => ({ ...duty(zh, en), public: true });

/** Agencies, their offices and officers. */
export const governmentPlugin = definePlugin({
  name: 'government',
  version: '0.1.0',
  title: { 'zh-CN': '政府机关', en: 'Government' },
  partyKind: {
    kind: 'government',
    title: { 'zh-CN': '政府', en: 'Government' },
    badge: { 'zh-CN': '政', en: 'G' },
    channels: ['webhook', 'email', 'outbox'],
  },
  qualifications: {
    // The grid: found, dispatched, verified by three different people.
    'street-centre': office('街镇网格化中心', 'Street or town grid centre'),
    'district-centre': office('区网格化中心', 'District grid centre'),
    'grid-steward': publicDuty('网格长', 'Grid steward'),
    dispatcher: duty('派单员', 'Dispatcher'),
    'verification-officer': duty('核查员', 'Verification officer'),
    // Disclosure: who searches, who reviews secrecy and who approves are three members.
    'disclosure-office': office('政府信息公开工作机构', 'Disclosure office'),
    'disclosure-officer': duty('信息公开经办人', 'Disclosure officer'),
    'information-searcher': duty('信息检索人', 'Information searcher'),
    'secrecy-reviewer': duty('保密审查人', 'Secrecy reviewer'),
    'disclosure-approver': duty('公开审批人', 'Disclosure approver'),
    // Hearing: the chair is not the investigator.
    'hearing-office': office('听证组织机关', 'Hearing office'),
    investigator: duty('调查人员', 'Investigator'),
    'hearing-chair': publicDuty('听证主持人', 'Hearing chair'),
    'hearing-recorder': duty('听证记录人', 'Hearing recorder'),
    'decision-maker': duty('决定人', 'Decision-maker'),
    // Accountability: who verifies does not decide, who decided does not review.
    'supervision-office': office('监督机构', 'Supervision office'),
    'supervision-verifier': duty('核实人员', 'Supervision verifier'),
    'supervision-decider': duty('问责决定人', 'Supervision decider'),
    reviewer: duty('复核人', 'Reviewer'),
    // Where people turn to, and where danger is reported.
    'petition-office': office('信访工作机构', 'Petition office'),
    'procurement-office': office('采购单位', 'Procurement office'),
    'police-station': office('公安派出所', 'Police station'),
    'reception-official': publicDuty('接待领导', 'Official who receives visitors'),
  },
  forms,
  documents,
  functions,
});
