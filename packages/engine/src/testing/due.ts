/** What falls due in a case by itself as time passes, soonest first. */
import type { CaseState, Clock } from '../case-state.ts';
import type { CommandBody, Instant } from '../command.ts';

export interface Due {
  at: Instant;
  body: CommandBody;
  /** Of the clock, the task or the hand-off. */
  name: string;
}

/** null: nothing will ever happen by itself. At one instant a warning comes before a lapse, a clock before a claim. */
export function nextDue(state: CaseState): Due | null {
  let next: Due | null = null;
  for (const due of allDue(state)) if (next === null || due.at < next.at) next = due;
  return next;
}

function* allDue(state: CaseState): Generator<Due> {
  if (state.status !== 'open') return;
  const running = Object.values(state.clocks).filter(({ status }) => status === 'running');
  yield* running.flatMap(warning);
  yield* running.flatMap(lapse);
  for (const { taskId, name, claimLapsesAt } of state.tasks)
    if (claimLapsesAt !== null) yield { at: claimLapsesAt, body: { kind: 'claim.lapse', taskId }, name };
  for (const { handoffId, name, role, lapsesAt } of state.handoffs)
    if (lapsesAt !== null)
      yield { at: lapsesAt, body: { kind: 'handoff.lapse', handoffId }, name: name ?? role };
}

function warning({ clockId, name, warnsAt }: Clock): Due[] {
  const [at] = warnsAt;
  return at === undefined ? [] : [{ at, body: { kind: 'clock.warn', clockId }, name }];
}

function lapse({ clockId, name, dueAt }: Clock): Due[] {
  return dueAt === null ? [] : [{ at: dueAt, body: { kind: 'clock.lapse', clockId }, name }];
}
