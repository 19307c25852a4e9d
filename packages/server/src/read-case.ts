import { viewCase, type CaseState, type CaseView, type CompiledDefinition } from '@gongzhi/engine';
import { runtimeErrors, type Identity } from '@gongzhi/runtime';
import type { Context } from './context.ts';

export interface ReadableCase {
  state: CaseState;
  compiled: CompiledDefinition;
  view: CaseView;
}

/** A case as the caller may see it. Refuses with GZ_CASE_UNKNOWN, whether it is not there or not theirs to see. */
export async function readCase(context: Context, identity: Identity, caseId: string): Promise<ReadableCase> {
  const { state, compiled } = await context.runtime.query.case(caseId);
  const view = viewCase(compiled, state, await context.runtime.directory.viewer(identity));
  if (view === null) throw runtimeErrors.error('GZ_CASE_UNKNOWN', { case: caseId });
  return { state, compiled, view };
}
