/** Cases in memory, as committed: those used last, so that most steps read nothing. */
import type { CaseState, CompiledDefinition } from '@gongzhi/engine';
import type { StateText } from './journal.ts';

export interface LiveCase {
  state: CaseState;
  compiled: CompiledDefinition;
  headHash: string;
  /** Known when it was stepped here. */
  text: StateText | null;
}

export function createLiveCases(limit: number) {
  const cases = new Map<string, LiveCase>();
  return {
    get(caseId: string): LiveCase | undefined {
      const live = cases.get(caseId);
      if (live !== undefined && cases.size > limit / 2) {
        cases.delete(caseId);
        cases.set(caseId, live);
      }
      return live;
    },
    set(caseId: string, live: LiveCase): void {
      cases.delete(caseId);
      cases.set(caseId, live);
      if (cases.size > limit) cases.delete(cases.keys().next().value!);
    },
    drop: (caseId: string) => void cases.delete(caseId),
    size: () => cases.size,
  };
}
