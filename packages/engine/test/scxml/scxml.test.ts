/**
 * The cases of @scion-scxml/test-framework that need no data model behave in a case as SCXML says, with nothing but JSON
 * kept from one event to the next. What is left out is left out by the converter, which says why; README.md has the
 * figures, excluded.json the list, and both are compared here.
 */
import { readdirSync, readFileSync } from 'node:fs';
import t from 'tap';
import { Unsupported } from './chart.ts';
import { fromScxml, type Converted } from './from-scxml.ts';
import { Session } from './session.ts';

interface SuiteCase {
  initialConfiguration: string[];
  events: { after?: number; event: { name: string }; nextConfiguration: string[] }[];
}

const suite = new URL('test/', import.meta.resolve('@scion-scxml/test-framework/package.json'));
const here = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8');
const inSuite = (file: string) => readFileSync(new URL(file, suite), 'utf8');

const names = readdirSync(suite, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.json'))
  .map((file) => file.slice(0, -'.json'.length).replaceAll('\\', '/'))
  .toSorted();
const excluded: Record<string, string[]> = {};
const extras: Record<string, number> = {};
let included = 0;

for (const name of names) {
  const given = JSON.parse(inSuite(`${name}.json`)) as SuiteCase;
  const converted = convert(name, given);
  if (converted === null) continue;
  included += 1;
  for (const extra of converted.extras) extras[extra] = (extras[extra] ?? 0) + 1;
  check(name, given, converted);
}

t.test('what is left out is left out for a reason that the converter finds', async (t) => {
  t.strictSame(sortedByName(excluded), JSON.parse(here('excluded.json')));
  t.ok(included >= 120, `expected at least 120 cases, got ${included}`);
});

t.test('the figures in the README are those of this run', async (t) => {
  const readme = here('README.md');
  const left = names.length - included;
  const figures = [
    `${included} of ${names.length}`,
    `${left} excluded`,
    ...Object.entries(excluded).map(([reason, cases]) => `| ${asCode(reason)} | ${cases.length} |`),
    ...Object.entries(extras).map(([extra, count]) => `| ${extra} | ${count} |`),
  ];
  for (const figure of figures) t.ok(readme.includes(figure), `README.md says: ${figure}`);
});

/** null: the document needs what a definition has not. */
function convert(name: string, { events }: SuiteCase): Converted | null {
  try {
    const sent = events.map(({ event }) => event.name);
    return fromScxml(inSuite(`${name}.scxml`), sent);
  } catch (error) {
    if (!(error instanceof Unsupported)) throw error;
    (excluded[error.message] ??= []).push(name);
    return null;
  }
}

function check(name: string, { initialConfiguration, events }: SuiteCase, converted: Converted): void {
  t.test(`${name} reaches its configurations`, async (t) => {
    const session = new Session(converted);
    t.strictSame(session.configuration(), initialConfiguration.toSorted(), 'at the opening');
    for (const [index, { after = 0, event, nextConfiguration }] of events.entries()) {
      session.wait(after);
      session.send(event.name);
      t.strictSame(
        session.configuration(),
        nextConfiguration.toSorted(),
        `${index + 1}. after ${event.name}`,
      );
    }
  });
}

/** Tags would vanish from a page. */
const asCode = (reason: string) => reason.replaceAll(/<[^>]+>/g, '`$&`');

function sortedByName<Value>(given: Record<string, Value>): Record<string, Value> {
  return Object.fromEntries(Object.entries(given).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}
