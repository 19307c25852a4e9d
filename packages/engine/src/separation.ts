import type { Definition } from './definition.ts';

/** Roles that a role is separate from. Both directions: that A is separate from B makes B separate from A. */
export function separationsOf(
  { roles }: Definition,
  name: string,
): { role: string; level: 'member' | 'party' }[] {
  const found: { role: string; level: 'member' | 'party' }[] = [];
  for (const [other, rule] of Object.entries(roles))
    for (const entry of rule.separateFrom ?? []) {
      const { role, level } = typeof entry === 'string' ? { role: entry, level: 'member' as const } : entry;
      if (other === name) found.push({ role, level });
      else if (role === name) found.push({ role: other, level });
    }
  return found;
}
