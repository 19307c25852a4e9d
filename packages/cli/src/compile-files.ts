/** Compiles definitions that may name each other. */
import {
  compile,
  type CompiledDefinition,
  type CompileResult,
  type DefinitionSummary,
} from '@gongzhi/engine';
import { plugins } from './plugins.ts';
import { readBundled, type SourceFile } from './workflows.ts';

export interface CheckedFile extends SourceFile {
  result: CompileResult;
}

/**
 * Each file by itself first. When all are right, each again with the others and the bundled ones known, so that a
 * name of another definition is checked too.
 */
export async function compileFiles(files: readonly SourceFile[], now: number): Promise<CheckedFile[]> {
  return (await compileAmong(files, now)).checked;
}

/** The same, with the bundled definitions beside which they were compiled; none when something is wrong. */
export async function compileAmong(
  files: readonly SourceFile[],
  now: number,
): Promise<{ checked: CheckedFile[]; others: CompiledDefinition[] }> {
  const alone = files.map((file) => ({ ...file, result: compileOne(file, now) }));
  if (alone.some(({ result }) => !result.ok)) return { checked: alone, others: [] };
  const given = new Set(files.map(({ file }) => file));
  const beside = (await bundledThatExist()).filter(({ file }) => !given.has(file));
  const others = beside.map((file) => compileOne(file, now));
  const all = [...others, ...alone.map(({ result }) => result)];
  const definitions = new Map(all.flatMap(summaryOf));
  return {
    checked: files.map((file) => ({ ...file, result: compileOne(file, now, definitions) })),
    others: others.flatMap((result) => (result.ok ? [result.compiled] : [])),
  };
}

function compileOne(
  { file, source }: SourceFile,
  now: number,
  definitions?: ReadonlyMap<string, DefinitionSummary>,
): CompileResult {
  return compile(source, { file, plugins, now, ...(definitions ? { definitions } : {}) });
}

function summaryOf(result: CompileResult): [string, DefinitionSummary][] {
  if (!result.ok) return [];
  const { id, version, open, roles } = result.compiled.definition;
  return [[id, { id, version, openBy: open.by, roles: Object.keys(roles) }]];
}

/** Outside of the repository there may be none. */
async function bundledThatExist(): Promise<SourceFile[]> {
  try {
    return await readBundled();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw cause;
  }
}
