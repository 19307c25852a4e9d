/** What must hold of every case after every step; a definition that breaks one fails its step and changes nothing. */
import type { Draft } from './draft.ts';
import { activeStates } from './machine.ts';

export function assertInvariants({ compiled, case: state }: Draft) {
  const active = new Set(activeStates(state.machine.value));
  const isOpen = state.status === 'open';
  const last = state.custody.at(-1);
  assert(
    last?.toAt === null && last.partyId === state.custodian.partyId && state.custodian.partyId !== '',
    `the chain of custody ends with ${last?.partyId} but the custodian is ${state.custodian.partyId}`,
  );
  for (const task of state.tasks)
    assert(
      isOpen && active.has(task.state),
      `task ${task.name} is open but state ${task.state} is not active`,
    );
  for (const handoff of state.handoffs)
    assert(
      handoff.state === null || active.has(handoff.state),
      `hand-off ${handoff.handoffId} is open but state ${handoff.state} is not active`,
    );
  for (const clock of Object.values(state.clocks))
    assert(
      clock.endedAt !== null || (isOpen && active.has(clock.state)),
      `clock ${clock.name} runs but state ${clock.state} is not active`,
    );
  const [problem] = compiled.validateData(state.data);
  assert(
    problem === undefined,
    `the data do not fit their schema at ${problem?.pointer}: ${problem?.message.en}`,
  );
}

function assert(holds: boolean, otherwise: string) {
  if (!holds) throw new Error(`invariant: ${otherwise}`);
}
