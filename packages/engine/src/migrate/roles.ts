/** Who holds what in the new version, and that duties which it keeps apart were not both done by one. */
import type { Participant } from '../case-state.ts';
import type { CompiledDefinition } from '../compiled.ts';
import { refuse, type Draft } from '../draft.ts';
import { engineErrors } from '../refusals.ts';
import { separationsOf } from '../separation.ts';
import type { Crossing } from './carry.ts';

/** Refuses with GZ_MIGRATION_ROLE, GZ_MIGRATION_DUTIES. */
export function changeRoles(draft: Draft, { from, to, plan }: Crossing) {
  const { caseId, custodian, custody, participants, acts, documents } = draft.case;
  const image = (role: string) => plan.roles?.[role] ?? role;
  const refused = (role: string, party: string) =>
    refuse(engineErrors.refuse('GZ_MIGRATION_ROLE', { case: caseId, role, party }));
  const held = participants.map((participant) => ({ ...participant, role: image(participant.role) }));
  const count = (list: Participant[], role: string) => list.filter((one) => one.role === role).length;
  const most = ({ definition }: CompiledDefinition, role: string) => definition.roles[role]?.atMost ?? 1;
  /** More than may hold it there, and not because more held it here already. */
  const isCrowded = (role: string, before: string) =>
    to.definition.roles[role]?.supervises !== true &&
    count(held, role) > most(to, role) &&
    (count(held, role) > count(participants, before) || most(to, role) < most(from, before));
  for (const [index, { role, partyId, partyKind }] of held.entries()) {
    const rule = to.definition.roles[role];
    const before = participants[index]!.role;
    if (rule === undefined || !rule.party.includes(partyKind) || isCrowded(role, before))
      refused(before, partyId);
  }
  if (to.definition.roles[image(custodian.role)] === undefined) refused(custodian.role, custodian.partyId);
  for (const { role, from: giver } of draft.case.handoffs)
    if (to.definition.roles[role] === undefined) refused(role, giver.partyId);
  const visible = (roles: string[] | null) => (roles === null ? null : roles.map(image));
  draft.case = {
    ...draft.case,
    participants: held,
    custodian: { ...custodian, role: image(custodian.role) },
    custody: custody.map((period) =>
      period.toAt === null ? { ...period, role: image(period.role) } : period,
    ),
    acts: acts.map((given) => ({ ...given, role: image(given.role) })),
    documents: documents.map((document) => ({ ...document, visibleTo: visible(document.visibleTo) })),
  };
  mustBeSeparate(draft);
}

function mustBeSeparate({ compiled, case: state }: Draft) {
  for (const first of state.acts) {
    if (compiled.definition.roles[first.role] === undefined) continue;
    for (const { role, level } of separationsOf(compiled.definition, first.role)) {
      const second = state.acts.find(
        (given) =>
          given.role === role &&
          given.partyId === first.partyId &&
          (level === 'party' || given.memberId === first.memberId),
      );
      if (second !== undefined)
        refuse(
          engineErrors.refuse('GZ_MIGRATION_DUTIES', {
            case: state.caseId,
            member: first.memberId,
            first: first.role,
            second: role,
          }),
        );
    }
  }
}
