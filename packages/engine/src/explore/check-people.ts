/** Whether somebody can do what the case waits for: roles that can be held, duties that can be separate, hand-offs. */
import type { Role } from '../definition.ts';
import type { Plugin } from '../plugin.ts';
import { both } from '../problems.ts';
import type { Path } from '../source.ts';
import type { Text } from '../text.ts';
import { canReach, type Explored, type TellTrail } from './check-space.ts';
import { kindsFor, type RoleFilling } from './roles.ts';

/** What no way through the case changes. */
export function checkRoles({ compiled }: Explored, plugins: readonly Plugin[], tell: TellTrail): void {
  const { roles } = compiled.definition;
  for (const [name, role] of Object.entries(roles)) {
    const args = {
      role: name,
      kinds: role.party.join(', '),
      qualifications: (role.qualifications ?? []).join(', '),
    };
    if (kindsFor(role, plugins).length === 0) tell('GZ437', ['roles', name], args);
    const other = role.sameParty === undefined ? undefined : roles[role.sameParty];
    if (other !== undefined && !role.party.some((kind) => other.party.includes(kind)))
      tell('GZ441', ['roles', name, 'sameParty'], { role: name, other: role.sameParty! });
  }
  checkSeparation(roles, compiled.definition.open.by, tell);
}

function checkSeparation(roles: Record<string, Role>, openers: readonly string[], tell: TellTrail): void {
  for (const [one, rule] of Object.entries(roles))
    for (const [index, entry] of (rule.separateFrom ?? []).entries()) {
      const { role: other, level } = typeof entry === 'string' ? { role: entry, level: 'member' } : entry;
      if (other === one || roles[other] === undefined) continue;
      const why = alwaysOneParty(roles, openers, one, other, level === 'party');
      if (why !== null) tell('GZ440', ['roles', one, 'separateFrom', index], { one, other, why });
    }
}

/** Why both are always held by one party (by one member, for the steward of a cell); null: they need not be. */
function alwaysOneParty(
  roles: Record<string, Role>,
  openers: readonly string[],
  one: string,
  other: string,
  isOfParties: boolean,
): Text | null {
  const offices = [officeOf(roles, one), officeOf(roles, other)] as const;
  if (isOfParties && offices[0] === offices[1])
    return both('两者都须由同一机构的成员担任（sameParty）', 'both are held by one office (sameParty)');
  // One who opens the case holds its role from then on, and is not appointed.
  if (openers.includes(one) || openers.includes(other)) return null;
  const [first, second] = (isOfParties ? offices : [one, other]).map((name) => roles[name]?.appoint);
  if (first === 'grid' && second === 'grid')
    return both('两者都由网格长担任（appoint: grid）', "both go to the cell's steward (appoint: grid)");
  if (!isOfParties || typeof first !== 'object' || typeof second !== 'object') return null;
  return first.office === second.office
    ? both(`两者都由“${first.office}”担任（appoint）`, `both go to the same ${first.office} (appoint)`)
    : null;
}

/** The role whose party holds this one. */
function officeOf(roles: Record<string, Role>, name: string): string {
  let office = name;
  for (const seen = new Set<string>(); !seen.has(office);) {
    seen.add(office);
    office = roles[office]?.sameParty ?? office;
  }
  return office;
}

/** What waits for a role that nobody holds. */
export function checkHolders(explored: Explored, filling: RoleFilling, tell: TellTrail): void {
  const { compiled, outline, space } = explored;
  for (const block of outline.blocks) {
    if (block.kind !== 'task' || !filling.empty.has(block.rule.role)) continue;
    const { role, title } = block.rule;
    const waiting = space.nodes.filter(({ configuration }) => configuration.open.has(block.name));
    const without = waiting.filter(({ configuration }) => !configuration.held.has(role));
    if (without.length === 0) continue;
    const code = without.length === waiting.length ? 'GZ438' : 'GZ439';
    tell(code, [...block.at, 'role'], { role, what: title }, { node: without[0]! });
  }
  for (const [name, { by, title }] of Object.entries(compiled.definition.events ?? {}))
    if (by?.every((role) => filling.empty.has(role) && !filling.fillable.has(role)))
      tell('GZ438', ['events', name, 'by'], { role: by.join(', '), what: title });
}

/** A hand-off that nobody accepts leaves some other way. */
export function checkHandoffs(explored: Explored, tell: TellTrail): void {
  const { outline, space } = explored;
  for (const block of outline.blocks) {
    if (block.kind !== 'handoff') continue;
    const { name, state } = block;
    const accepted = `${name}.accepted`;
    const isOpen = (index: number) => space.nodes[index]!.configuration.open.has(name);
    const leads = canReach(
      space.nodes,
      ({ index, moves, expanded }) =>
        !expanded ||
        (isOpen(index) &&
          moves.some(
            ({ event, to, entered }) => event.type !== accepted && (!isOpen(to) || entered.includes(state)),
          )),
      ({ event, from }) => isOpen(from) && event.type !== accepted,
    );
    const stuck = space.nodes.find(({ index }) => isOpen(index) && !leads[index]);
    if (stuck !== undefined) tell('GZ442', block.at, { name }, { node: stuck });
  }
}

/** The custodian is not left without the role by which it became custodian. */
export function checkCustody({ outline, space }: Explored, tell: TellTrail): void {
  const told = new Set<string>();
  for (const node of space.nodes)
    for (const move of node.moves) {
      const { custodian, done } = space.nodes[move.to]!.configuration;
      if (done || told.has(custodian) || !move.dismissed.includes(custodian)) continue;
      told.add(custodian);
      const at = placeOfDismissal(outline.actions, custodian);
      tell('GZ443', at, { role: custodian }, { node, event: move.event, move });
    }
}

function placeOfDismissal(actions: Explored['outline']['actions'], role: string): Path {
  const found = actions.find(({ rule }) => 'dismiss' in rule && rule.dismiss.role === role);
  return found?.at ?? ['roles', role];
}
