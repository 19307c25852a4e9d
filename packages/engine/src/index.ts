export * from './text.ts';
export * from './errors.ts';
export * from './definition.ts';
export * from './command.ts';
export * from './case-state.ts';
export * from './journal-entry.ts';
export * from './plugin.ts';
export * as fields from './form-fields.ts';
export * from './problem.ts';
export * from './compiled.ts';
export * from './step-result.ts';
export * from './calendar/index.ts';
export { checkPlugins } from './check-plugins.ts';
export { compile } from './compile.ts';
export { explore, type Exploration, type ExploreOptions } from './explore/explore.ts';
export { exploreAll, type Application, type ApplicationOptions } from './explore/application.ts';
export type { UnusedPart } from './explore/unused.ts';
export { problemCatalogue, type ProblemEntry } from './problems.ts';
export { definitionSchema } from './shape.ts';
export { migrate } from './migrate/migrate.ts';
export type { MigrationPlan } from './migrate/plan.ts';
export { checkPlan, planSchema, readPlan, type PlanProblem, type PlanRead } from './migrate/read-plan.ts';
export { step } from './step.ts';
export { replay, replayOne, ReplayError } from './replay.ts';
export { explainClock } from './clocks.ts';
export { activeStates } from './machine.ts';
export { leafStates } from './ways-out.ts';
export { audienceOf, isInAudience, type Audience } from './audience.ts';
export { OPENER } from './blocks.ts';
export { canonicalJson, sha256Hex as sha256 } from './hash.ts';
export { possible, type Possibility } from './possible.ts';
export {
  maySeeDocument,
  mayRead,
  viewCase,
  viewEntry,
  type Access,
  type CaseView,
  type Viewer,
} from './visibility.ts';
export { engineErrors } from './refusals.ts';
export { compareDefinitions } from './diff/compare.ts';
export {
  CHANGE_CLASSES,
  type Change,
  type ChangeClass,
  type ChangedPart,
  type Comparison,
  type PairKind,
} from './diff/change.ts';
export { placesIn } from './places.ts';
export type { Path, Place } from './source.ts';
