/**
 * A cast in which everything that a definition allows can be done: for each role a member who is fit for it, and a
 * second one of another party; roles that must be of one party, or that one office appoints, share theirs.
 */
import type { Definition, Role, StateNode } from '../definition.ts';
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
  for (const { role, party, member } of named(definition)) {
    const { qualifications = [] } = definition.roles[role] ?? {};
    cast.members[member ?? `${party}-${role}`] = {
      party: party ?? `${member}-party`,
      kind: kindOf(definition, role),
      qualifications,
    };
  }
  return cast;
}

interface Named {
  role: string;
  party: string | null;
  member: string | null;
}

/** Parties and members that the definition itself names, by a literal: they must exist. */
function named(definition: Definition): Named[] {
  const found: Named[] = [];
  const add = (role: string, party: string | undefined, member?: string) => {
    const one = { role, party: literal(party), member: literal(member) };
    if (one.party !== null || one.member !== null) found.push(one);
  };
  const visit = (node: StateNode) => {
    for (const { to, party } of Object.values(node.handoff ?? {})) add(to, party);
    for (const { role, to } of Object.values(node.task ?? {})) add(role, undefined, to);
    const transitions = [...Object.values(node.on ?? {}), node.always ?? [], node.onDone ?? []].flat();
    const actions = transitions.flatMap((one) => (typeof one === 'string' ? [] : (one.actions ?? [])));
    for (const action of [...actions, ...(node.entry ?? []), ...(node.exit ?? [])])
      if ('appoint' in action) add(action.appoint.role, action.appoint.party, action.appoint.member);
    for (const child of Object.values(node.states ?? {})) visit(child);
  };
  visit({ states: definition.states, ...(definition.on ? { on: definition.on } : {}) });
  return found;
}

/** Of a CEL expression that is a text and nothing else; null: it is another. */
function literal(expression: string | undefined): string | null {
  const [, single, double] = /^\s*(?:'([^'\\]+)'|"([^"\\]+)")\s*$/.exec(expression ?? '') ?? [];
  return single ?? double ?? null;
}

function appointOffice(cast: Cast, party: string, kind: string, office: string): void {
  cast.offices[office] = party;
  const own = (cast.parties[party] ??= { kind, qualifications: [] });
  if (!own.qualifications.includes(office)) own.qualifications.push(office);
}

/** The role whose party this one's is: by `sameParty`, or the first that the same office appoints. */
function groupOf(definition: Definition, name: string): string {
  const seen = new Set<string>();
  for (let at = name; ;) {
    const role = definition.roles[at];
    const next = role?.sameParty ?? firstOfOffice(definition, role);
    if (next === undefined || next === at || seen.has(next)) return at;
    seen.add(at);
    at = next;
  }
}

function firstOfOffice({ roles }: Definition, role: Role | undefined): string | undefined {
  const office = typeof role?.appoint === 'object' ? role.appoint.office : undefined;
  return office === undefined
    ? undefined
    : Object.keys(roles).find((other) => officeOf(roles[other]!) === office);
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
