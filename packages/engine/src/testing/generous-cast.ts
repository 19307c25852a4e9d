/**
 * A cast in which everything that a definition allows can be done: for each role a member who is fit for it, and a
 * second one of another party; roles that must be of one party, or that one office appoints, share theirs.
 */
import type { Definition, Role } from '../definition.ts';
import { SIMULATED_CELL, type Cast } from './cast.ts';

/** The second member of a role, at a party of its own. */
export const secondOf = (role: string) => `${role}-2`;

export function generousCast(definition: Definition): Cast {
  const cast: Cast = { members: {}, parties: {}, grid: {}, offices: {} };
  for (const [name, role] of Object.entries(definition.roles)) {
    const party = `${groupOf(definition, name)}-party`;
    const kind = kindOf(definition, name);
    const qualifications = role.qualifications ?? [];
    cast.members[name] = { party, kind, qualifications };
    cast.members[secondOf(name)] = { party: `${secondOf(name)}-party`, kind, qualifications };
    if (role.appoint === 'grid') cast.grid[SIMULATED_CELL] = name;
    else if (typeof role.appoint === 'object') appointOffice(cast, party, kind, role.appoint.office);
  }
  return cast;
}

function appointOffice(cast: Cast, party: string, kind: string, office: string): void {
  cast.offices[office] = party;
  const own = (cast.parties[party] ??= { kind, qualifications: [] });
  if (!own.qualifications.includes(office)) own.qualifications.push(office);
}

/** The role whose party this one's is: by `sameParty`, or the first that the same office appoints. */
function groupOf(definition: Definition, name: string): string {
  const seen = new Set<string>();
  for (let at = name; ; ) {
    const role = definition.roles[at];
    const next = role?.sameParty ?? firstOfOffice(definition, role);
    if (next === undefined || next === at || seen.has(next)) return at;
    seen.add(at);
    at = next;
  }
}

function firstOfOffice({ roles }: Definition, role: Role | undefined): string | undefined {
  const office = typeof role?.appoint === 'object' ? role.appoint.office : undefined;
  return office === undefined ? undefined : Object.keys(roles).find((other) => officeOf(roles[other]!) === office);
}

const officeOf = ({ appoint }: Role) => (typeof appoint === 'object' ? appoint.office : null);

/** A kind that its whole group may be. */
function kindOf(definition: Definition, name: string): string {
  const group = groupOf(definition, name);
  const together = Object.keys(definition.roles).filter((other) => groupOf(definition, other) === group);
  const [first = ''] = definition.roles[name]!.party;
  return (
    definition.roles[group]!.party.find((kind) =>
      together.every((other) => definition.roles[other]!.party.includes(kind)),
    ) ?? first
  );
}
