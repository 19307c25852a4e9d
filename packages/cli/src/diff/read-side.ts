/** One side of a comparison: a file, a bundled definition, or a published version `id@2` of the server. */
import type { CompiledDefinition } from '@gongzhi/engine';
import { compileFiles } from '../compile-files.ts';
import { withClient } from '../connection.ts';
import type { Context } from '../context.ts';
import { EXIT } from '../exit.ts';
import { Failure } from '../failure.ts';
import { text } from '../texts.ts';
import { fileOf, readFiles, type SourceFile } from '../workflows.ts';

export interface Side extends SourceFile {
  compiled: CompiledDefinition;
}

/** Both are compiled by themselves: two versions of one definition. A `Failure` when one has errors. */
export async function readSides(context: Context, names: readonly string[]): Promise<Side[]> {
  const published = names.map((name) => /^([a-z][a-z0-9-]*)@(\d{1,7})$/.exec(name));
  const fromServer = published.some(Boolean) ? await readPublished(context, published) : [];
  const sources = await Promise.all(
    names.map(async (name, index) => fromServer[index] ?? (await readFiles([fileOf(name)]))[0]!),
  );
  const sides: Side[] = [];
  for (const source of sources) {
    const [{ result, file }] = (await compileFiles([source], Date.now())) as [
      Awaited<ReturnType<typeof compileFiles>>[number],
    ];
    if (!result.ok) {
      const first = result.problems.find(({ severity }) => severity === 'error');
      throw new Failure({
        exit: EXIT.usage,
        code: first?.code ?? 'GZ_DEFINITION_INVALID',
        what: first?.message ?? text('definitionInvalid', { file }),
        where: `${file}:${first?.line}:${first?.column}`,
        ...(first ? { fix: first.remedy } : {}),
        next: `gongzhi check ${file}`,
        details: { problems: result.problems },
      });
    }
    sides.push({ ...source, compiled: result.compiled });
  }
  return sides;
}

function readPublished(
  context: Context,
  names: readonly (RegExpExecArray | null)[],
): Promise<(SourceFile | undefined)[]> {
  return withClient(context, (client) =>
    Promise.all(
      names.map(async (name) => {
        if (name === null) return undefined;
        const [file, id = '', version] = name;
        const { source } = await client.readDefinition({ id, version: Number(version) });
        return { file, source };
      }),
    ),
  );
}
