export type { Json, JsonObject, JsonSchema, Language, Text } from './text.ts';
export {
  GongzhiError,
  defineErrors,
  type ErrorCatalogue,
  type ErrorEntry,
  type Refusal,
  type RefusalArgs,
} from './errors.ts';
export {
  PROCEDURES,
  clockNames,
  type Action,
  type AwaitBlock,
  type Basis,
  type CaseBlock,
  type ClockRule,
  type CustodyRule,
  type Definition,
  type DocumentRule,
  type Duration,
  type EffectBlock,
  type EventRule,
  type Expression,
  type HandoffBlock,
  type OpenRule,
  type Procedure,
  type Role,
  type StateNode,
  type TaskBlock,
  type Transition,
  type Transitions,
  type VisibilityRule,
} from './definition.ts';
export {
  factKey,
  type Actor,
  type AttachedDocument,
  type CaseOrigin,
  type Command,
  type CommandBody,
  type CommandHead,
  type CommandKind,
  type FactQuery,
  type Facts,
  type Holder,
  type Instant,
} from './command.ts';
export type {
  Act,
  CaseDocument,
  CaseState,
  ChildCase,
  Clock,
  Custodian,
  CustodyPeriod,
  DefinitionRef,
  Handoff,
  Participant,
  PendingAwait,
  PendingEffect,
  Task,
} from './case-state.ts';
export type { Change, ChangeKind, JournalEntry } from './journal-entry.ts';
export {
  RetryableError,
  TerminalError,
  definePlugin,
  type CelFunction,
  type Contact,
  type EffectContext,
  type EffectDefinition,
  type EffectServices,
  type OutboxMessage,
  type PartyKind,
  type Plugin,
  type Qualification,
} from './plugin.ts';
export * as fields from './form-fields.ts';
export type { Problem, TrailStep } from './problem.ts';
export {
  ExpressionError,
  type Block,
  type CompileOptions,
  type CompileResult,
  type CompiledDefinition,
  type CompiledState,
  type CompiledTransition,
  type DefinitionSummary,
  type Expressions,
  type FieldProblem,
  type Validate,
  type Variables,
} from './compiled.ts';
export type { Accepted, CaseOpening, EffectRequest, StepResult } from './step-result.ts';
export {
  calendarYears,
  calendars,
  computeDue,
  findCalendar,
  latestNoticeDay,
  localDay,
  parseLimit,
  warnAt,
  workingDaysBetween,
  type Calendar,
  type CalendarYear,
  type ClockDue,
  type ClockInput,
  type ClockLimit,
  type ClockSpan,
  type DueInterval,
  type HalfDay,
  type Limit,
  type NoticeInput,
  type ParsedLimit,
} from './calendar/index.ts';
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
  type Change as DefinitionChange,
  type ChangeClass,
  type ChangedPart,
  type Comparison,
  type PairKind,
} from './diff/change.ts';
export { placesIn } from './places.ts';
export type { Path, Place } from './source.ts';
