/** What a name means, as Markdown: its title in both languages, and what a reader wants to know of its kind. */
import type { JsonObject, Language } from '@gongzhi/engine';
import { say } from '../texts.ts';
import { outlines, type Analysis } from './analysis.ts';
import type { Name, Names } from './names.ts';
import { titleOf, type OutsideName, type OutsideNames } from './outside.ts';
import { reduce, type NameKind } from './places.ts';
import { namesIn, valueOf, type Path, type Tree } from './tree.ts';
import { durationInWords, inBoth, listAt, textAt } from './words.ts';

export interface Describer {
  analysis: Analysis;
  outside: OutsideNames;
  language: Language;
}

const SCHEMA_SHOWN_LIMIT = 2000;
const FIELDS_LIMIT = 30;

export function describeName(describer: Describer, kind: NameKind, name: string): string | null {
  for (const { tree, names } of outlines(describer.analysis)) {
    const declaration = names.declaration(kind, name);
    if (declaration) return describeDeclared(describer, tree, names, declaration);
  }
  const { forms, documents } = describer.outside;
  const outside = kind === 'form' ? forms.get(name) : kind === 'document' ? documents.get(name) : undefined;
  return outside ? describeOutside(describer, outside) : null;
}

export function describeOutside({ language }: Describer, name: OutsideName): string {
  const { title, plugin, schema, reply, signature = '' } = name;
  return lines(
    `**${name.name}**${signature && ` \`${signature}\``}${title ? ` · ${inBoth(title, language)}` : ''}`,
    plugin && say('lspFromPlugin', language, { plugin }),
    schema && `${say('lspInput', language)}\n${schemaBlock(schema)}`,
    reply && `${say('lspReply', language)}\n${schemaBlock(reply)}`,
  );
}

function describeDeclared(describer: Describer, tree: Tree, names: Names, declaration: Name): string {
  const { language } = describer;
  const { kind, name, path } = declaration;
  const inside = (...steps: string[]): Path => [...path, ...steps];
  const title = inBoth(textAt(tree, inside('title')) ?? textAt(tree, inside('x-title')), language);
  const heading = `**${name}** · ${kindInWords(kind, language)}${title && `\n\n${title}`}`;
  const basis = () => basisLines(tree, names, listAt(tree, inside('basis')), language);
  const list = (key: 'lspBy' | 'lspFields' | 'lspPartyKinds', values: string[]) =>
    values.length > 0 && `${say(key, language)} ${values.slice(0, FIELDS_LIMIT).join(', ')}`;
  switch (kind) {
    case 'basis':
      return lines(`**${name}** · ${kindInWords(kind, language)}`, ...lawLines(tree, path, language));
    case 'clock':
      return lines(heading, ...clockLines(tree, path, language), ...basis());
    case 'state':
      return lines(heading, inBoth(textAt(tree, inside('description')), language), ...basis());
    case 'event':
      return lines(heading, list('lspBy', listAt(tree, inside('by'))), ...basis());
    case 'role':
      return lines(heading, list('lspPartyKinds', listAt(tree, inside('party'))));
    case 'form':
      return lines(heading, list('lspFields', namesIn(tree, inside('properties'))));
    case 'block':
      return lines(heading, list('lspBy', [...listAt(tree, inside('role')), ...listAt(tree, inside('to'))]));
    case 'field':
      return lines(heading, valueOf(tree, inside('type')));
    default:
      return lines(heading);
  }
}

function kindInWords(kind: NameKind, language: Language): string {
  return say(KINDS[kind], language);
}

const KINDS = {
  state: 'lspState',
  role: 'lspRole',
  form: 'lspForm',
  clock: 'lspClock',
  block: 'lspBlock',
  event: 'lspEvent',
  document: 'lspDocument',
  basis: 'lspBasis',
  field: 'lspField',
  outcome: 'lspState',
} as const;

function clockLines(tree: Tree, path: Path, language: Language): string[] {
  const days = valueOf(tree, [...path, 'days']);
  const words = (limit: string | undefined) => durationInWords(limit ?? '?', days, language);
  const by = listAt(tree, [...path, 'extendable', 'by']).join(', ');
  return [
    words(valueOf(tree, [...path, 'limit'])),
    ...listAt(tree, [...path, 'warn']).map((warn) => say('lspWarns', language, { before: words(warn) })),
    by &&
      say('lspExtendable', language, {
        by,
        limit: words(valueOf(tree, [...path, 'extendable', 'limit'])),
        times: valueOf(tree, [...path, 'extendable', 'times']) ?? '?',
      }),
  ];
}

function lawLines(tree: Tree, path: Path, language: Language): string[] {
  const value = (key: string) => valueOf(tree, [...path, key]) ?? '';
  return [
    `${inBoth(textAt(tree, [...path, 'law']), language)} ${value('article')}`,
    value('unconfirmed') === 'true' ? say('lspUnconfirmed', language) : '',
    value('url'),
  ];
}

function basisLines(tree: Tree, names: Names, cited: string[], language: Language): string[] {
  return cited.flatMap((name) => {
    const declaration = names.declaration('basis', name);
    return declaration
      ? lawLines(tree, declaration.path, language)
          .slice(0, 1)
          .map((law) => `§ ${law}`)
      : [];
  });
}

function schemaBlock(schema: JsonObject): string {
  const written = JSON.stringify(schema, null, 2);
  const shown = written.length > SCHEMA_SHOWN_LIMIT ? `${written.slice(0, SCHEMA_SHOWN_LIMIT)}\n…` : written;
  return `\`\`\`json\n${shown}\n\`\`\``;
}

const lines = (...parts: (string | false | null | undefined)[]) => parts.filter(Boolean).join('\n\n');

/** Fields of the payload that an expression at a path sees; null: not known. */
export function payloadFields(describer: Describer, path: Path): Map<string, string> | null {
  for (const { tree, names } of outlines(describer.analysis)) {
    const form = payloadForm(tree, names, path);
    if (form === undefined) continue;
    if (names.declaration('form', form)) {
      const fields = namesIn(tree, ['forms', form, 'properties']);
      const titleAt = (field: string) => textAt(tree, ['forms', form, 'properties', field, 'x-title']);
      return new Map(fields.map((field) => [field, inBoth(titleAt(field), describer.language)]));
    }
    const schema = describer.outside.forms.get(form)?.schema;
    const properties = Object.entries((schema?.['properties'] ?? {}) as Record<string, JsonObject>);
    return new Map(properties.map(([name, inner]) => [name, inBoth(titleOf(inner), describer.language)]));
  }
  return null;
}

function payloadForm(tree: Tree, names: Names, path: Path): string | undefined {
  if (path[0] === 'open') return valueOf(tree, ['open', 'form']);
  const on = path.lastIndexOf('on');
  const event = String(path[on + 1]);
  if (on < 0 || !['D', 'S'].includes(String(reduce(path.slice(0, on + 1)).steps[0]))) return undefined;
  const [block = '', kind] = event.split('.');
  if (kind === undefined) return valueOf(tree, ['events', event, 'form']);
  const declaration = names.declaration('block', block);
  return declaration && valueOf(tree, [...declaration.path, 'form']);
}
