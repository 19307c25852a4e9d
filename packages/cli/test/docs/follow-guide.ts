/** Does what a guide says, from top to bottom, and compares what comes with what it shows. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Test } from 'tap';
import { start, temporaryFolder } from '../support/cli.ts';
import { blocksOf, isShown, laidOver, readGuide, typedIn, yaml, type Block } from './read-guide.ts';
import { freePort, isThere, openSession, type Session } from './session.ts';

/** What a reader of the guides has installed. */
const PROGRAMS = ['bash', 'curl', 'jq'];
/** Why guides cannot be followed here; false: they can. */
export const skip: string | false =
  PROGRAMS.filter((program) => !isThere(program))
    .map((program) => `needs ${program}`)
    .join(', ') || false;

const LOOPBACK = { GONGZHI_NOTIFICATION_ALLOW_HTTP: 'true', GONGZHI_NOTIFICATION_ALLOW_PRIVATE: 'true' };

/** Follows a guide beside a town of its own, started as the reader starts it. */
export async function followInTown(t: Test, name: string): Promise<void> {
  const folder = temporaryFolder((clean) => t.teardown(clean));
  const town = await start(['dev'], { GONGZHI_FOLDER: join(folder, 'var'), ...LOOPBACK });
  t.teardown(() => town.stop());
  t.match(town.url, /^http:/, town.stdout);
  const addresses = { 'http://127.0.0.1:7080': town.url, '7090': await freePort(), '9090': await freePort() };
  const session = openSession(folder, addresses);
  t.teardown(() => session.close());
  await followGuide(t, name, session);
}

/**
 * Marks of a block:
 *
 *   file=<path>    its text is that file, as the reader saves it
 *   add-to=<path>  YAML laid over that file, as the reader types it in
 *   same-as=<path> YAML that must say what that file says by now
 *   background     goes on running while the reader does the rest
 *   needs=<name>   left out where that program is not installed
 *
 * Every `console` block is typed; every other block is only read.
 */
async function followGuide(t: Test, name: string, session: Session): Promise<void> {
  for (const block of blocksOf(readGuide(name))) {
    save(t, { ...block, text: session.here(block.text) }, session.folder);
    if (block.language !== 'console' || !isThere(block.marks['needs'] ?? 'bash')) continue;
    for (const { command, shown, line } of typedIn(block)) {
      const background = block.marks['background'] !== undefined;
      const { printed, code } = await session.type(
        background ? `${command} >background.log 2>&1 &` : command,
      );
      if (shown.length === 0) t.equal(code, 0, `${name}:${line} ${command}\n${printed}`);
      else if (isShown(shown, printed)) t.pass(`${name}:${line} ${command}`);
      else t.equal(printed.trimEnd(), shown.join('\n'), `${name}:${line} ${command}`);
    }
  }
}

function save(t: Test, { marks, text, line }: Block, folder: string): void {
  const { file, 'add-to': addTo, 'same-as': sameAs } = marks;
  if (file !== undefined) write(join(folder, file), text);
  if (addTo !== undefined) {
    const before: unknown = existsSync(join(folder, addTo))
      ? yaml.parse(readFileSync(join(folder, addTo), 'utf8'))
      : {};
    write(join(folder, addTo), yaml.stringify(laidOver(before, yaml.parse(text))));
  }
  if (sameAs !== undefined) {
    t.same(
      yaml.parse(text),
      yaml.parse(readFileSync(join(folder, sameAs), 'utf8')),
      `line ${line} is ${sameAs}`,
    );
    write(join(folder, sameAs), text);
  }
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
