/**
 * To whom a task or hand-off is offered, as columns: the engine's `audienceOf`, so that an inbox is one indexed query
 * that reads no snapshot, and shows a task to exactly those to whom the engine shows its case.
 *
 * The columns follow the participants and acts of the case, so they may change with any step, also when the task
 * itself does not: write the row whenever one of its values is another.
 */
import {
  audienceOf,
  type CaseState,
  type CompiledDefinition,
  type Handoff,
  type Task,
} from '@gongzhi/engine';

interface Takers {
  /** Kinds of party that may hold the role, `,government,resident,`. */
  partyKinds: string;
  /** Qualifications needed, all of them, sorted, `a,b`; '' for none. */
  qualifications: string;
  /** Only these parties, `,a,b,`; null: every party of the kinds. */
  onlyParties: string | null;
  /** Only these members, `,a,b,`; null: every member of those parties. */
  onlyMembers: string | null;
  /** Who is kept out, `,m:member,p:party,`; '' for nobody. */
  barred: string;
}

export function takersOf(compiled: CompiledDefinition, state: CaseState, offered: Task | Handoff): Takers {
  const audience = audienceOf(compiled, state, offered);
  return {
    partyKinds: list(audience.partyKinds),
    qualifications: audience.qualifications.toSorted().join(','),
    onlyParties: audience.partyIds === null ? null : list(audience.partyIds),
    onlyMembers: audience.memberIds === null ? null : list(audience.memberIds),
    barred: list([
      ...audience.exceptMemberIds.map((id) => `m:${id}`),
      ...audience.exceptPartyIds.map((id) => `p:${id}`),
    ]),
  };
}

function list(words: string[]): string {
  const once = [...new Set(words)].toSorted();
  return once.length === 0 ? '' : `,${once.join(',')},`;
}
