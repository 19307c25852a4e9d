/** Counters and gauges of the runtime, by their Prometheus names. */
import type { RuntimeMetrics } from './runtime.ts';

export interface Counters {
  commands: number;
  repeated: number;
  refused: number;
  steps: number;
  commits: number;
  conflicts: number;
  unavailable: number;
  stepsFailed: number;
  effectsStarted: number;
  effectsSucceeded: number;
  effectsRetried: number;
  effectsFailed: number;
  clocksFired: number;
  incidentsOpened: number;
  /** Incidents whose cause was tried again and failed again. */
  incidentsFailedAgain: number;
  /** Longest queue since the start. */
  queuePeak: number;
}

export function createCounters(): Counters {
  return {
    commands: 0,
    repeated: 0,
    refused: 0,
    steps: 0,
    commits: 0,
    conflicts: 0,
    unavailable: 0,
    stepsFailed: 0,
    effectsStarted: 0,
    effectsSucceeded: 0,
    effectsRetried: 0,
    effectsFailed: 0,
    clocksFired: 0,
    incidentsOpened: 0,
    incidentsFailedAgain: 0,
    queuePeak: 0,
  };
}

export function createMetrics(
  counters: Counters,
  gauges: { statements(): number; queued(): number; cached(): number; running(): number },
): RuntimeMetrics {
  return {
    read: () => ({
      gongzhi_commands_total: counters.commands,
      gongzhi_commands_repeated_total: counters.repeated,
      gongzhi_commands_refused_total: counters.refused,
      gongzhi_steps_total: counters.steps,
      gongzhi_steps_failed_total: counters.stepsFailed,
      gongzhi_commits_total: counters.commits,
      gongzhi_commit_conflicts_total: counters.conflicts,
      gongzhi_store_unavailable_total: counters.unavailable,
      gongzhi_statements_total: gauges.statements(),
      gongzhi_effects_started_total: counters.effectsStarted,
      gongzhi_effects_succeeded_total: counters.effectsSucceeded,
      gongzhi_effects_retried_total: counters.effectsRetried,
      gongzhi_effects_failed_total: counters.effectsFailed,
      gongzhi_clocks_fired_total: counters.clocksFired,
      gongzhi_incidents_opened_total: counters.incidentsOpened,
      gongzhi_incidents_failed_again_total: counters.incidentsFailedAgain,
      gongzhi_commands_queued: gauges.queued(),
      gongzhi_commands_queued_peak: counters.queuePeak,
      gongzhi_cases_cached: gauges.cached(),
      gongzhi_effects_running: gauges.running(),
    }),
  };
}
