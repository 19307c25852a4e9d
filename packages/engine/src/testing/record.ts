import { leafStates } from '../ways-out.ts';
import type { Expectation } from './case-test.ts';
import type { World } from './world.ts';

/** Where a case stands, as what a test expects. */
export function describeNow({ state }: World): Expectation {
  if (state === null) return { line: 0 };
  const { status, outcome, documents, custodian } = state;
  return {
    line: 0,
    state: leafStates(state),
    status,
    ...(status === 'closed' ? { outcome } : { custodian: custodian.memberId ?? custodian.partyId }),
    ...(status === 'open' && state.tasks.length > 0 ? { tasks: state.tasks.map(({ name }) => name) } : {}),
    ...(documents.length > 0 ? { documents: [...new Set(documents.map(({ name }) => name))] } : {}),
  };
}
