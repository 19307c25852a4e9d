import {
  viewCase,
  type CaseState,
  type CaseView,
  type CompiledDefinition,
  type Text,
  type Viewer,
} from '@gongzhi/engine';
import { runtimeErrors, type Identity } from '@gongzhi/runtime';
import type { Context } from './context.ts';

export interface ReadableCase {
  state: CaseState;
  compiled: CompiledDefinition;
  view: ShownCase;
}

/** With the innermost of the active states, and what they are called. */
type ShownCase = CaseView & { leafStates: { path: string; title: Text | null }[] };

/** A case as the caller may see it. Refuses with GZ_CASE_UNKNOWN, whether it is not there or not theirs to see. */
export async function readCase(context: Context, identity: Identity, caseId: string): Promise<ReadableCase> {
  return readCaseAs(context, await context.runtime.directory.viewer(identity), caseId);
}

/** Nobody in particular: sees what a definition makes public. */
export const PUBLIC: Viewer = {
  memberId: null,
  partyId: null,
  partyKind: null,
  qualifications: [],
  supervises: null,
};

export async function readCaseAs(context: Context, viewer: Viewer, caseId: string): Promise<ReadableCase> {
  const { state, compiled } = await context.runtime.query.case(caseId);
  const view = viewCase(compiled, state, viewer);
  if (view === null) throw runtimeErrors.error('GZ_CASE_UNKNOWN', { case: caseId });
  return { state, compiled, view: { ...view, leafStates: leafStates(compiled, view.states) } };
}

function leafStates({ states }: CompiledDefinition, active: readonly string[]): ShownCase['leafStates'] {
  return active
    .filter((path) => !active.some((other) => other.startsWith(`${path}.`)))
    .map((path) => ({ path, title: states.get(path)?.node.title ?? null }));
}
