/** Goes everywhere that cases of the given definitions can go, one by one and all together. */
import { explore, exploreAll, type CompiledDefinition, type Problem, type UnusedPart } from '@gongzhi/engine';
import type { CheckedFile } from './compile-files.ts';
import { plugins } from './plugins.ts';

export interface Explored {
  problems: Problem[];
  configurations: number;
  moves: number;
  /** What the plugins bring and no definition uses. */
  unused: UnusedPart[];
}

/** `others` are known to be there, and nothing is told of them. Only files that compile are explored. */
export function exploreFiles(
  checked: readonly CheckedFile[],
  others: readonly CompiledDefinition[],
): Explored {
  const right = checked.flatMap(({ file, source, result }) =>
    result.ok ? [{ file, source, compiled: result.compiled }] : [],
  );
  const definitions = [...right.map(({ compiled }) => compiled), ...others].map(
    ({ definition }) => definition,
  );
  const explorations = right.map(({ file, source, compiled }) => ({
    ...explore(compiled, { file, source, plugins, definitions }),
    file,
  }));
  // Not every definition is known when one of them cannot be read.
  const isWhole = right.length === checked.length;
  const application = isWhole ? exploreAll(explorations, { plugins, others }) : { problems: [], unused: [] };
  return {
    problems: [...explorations.flatMap(({ problems }) => problems), ...application.problems],
    configurations: explorations.reduce((sum, { configurations }) => sum + configurations, 0),
    moves: explorations.reduce((sum, { moves }) => sum + moves, 0),
    unused: application.unused,
  };
}
