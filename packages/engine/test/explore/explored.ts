/** Small definitions, explored. */
import { compile, explore, type Exploration, type ExploreOptions, type Problem } from '@gongzhi/engine';
import { plugins } from '../compile/plugins.ts';

/** A definition of one resident; `rest` is what comes after its data. */
export const definitionOf = (rest: string, { id = 'small', roles = '', data = '' } = {}) => `id: ${id}
version: 1
procedure: service
title: { zh-CN: 小例, en: Small }
calendar: china-mainland
open: { by: [resident], title: '"x"' }
custody: { first: resident }
roles:
  resident: { title: { zh-CN: 居民, en: Resident }, party: [resident] }
${roles}data:
  type: object
  properties: { n: { type: number, default: 0 }, s: { type: string, default: a }${data} }
${rest}`;

/** `definitions` is none unless it is given, were it as undefined: nobody else opens it. */
export function explored(
  source: string,
  options: { [key in keyof ExploreOptions]?: ExploreOptions[key] | undefined } = {},
): Exploration & { file: string } {
  const file = 'small.yaml';
  const result = compile(source, { plugins, file });
  if (!result.ok)
    throw new Error(
      result.problems.map(({ code, line, message }) => `${code} ${line}: ${message.en}`).join('\n'),
    );
  const { definitions, ...others } = { definitions: [], ...options };
  const all = { source, file, plugins, ...others, ...(definitions && { definitions }) } as ExploreOptions;
  return { ...explore(result.compiled, all), file };
}

export const codesOf = (problems: readonly Problem[]) => problems.map(({ code }) => code);

/** The way that shows a problem, a step a line. */
export const trailOf = ({ trail = [] }: Problem, language: 'en' | 'zh-CN' = 'en') =>
  trail.map(
    ({ what, states }) => `${what[language]} → ${states.map((state) => state[language]).join(' + ')}`,
  );
