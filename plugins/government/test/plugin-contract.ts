/** What every plugin of a kind of party must meet; its one exported check is run by the test of each. */
import { compile, type Definition, type Json, type JsonSchema, type Plugin } from '@gongzhi/engine';
import { readFileSync } from 'node:fs';

const NAMES = readFileSync(new URL('../../NAMES.md', import.meta.url), 'utf8');

/** Everything that is wrong with a plugin, in words; empty: it is fit to be registered. */
export function pluginProblems(plugin: Plugin): string[] {
  return [
    ...textProblems(plugin as unknown as Json, plugin.name),
    ...formProblems(plugin),
    ...unlisted(plugin),
    ...compileProblems(plugin),
  ];
}

/** Every text has both languages, and the Chinese one is Chinese. */
function textProblems(value: Json, at: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (!Array.isArray(value) && ('zh-CN' in value || 'en' in value)) {
    const { 'zh-CN': zh, en } = value;
    const both = typeof zh === 'string' && /\p{Script=Han}/u.test(zh) && typeof en === 'string';
    return both && en !== '' ? [] : [`${at}: expected a text in both languages`];
  }
  return Object.entries(value).flatMap(([key, part]) => textProblems(part, `${at}.${key}`));
}

/** Forms, their properties and their choices have titles, and nothing is taken that is not named. */
function formProblems(plugin: Plugin): string[] {
  const check = (schema: JsonSchema, at: string): string[] => {
    const { properties, items, oneOf } = schema;
    const fields = Object.entries((properties ?? {}) as Record<string, JsonSchema>);
    return [
      ...('x-title' in schema || at.endsWith('[]') ? [] : [`${at}: expected x-title`]),
      ...('enum' in schema ? [`${at}: expected oneOf of const instead of enum`] : []),
      ...(properties && schema['additionalProperties'] !== false
        ? [`${at}: expected additionalProperties: false`]
        : []),
      ...((oneOf ?? []) as JsonSchema[]).flatMap((choice, index) => check(choice, `${at}.oneOf.${index}`)),
      ...fields.flatMap(([name, part]) => check(part, `${at}.${name}`)),
      ...(items === undefined ? [] : check(items as JsonSchema, `${at}[]`)),
    ];
  };
  return Object.entries(plugin.forms ?? {}).flatMap(([name, schema]) => check(schema, `form ${name}`));
}

function unlisted(plugin: Plugin): string[] {
  const named = [plugin.forms, plugin.documents, plugin.effects].flatMap((part) => Object.keys(part ?? {}));
  const missing = [
    ...Object.keys(plugin.qualifications ?? {}).filter((name) => !NAMES.includes(`\`${name}\``)),
    ...named.filter((name) => !NAMES.includes(`\`${plugin.name}.${name}\``) && !NAMES.includes(`\`.${name}\``)),
    ...Object.keys(plugin.functions ?? {}).filter((name) => !NAMES.includes(`\`${name}(`)),
  ];
  return missing.map((name) => `plugins/NAMES.md does not name ${name}`);
}

/** A definition that uses all that the plugin brings compiles: schemas are valid, CEL places are typed. */
function compileProblems(plugin: Plugin): string[] {
  const result = compile(JSON.stringify(definitionUsing(plugin)), { plugins: [plugin] });
  return result.problems
    .filter(({ severity }) => severity === 'error')
    .map(({ code, message }) => `${code} ${message.en}`);
}

function definitionUsing(plugin: Plugin): Definition {
  const title = { 'zh-CN': '使用全部内容', en: 'Uses everything' };
  const names = new Set([...Object.keys(plugin.forms ?? {}), ...Object.keys(plugin.documents ?? {})]);
  const party = [plugin.partyKind?.kind ?? ''];
  const events: NonNullable<Definition['events']> = {};
  const on: NonNullable<Definition['on']> = {};
  for (const name of names) {
    const form = plugin.forms?.[name] ? { form: `${plugin.name}.${name}` } : {};
    events[`take-${name}`] = { title, by: ['opener'], ...form };
    on[`take-${name}`] = {
      target: 'done',
      actions: plugin.documents?.[name] ? [{ issue: { document: `${plugin.name}.${name}` } }] : [],
    };
  }
  return {
    id: 'uses-everything',
    version: 1,
    procedure: 'service',
    title,
    calendar: 'monday-friday',
    open: { by: ['opener'], title: '"everything"' },
    custody: { first: 'opener' },
    roles: {
      opener: { title, party },
      ...Object.fromEntries(
        Object.keys(plugin.qualifications ?? {}).map((name) => [
          `holder-of-${name}`,
          { title, party, qualifications: [name] },
        ]),
      ),
    },
    data: { type: 'object', properties: {}, additionalProperties: false },
    events,
    initial: 'waiting',
    states: { waiting: { title, on }, done: { title, type: 'final' } },
  };
}
