/** Definitions whose cases a viewer reads because a role that supervises is open to it. */
import type { CompiledDefinition, Role } from '@gongzhi/engine';
import type { Definitions } from '../runtime.ts';
import type { Store } from '../store/open.ts';
import type { InboxViewer } from './audience.ts';
import { instant, select, sql, text, type Sql } from './sql.ts';

/** A published version never changes, so its supervising roles are looked up once. */
const known = new WeakMap<CompiledDefinition, Role[]>();

export async function supervisedDefinitions(
  store: Store,
  definitions: Definitions,
  viewer: InboxViewer,
): Promise<Sql[]> {
  const rows = await select(store, sql('select id, version from definitions order by id, version'));
  const supervised: Sql[] = [];
  for (const row of rows) {
    const [id, version] = [text(row['id']), instant(row['version'])];
    const roles = supervisingRoles(await definitions.compiled(id, version));
    if (roles.some((role) => isOpenTo(role, viewer)))
      supervised.push(sql('(c.definition_id = ? and c.definition_version = ?)', id, version));
  }
  return supervised;
}

function supervisingRoles(compiled: CompiledDefinition): Role[] {
  const found =
    known.get(compiled) ??
    Object.values(compiled.definition.roles).filter((role) => role.supervises === true);
  known.set(compiled, found);
  return found;
}

/** As the engine's visibility.ts has it: a role without qualifications supervises nothing. */
function isOpenTo({ party, qualifications = [] }: Role, viewer: InboxViewer): boolean {
  return (
    qualifications.length > 0 &&
    party.includes(viewer.partyKind) &&
    qualifications.every((wanted) => viewer.qualifications.includes(wanted))
  );
}
