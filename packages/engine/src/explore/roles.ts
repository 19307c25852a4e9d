/** Which roles anybody can hold, judged without knowing any party. */
import type { CaseBlock, Definition, Role } from '../definition.ts';
import type { Outline } from '../outline.ts';
import type { Plugin } from '../plugin.ts';

/** Kinds of party that can have all qualifications of a role. */
export function kindsFor({ party, qualifications = [] }: Role, plugins: readonly Plugin[]): string[] {
  return party.filter((kind) =>
    qualifications.every((wanted) =>
      plugins.some(
        (plugin) =>
          plugin.qualifications !== undefined &&
          Object.hasOwn(plugin.qualifications, wanted) &&
          (plugin.partyKind === undefined || plugin.partyKind.kind === kind),
      ),
    ),
  );
}

export interface RoleFilling {
  /** Roles that nobody holds before an appointment or an accepted hand-off. */
  empty: ReadonlySet<string>;
  /** Of these, the ones that some appointment or hand-off fills. */
  fillable: ReadonlySet<string>;
}

/** `openings`: how other definitions open this one; null: not known, so they may fill any role. */
export function roleFilling(
  definition: Definition,
  outline: Outline,
  openings: readonly CaseBlock[] | null,
): RoleFilling {
  const given = new Set([
    ...definition.open.by,
    ...(openings ?? []).flatMap(({ roles }) => Object.keys(roles ?? {})),
  ]);
  const ofTasks = new Set(outline.blocks.flatMap(({ kind, rule }) => (kind === 'task' ? [rule.role] : [])));
  const takesByItself = (name: string, { appoint, qualifications = [], supervises }: Role) =>
    supervises === true ||
    (appoint !== undefined && appoint !== 'named') ||
    (appoint === undefined && (qualifications.length > 0 || ofTasks.has(name)));
  const empty = new Set(
    Object.entries(definition.roles).flatMap(([name, role]) =>
      given.has(name) || takesByItself(name, role) ? [] : [name],
    ),
  );
  const filled = new Set([
    ...outline.actions.flatMap(({ rule }) => ('appoint' in rule ? [rule.appoint.role] : [])),
    ...outline.blocks.flatMap(({ kind, rule }) => (kind === 'handoff' ? [rule.to] : [])),
    ...(definition.custody.roles ?? []),
  ]);
  for (const name of empty) if (definition.custody.roles?.includes(name)) empty.delete(name);
  if (openings === null) empty.clear();
  return { empty, fillable: new Set([...empty].filter((name) => filled.has(name))) };
}
