/** What is different in a picture of two versions, or what the tests of one cover. */
import type { Text } from '@gongzhi/engine';

export const MARKS = ['added', 'removed', 'changed', 'covered', 'uncovered'] as const;
export type Mark = (typeof MARKS)[number];

export const SIGNS: Record<Mark, string> = {
  added: '+',
  removed: '−',
  changed: '~',
  covered: '✓',
  uncovered: '?',
};

export const MARK_WORDS: Record<Mark, Text> = {
  added: { 'zh-CN': '新增', en: 'added' },
  removed: { 'zh-CN': '删去', en: 'removed' },
  changed: { 'zh-CN': '有改动', en: 'changed' },
  covered: { 'zh-CN': '测试已覆盖', en: 'covered by tests' },
  uncovered: { 'zh-CN': '测试未覆盖', en: 'not covered by tests' },
};
