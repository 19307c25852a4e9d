import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compile, definitionSchema, type CompileResult } from '@gongzhi/engine';
import t from 'tap';
import { plugins } from '../../src/plugins.ts';
import { REPOSITORY } from '../support/cli.ts';
import { blocksOf, laidOver, readGuide, yaml } from './read-guide.ts';

const page = readGuide('language.md');
const NOW = Date.UTC(2026, 1, 9);

interface Schema {
  $defs?: Record<string, Schema>;
  properties?: Record<string, Schema>;
  items?: Schema;
}

t.test('every property of the language is explained in the section of what it belongs to', async (t) => {
  const schema = definitionSchema as unknown as Schema;
  const sections = new Map(
    page.split(/^## /m).map((text) => [text.split('\n', 1)[0]!.replaceAll('`', ''), text]),
  );
  const check = (section: string, part: Schema) => {
    const code = [...(sections.get(section) ?? '').matchAll(/`([^`]+)`/g)].flatMap(([, words = '']) =>
      words.split(/[^\w-]+/),
    );
    for (const name of propertiesOf(part)) t.ok(code.includes(name), `${section}: ${name}`);
  };
  check('The definition', { properties: schema.properties ?? {} });
  for (const [name, part] of Object.entries(schema.$defs ?? {})) check(name, part);
});

/** Its own and those of what lies inside it. */
function propertiesOf({ properties = {}, items }: Schema): string[] {
  const inside = [...Object.values(properties), ...(items ? [items] : [])].flatMap(propertiesOf);
  return [...Object.keys(properties), ...inside];
}

t.test('every example compiles without an error', async (t) => {
  const known = definitionsKnown();
  const [base, ...parts] = blocksOf(page).filter(
    ({ language, marks }) => language === 'yaml' && !marks['comment'],
  );
  const whole = yaml.parse(base!.text);
  for (const { text, line } of [{ ...base!, text: '{}' }, ...parts]) {
    const source = yaml.stringify(laidOver(whole, yaml.parse(text)));
    const { problems } = compile(source, {
      file: `language.md:${line}`,
      plugins,
      now: NOW,
      definitions: known,
    });
    const errors = problems.filter(({ severity }) => severity === 'error');
    t.same(
      errors.map(({ code, message, path }) => `${code} ${path} ${message.en}`),
      [],
      `the example at line ${line}`,
    );
  }
});

function definitionsKnown() {
  const read = (id: string): CompileResult =>
    compile(readFileSync(join(REPOSITORY, `workflows/${id}/v1.yaml`), 'utf8'), {
      file: id,
      plugins,
      now: NOW,
    });
  return new Map(
    ['mediation', 'accountability'].map(read).flatMap((result) => {
      if (!result.ok) return [];
      const { id, version, open, roles } = result.compiled.definition;
      return [[id, { id, version, openBy: open.by, roles: Object.keys(roles) }] as const];
    }),
  );
}
