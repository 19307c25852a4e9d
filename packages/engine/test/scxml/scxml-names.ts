/** Names of SCXML documents, which may be any text, and names of definitions, which are kebab-case. */

/** SCXML §3.12.1: a descriptor matches an event whose name begins with its tokens; a final `.*` or `.` says no more. */
export function matches(descriptor: string, event: string): boolean {
  if (descriptor === '*' || descriptor === '.*') return true;
  const prefix = descriptor.replace(/\.\*?$/, '');
  return event === prefix || event.startsWith(`${prefix}.`);
}

/** A name that a definition may have. */
export function kebab(text: string, first: string): string {
  const name = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  return /^[a-z]/.test(name) ? name : `${first}-${name}`.replace(/-$/, '');
}

/** The name, or with a number when it is taken; takes it. */
export function unique(name: string, taken: Set<string>): string {
  let found = name;
  for (let count = 2; taken.has(found); count += 1) found = `${name}-${count}`;
  taken.add(found);
  return found;
}
