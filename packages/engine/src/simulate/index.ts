/** Many cases on a virtual clock: load, waiting, lapses. Pure; the seed is handed in. */
export { simulateLoad, type LoadOptions } from './load.ts';
export { readScenario, type ReadScenario } from './read-scenario.ts';
export { DEFAULTS, defaultScenario, type Choice, type Crew, type Scenario } from './scenario.ts';
export type { LoadResult, Percentiles, TaskFigures } from './figures.ts';
export type { CrewFigures } from './crews.ts';
export { createRandom, draw, type Distribution, type Random } from './random.ts';
