/**
 * Proof before publishing: what a definition that compiles still does wrong, found by going everywhere that a case can
 * go. Beside `compile`, not in it: a server compiles often and needs no proof again.
 *
 *   1. space.ts          every configuration, by the machine that runs cases
 *   2. check-space.ts    states never come to, no end, standing still, going round, clocks unheard
 *   3. check-people.ts   roles nobody can hold, duties that cannot be separate, hand-offs, custody
 *   4. check-law.ts      clocks longer than their legal texts allow
 *
 * application.ts does the same for all definitions together. Pure and bounded: no clock, no file.
 */
import type { CompiledDefinition } from '../compiled.ts';
import type { CaseBlock, Definition } from '../definition.ts';
import { formOf, payloadsByEvent } from '../expression-sites.ts';
import { outlineDefinition, type Outline } from '../outline.ts';
import type { Plugin } from '../plugin.ts';
import type { Problem } from '../problem.ts';
import { ProblemList } from '../problems.ts';
import { readSource, type Source } from '../source.ts';
import type { JsonObject, JsonSchema } from '../text.ts';
import { readVocabulary } from '../vocabulary.ts';
import { checkLaw } from './check-law.ts';
import { checkCustody, checkHandoffs, checkHolders, checkRoles } from './check-people.ts';
import { checkSpace, type Explored, type TellTrail } from './check-space.ts';
import { roleFilling } from './roles.ts';
import { exploreSpace, type Space } from './space.ts';
import { trailOf, type Way } from './trail.ts';

/** Configurations that are looked at; with 20,000 it takes a few seconds. */
const CONFIGURATION_LIMIT = 20_000;

export interface ExploreOptions {
  /** What was compiled: for the places of problems. */
  source: string | JsonObject;
  /** Shown in problems. */
  file?: string;
  plugins: readonly Plugin[];
  /** All definitions that may open cases of this one; absent: not known, so that any role may be filled from outside. */
  definitions?: readonly Definition[];
  /** Configurations that are looked at; 20,000 when absent. */
  limit?: number;
}

export interface Exploration {
  compiled: CompiledDefinition;
  problems: Problem[];
  configurations: number;
  moves: number;
  /** The limit was hit: that nothing else is wrong is not proven. */
  bounded: boolean;
  /** For `exploreAll`. */
  outline: Outline;
  space: Space;
  source: Source;
  payloads: ReadonlyMap<string, JsonSchema>;
}

export function explore(compiled: CompiledDefinition, options: ExploreOptions): Exploration {
  const { definition } = compiled;
  const { plugins, definitions, limit = CONFIGURATION_LIMIT } = options;
  const problems = new ProblemList(options.file ?? '');
  const source = readSource(options.source, () => {});
  const outline = outlineDefinition(definition);
  const words = readVocabulary(plugins);
  const payloads = payloadsByEvent(definition, outline, words);
  const opening = formOf(definition, words, definition.open.form);
  if (opening !== null) payloads.set('', opening);
  const openings = definitions === undefined ? null : openingsOf(definitions, definition.id);
  const filling = roleFilling(definition, outline, openings);

  const check = (space: Space, tell: TellTrail) => {
    const explored: Explored = { compiled, outline, space };
    checkSpace(explored, limit, tell);
    checkHolders(explored, filling, tell);
    checkHandoffs(explored, tell);
    checkCustody(explored, tell);
  };
  const suspects = (space: Space) => {
    const ways: Way[] = [];
    check(space, (_code, _at, _args, way) => way && ways.push(way));
    return ways;
  };
  const space = exploreSpace(compiled, { filling, payloads, limit }, suspects);
  const tell: TellTrail = (code, at, args, way) => {
    const place = source.place(at, typeof at.at(-1) === 'number' ? 'value' : 'key');
    problems.add(code, place, at, args, way && trailOf(compiled, space, way));
  };
  check(space, tell);
  checkRoles({ compiled, outline, space }, plugins, tell);
  checkLaw(definition, tell);
  return {
    compiled,
    problems: problems.sorted(),
    configurations: space.nodes.length,
    moves: space.nodes.reduce((count, { moves }) => count + moves.length, 0),
    bounded: space.bounded,
    outline,
    space,
    source,
    payloads,
  };
}

function openingsOf(definitions: readonly Definition[], id: string): CaseBlock[] {
  return definitions.flatMap((definition) => {
    const { blocks, actions } = outlineDefinition(definition);
    const rules = [
      ...blocks.flatMap(({ kind, rule }) => (kind === 'case' ? [rule] : [])),
      ...actions.flatMap(({ rule }) => ('open' in rule ? [rule.open] : [])),
    ];
    return rules.filter((rule) => rule.definition === id);
  });
}
