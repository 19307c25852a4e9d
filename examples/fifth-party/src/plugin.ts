/** A fifth kind of party: schools, which hold public examinations and answer for quiet around them. */
import { definePlugin } from '@gongzhi/engine';
import { examHours, readTimetable } from './timetable.ts';

export const schoolPlugin = definePlugin({
  name: 'school',
  version: '0.1.0',
  title: { 'zh-CN': '学校', en: 'Schools' },
  partyKind: {
    kind: 'school',
    title: { 'zh-CN': '学校', en: 'School' },
    badge: { 'zh-CN': '校', en: 'C' },
    channels: ['email', 'outbox'],
  },
  qualifications: {
    'exam-site': { title: { 'zh-CN': '考点学校', en: 'Exam site' }, holder: 'party' },
    'exam-officer': { title: { 'zh-CN': '考务负责人', en: 'Exam officer' }, holder: 'member' },
  },
  effects: {
    timetable: {
      title: { 'zh-CN': '读取考试时间表', en: 'Read the exam timetable' },
      input: {
        type: 'object',
        properties: { site: { type: 'string', minLength: 1, maxLength: 200 } },
        required: ['site'],
        additionalProperties: false,
      },
      reply: {
        type: 'object',
        properties: { hours: examHours },
        required: ['hours'],
        additionalProperties: false,
      },
      timeoutMs: 10_000,
      run: readTimetable,
    },
  },
  forms: {
    'exam-hours': {
      type: 'object',
      'x-title': { 'zh-CN': '考试时段', en: 'Exam hours' },
      properties: { hours: examHours },
      required: ['hours'],
      additionalProperties: false,
    },
    'quiet-agreement': {
      type: 'object',
      'x-title': { 'zh-CN': '静音约定', en: 'Agreement on quiet hours' },
      properties: {
        agreed: { type: 'boolean', 'x-title': { 'zh-CN': '是否达成', en: 'Agreed' } },
        text: {
          type: 'string',
          minLength: 1,
          maxLength: 4000,
          'x-title': { 'zh-CN': '内容', en: 'What is agreed, or why not' },
        },
      },
      required: ['agreed', 'text'],
      additionalProperties: false,
    },
  },
  documents: {
    'quiet-agreement': {
      title: { 'zh-CN': '静音约定', en: 'Agreement on quiet hours' },
      body: {
        'zh-CN': '“{{ kase.title }}”：考点学校与周边商定如下。\n{{ payload.text }}',
        en: '“{{ kase.title }}”: the exam site and its neighbours have agreed on this.\n{{ payload.text }}',
      },
    },
  },
  functions: {
    /** Whether an instant falls into one of the exam hours; the last minute counts. */
    school_during_exam: {
      signature: '(dyn, string): bool',
      run: (hours: Iterable<{ from: string; to: string }>, at: string) =>
        Array.from(hours).some(
          ({ from, to }) => Date.parse(from) <= Date.parse(at) && Date.parse(at) <= Date.parse(to),
        ),
    },
  },
});
