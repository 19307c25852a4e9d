/** What every plugin of a kind of party must meet; the test of each plugin runs it. */
import {
  compile,
  ExpressionError,
  type CompiledDefinition,
  type Definition,
  type Json,
  type JsonObject,
  type JsonSchema,
  type Plugin,
} from '@gongzhi/engine';
import { castFor, createWorld } from '@gongzhi/engine/testing';
import { readFileSync } from 'node:fs';

const NAMES = readFileSync(new URL('../../NAMES.md', import.meta.url), 'utf8');

/** Everything that is wrong with a plugin, in words; empty: it is fit to be registered. */
export function pluginProblems(plugin: Plugin): string[] {
  return [
    ...textProblems(plugin as unknown as Json, plugin.name),
    ...formProblems(plugin),
    ...unlisted(plugin),
    ...compileProblems(plugin),
    ...documentProblems(plugin),
  ];
}

/** Calls a CEL function of the plugin by its name, as an expression would. */
export function functionsOf(plugin: Plugin): (name: string, ...args: unknown[]) => unknown {
  return (name, ...args) => {
    const found = plugin.functions?.[name];
    if (found === undefined) throw new Error(`plugin ${plugin.name} has no function ${name}`);
    return (found.run as (...given: unknown[]) => unknown)(...args);
  };
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
    ...named.filter(
      (name) => !NAMES.includes(`\`${plugin.name}.${name}\``) && !NAMES.includes(`\`.${name}\``),
    ),
    ...Object.keys(plugin.functions ?? {}).filter((name) => !NAMES.includes(`\`${name}(`)),
  ];
  return [...missing, ...unlistedFields(plugin)].map((name) => `plugins/NAMES.md does not name ${name}`);
}

/** Each form's row names its fields, those in bold that must be filled in. */
function unlistedFields(plugin: Plugin): string[] {
  return Object.entries(plugin.forms ?? {}).flatMap(([form, { properties, required }]) => {
    const row = NAMES.split('\n').find((line) => line.startsWith(`| \`${plugin.name}.${form}\` |`)) ?? '';
    return Object.keys(properties ?? {})
      .filter((field) => !new RegExp(`\\b${field}\\b`).test(row))
      .concat(((required ?? []) as string[]).filter((field) => !row.includes(`**${field}**`)))
      .map((field) => `${form}.${field}`);
  });
}

/** A definition that uses all that the plugin brings compiles: schemas are valid, CEL places are typed. */
function compileProblems(plugin: Plugin): string[] {
  const result = compile(JSON.stringify(definitionUsing(plugin)), { plugins: [plugin] });
  return result.problems
    .filter(({ severity }) => severity === 'error')
    .map(({ code, message }) => `${code} ${message.en}`);
}

/** Each document can be issued when its form holds the least that it must, and when it holds everything. */
function documentProblems(plugin: Plugin): string[] {
  const result = compile(JSON.stringify(definitionUsing(plugin)), { plugins: [plugin] });
  if (!result.ok) return [];
  const { compiled } = result;
  return Object.keys(plugin.documents ?? {}).flatMap((name) =>
    [false, true].flatMap((everything) => {
      const form = plugin.forms?.[name];
      const payload = form ? (sampleOf(form, everything) as JsonObject) : {};
      const problem = issueProblem(compiled, name, payload);
      return problem === null ? [] : [`document ${name}: ${problem}`];
    }),
  );
}

function issueProblem(compiled: CompiledDefinition, name: string, payload: JsonObject): string | null {
  const world = createWorld(compiled, castFor(compiled.definition), Date.UTC(2026, 2, 2));
  try {
    const refusal =
      world.send('opener', { kind: 'case.open', role: 'opener', payload: {} }) ??
      world.send('opener', { kind: 'event.send', event: `take-${name}`, payload });
    if (refusal) return JSON.stringify(refusal);
  } catch (error) {
    if (error instanceof ExpressionError) return error.message;
    throw error;
  }
  const body = world.state?.documents[0]?.body;
  const text = body ? body['zh-CN'] + body.en : '';
  return text === '' || /undefined|null|\[object|\{\{/.test(text) ? `reads ${text}` : null;
}

/** A value that fits a schema, with as little or as much in it as there may be. */
function sampleOf(schema: JsonSchema, everything: boolean): Json {
  const [choice] = (schema['oneOf'] ?? []) as JsonSchema[];
  if (choice) return choice['const'] as Json;
  if ('const' in schema) return schema['const'] as Json;
  switch (schema['type']) {
    case 'boolean':
      return true;
    case 'integer':
    case 'number':
      return Number(schema['minimum'] ?? 1);
    case 'array': {
      const count = everything ? 2 : Number(schema['minItems'] ?? 0);
      return Array.from({ length: count }, () => sampleOf(schema['items'] as JsonSchema, everything));
    }
    case 'object': {
      const conditional = ((schema['allOf'] ?? []) as { then: { required: string[] } }[]).flatMap(
        ({ then }) => then.required,
      );
      const needed = new Set([...((schema['required'] ?? []) as string[]), ...conditional]);
      const properties = Object.entries(schema['properties'] as Record<string, JsonSchema>);
      return Object.fromEntries(
        properties
          .filter(([name]) => everything || needed.has(name))
          .map(([name, part]) => [name, sampleOf(part, everything)]),
      );
    }
    default:
      return SAMPLES[String(schema['format'])] ?? '样例';
  }
}

const SAMPLES: Record<string, string> = {
  date: '2026-03-16',
  'date-time': '2026-03-16T09:30:00+08:00',
  document: 'a'.repeat(64),
};

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
