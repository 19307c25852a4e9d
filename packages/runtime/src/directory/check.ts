/** What may be saved in the directory. Each check refuses with GZ_DIRECTORY_INVALID and says what it expected. */
import type { Text } from '@gongzhi/engine';
import { directoryErrors } from '../directory-errors.ts';
import type { HeldQualification } from '../directory.ts';

const ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/;
const WORD = /^[a-z][a-z0-9]*([-.][a-z0-9]+)*$/;
/** Control, bidirectional and zero-width characters, which make one name look like another. */
const HIDDEN = /[\p{Cc}\p{Cs}\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/u;
const LIST_LENGTH_MAX = 100;

export function checkId(field: string, value: unknown): asserts value is string {
  const fits = typeof value === 'string' && ID.test(value);
  if (!fits)
    wrong(
      field,
      { 'zh-CN': '字母、数字与 . _ : -，1 至 100 个', en: 'letters, digits and . _ : -, 1 to 100' },
      value,
    );
}

/** A kind, channel or qualification: kebab-case, with dots between a plugin's name and its own. */
export function checkWord(field: string, value: unknown): asserts value is string {
  const fits = typeof value === 'string' && value.length <= 100 && WORD.test(value);
  if (!fits) wrong(field, { 'zh-CN': '小写英文短横线名称', en: 'a kebab-case name' }, value);
}

export function checkName(field: string, value: unknown, lengthMax = 200): asserts value is string {
  const fits =
    typeof value === 'string' && value.trim() !== '' && value.length <= lengthMax && !HIDDEN.test(value);
  if (!fits)
    wrong(
      field,
      {
        'zh-CN': `1 至 ${lengthMax} 个可见字符`,
        en: `1 to ${lengthMax} visible characters`,
      },
      value,
    );
}

export function checkText(field: string, value: unknown): asserts value is Text {
  const text: Partial<Text> = typeof value === 'object' && value !== null ? value : {};
  checkName(`${field}.zh-CN`, text['zh-CN']);
  checkName(`${field}.en`, text.en);
}

export function checkOneOf<const Value extends string>(
  field: string,
  value: unknown,
  allowed: readonly Value[],
): asserts value is Value {
  if (!allowed.includes(value as Value))
    wrong(field, { 'zh-CN': allowed.join('、'), en: allowed.join(', ') }, value);
}

export function checkInstant(field: string, value: unknown): asserts value is number | null {
  const fits = value === null || (Number.isSafeInteger(value) && Number(value) >= 0);
  if (!fits) wrong(field, { 'zh-CN': '毫秒时间戳或 null', en: 'epoch milliseconds or null' }, value);
}

export function checkQualifications(field: string, held: readonly HeldQualification[]): void {
  checkList(field, held);
  for (const [index, { name, validUntil }] of held.entries()) {
    checkWord(`${field}.${index}.name`, name);
    checkInstant(`${field}.${index}.validUntil`, validUntil);
  }
  const names = new Set(held.map((each) => each.name));
  if (names.size !== held.length)
    wrong(
      field,
      { 'zh-CN': '每项资质一次', en: 'each qualification once' },
      held.map((each) => each.name),
    );
}

export function checkList(field: string, list: unknown): void {
  if (!Array.isArray(list) || list.length > LIST_LENGTH_MAX)
    wrong(
      field,
      { 'zh-CN': `不超过 ${LIST_LENGTH_MAX} 项的列表`, en: `a list of at most ${LIST_LENGTH_MAX}` },
      list,
    );
}

/** Refuses with GZ_DIRECTORY_INVALID. */
export function wrong(field: string, expected: Text, got: unknown): never {
  const shown = (JSON.stringify(got) ?? 'undefined').slice(0, 100);
  throw directoryErrors.error(
    'GZ_DIRECTORY_INVALID',
    { field, expected: expected.en, expectedZh: expected['zh-CN'], got: shown },
    { field },
  );
}
