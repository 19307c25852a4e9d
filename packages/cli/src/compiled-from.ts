import type { CompiledDefinition } from '@gongzhi/engine';
import { compileFiles } from './compile-files.ts';
import { EXIT } from './exit.ts';
import { Failure } from './failure.ts';
import { text } from './texts.ts';
import { fileOf, readFiles } from './workflows.ts';

/** A definition ready to run, by its file or its id; a `Failure` when it has errors. */
export async function compiledFrom(name: string): Promise<CompiledDefinition> {
  const [checked] = await compileFiles(await readFiles([fileOf(name)]), Date.now());
  const { result, file } = checked!;
  if (result.ok) return result.compiled;
  const [first] = result.problems.filter(({ severity }) => severity === 'error');
  throw new Failure({
    exit: EXIT.problems,
    code: first?.code ?? 'GZ_DEFINITION_INVALID',
    what: first?.message ?? text('definitionInvalid', { file }),
    where: `${file}:${first?.line}:${first?.column}`,
    ...(first ? { fix: first.remedy } : {}),
    next: `gongzhi check ${file}`,
    details: { problems: result.problems },
  });
}
