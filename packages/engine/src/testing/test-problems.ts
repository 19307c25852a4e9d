/** What can be wrong in a file of tests, with how it is mended. Numbers go on where `problems.ts` ends: GZ7xx. */
import type { Problem } from '../problem.ts';
import { ProblemList } from '../problems.ts';
import type { Path, Place, Tell } from '../source.ts';
import type { Text } from '../text.ts';

interface Entry {
  message: Text;
  remedy: Text;
}

const testProblemCatalogue = {
  GZ701: entry(
    ['There is no key {name} here{hint}.', 'Known here: {known}.'],
    ['此处没有键“{name}”{hint}。', '可用的键：{known}。'],
  ),
  GZ702: entry(
    ['{name} is not in the cast{hint}.', 'Name a member or a party of `cast`: {known}.'],
    ['“{name}”不在 `cast` 中{hint}。', '请写 `cast` 中的成员或主体：{known}。'],
  ),
  GZ703: entry(['{name} is missing.', 'Add `{name}` here.'], ['缺少“{name}”。', '请在此补上 `{name}`。']),
  GZ704: entry(
    ['{name} must be {expected}.', 'Write {expected}.'],
    ['“{name}”须为{expected}。', '请写{expected}。'],
  ),
  GZ705: entry(
    ['A step does exactly one thing; this one does {found}.', 'Write one of: {known}.'],
    ['每一步恰好做一件事；此步为：{found}。', '请写其中之一：{known}。'],
  ),
  GZ706: entry(
    ['The definition has no {what} {name}{hint}.', 'It has: {known}.'],
    ['流程中没有{what}“{name}”{hint}。', '现有：{known}。'],
  ),
} satisfies Record<string, Entry>;

export type TestProblemCode = keyof typeof testProblemCatalogue;
export type TestProblemArgs = Record<string, string | Text>;

/** Collects the problems of one file of tests, those of its YAML too. */
export class TestProblemList {
  readonly #file: string;
  readonly #yaml: ProblemList;
  readonly #found: Problem[] = [];

  constructor(file: string) {
    this.#file = file;
    this.#yaml = new ProblemList(file);
  }

  /** For `readSource`. */
  readonly tellYaml: Tell = (code, place, path, args) => this.#yaml.add(code, place, path, args);

  add(code: TestProblemCode, place: Place, path: Path, args: TestProblemArgs): void {
    const { message, remedy } = testProblemCatalogue[code];
    this.#found.push({
      code,
      severity: 'error',
      message: fill(message, args),
      remedy: fill(remedy, args),
      file: this.#file,
      ...place,
      path: path.join('.'),
    });
  }

  sorted(): Problem[] {
    return [...this.#yaml.sorted(), ...this.#found].toSorted(
      (a, b) => a.line - b.line || a.column - b.column,
    );
  }
}

function fill(text: Text, args: TestProblemArgs): Text {
  const replace = (language: keyof Text) =>
    text[language].replace(/\{(\w+)\}/g, (place, name: string) => {
      const value = args[name];
      return value === undefined ? place : typeof value === 'string' ? value : value[language];
    });
  return { 'zh-CN': replace('zh-CN'), en: replace('en') };
}

function entry([message, remedy]: [string, string], [zhMessage, zhRemedy]: [string, string]): Entry {
  return { message: { 'zh-CN': zhMessage, en: message }, remedy: { 'zh-CN': zhRemedy, en: remedy } };
}
