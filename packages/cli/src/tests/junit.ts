import type { Language } from '@gongzhi/engine';
import { testFileOf } from '../workflows.ts';
import { wordsOf } from './describe-run.ts';
import type { FileRun } from './run-files.ts';

/** JUnit's XML, one suite a definition. */
export function toJunit(runs: readonly FileRun[], language: Language): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    ...runs.map((run) => suite(run, language)),
    '</testsuites>\n',
  ].join('\n');
}

function suite({ file, run, problems, json }: FileRun, language: Language): string {
  const words = { words: (text: { 'zh-CN': string; en: string }) => text[language] };
  const cases = (run?.results ?? []).map(({ test, failures }) => {
    const name = `name="${escape(test.title[language])}" classname="${escape(json.definition ?? file)}"`;
    if (failures.length === 0) return `    <testcase ${name}/>`;
    const told = failures.map((failure) => `${testFileOf(file)}:${failure.line} ${wordsOf(failure, words)}`);
    return `    <testcase ${name}><failure message="${escape(told[0]!)}">${escape(told.join('\n'))}</failure></testcase>`;
  });
  const errors = problems.map(
    ({ code, message, line }) =>
      `    <testcase name="${code}" classname="${escape(file)}"><error message="${escape(`${file}:${line} ${message[language]}`)}"/></testcase>`,
  );
  const counts = `tests="${cases.length + errors.length}" failures="${json.failed}" errors="${errors.length}"`;
  return [`  <testsuite name="${escape(file)}" ${counts}>`, ...cases, ...errors, '  </testsuite>'].join('\n');
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string) => text.replace(/[&<>"]/g, (character) => ESCAPES[character]!);
