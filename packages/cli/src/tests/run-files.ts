import { readTests, runTests, type TestRun } from '@gongzhi/engine/testing';
import type { CompiledDefinition, Problem } from '@gongzhi/engine';
import { compileFiles } from '../compile-files.ts';
import { readFiles, testFileOf, type SourceFile } from '../workflows.ts';

/** What came of the tests of one definition. */
export interface FileRun {
  file: string;
  /** Of the definition or of the tests, with the texts that they are in. */
  problems: Problem[];
  sources: SourceFile[];
  /** null: there was nothing to run, or it could not be. */
  run: TestRun | null;
  compiled: CompiledDefinition | null;
  json: FileRunJson;
}

interface FileRunJson {
  file: string;
  definition: string | null;
  ok: boolean;
  passed: number;
  failed: number;
  /** States and transitions that no test reached. */
  missing: number;
  coverage: TestRun['coverage'] | null;
  problems: Problem[];
  tests: { title: { 'zh-CN': string; en: string }; ok: boolean; line: number; failures: unknown[] }[];
}

/** Files of definitions, or of their tests. */
export async function runFiles(files: readonly string[], only?: string): Promise<FileRun[]> {
  const definitions = await readFiles(files.map((file) => file.replace(/\.test\.yaml$/, '.yaml')));
  const checked = await compileFiles(definitions, Date.now());
  return Promise.all(
    checked.map(async ({ file, source, result }) => {
      const tests = await readTestFile(testFileOf(file));
      const sources = [{ file, source }, ...(tests ? [tests] : [])];
      if (!result.ok) return fileRun(file, sources, result.problems, null, null);
      if (tests === null) return fileRun(file, sources, [], null, result.compiled);
      const read = readTests(tests.source, tests.file);
      if (!read.ok) return fileRun(file, sources, read.problems, null, result.compiled);
      const run = runTests(result.compiled, read.file, only === undefined ? {} : { only });
      return fileRun(file, sources, [], run, result.compiled);
    }),
  );
}

function fileRun(
  file: string,
  sources: SourceFile[],
  found: Problem[],
  run: TestRun | null,
  compiled: CompiledDefinition | null,
): FileRun {
  const problems = found.filter(({ severity }) => severity === 'error');
  const coverage = run?.coverage ?? null;
  const json: FileRunJson = {
    file,
    definition: compiled?.ref.id ?? null,
    ok: problems.length === 0 && (run?.failed ?? 0) === 0,
    passed: run?.passed ?? 0,
    failed: run?.failed ?? 0,
    missing: coverage ? coverage.states.missing.length + coverage.transitions.missing.length : 0,
    coverage,
    problems,
    tests: (run?.results ?? []).map(({ test: { title, line }, ok, failures }) => ({
      title,
      ok,
      line,
      failures,
    })),
  };
  return { file, problems, sources, run, compiled, json };
}

async function readTestFile(file: string): Promise<SourceFile | null> {
  try {
    const [read] = await readFiles([file]);
    return read!;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw cause;
  }
}
