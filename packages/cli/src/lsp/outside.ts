/** Names that a definition may use without declaring them: what plugins and the engine bring. */
import { calendars, type JsonObject, type Plugin, type Text } from '@gongzhi/engine';

export interface OutsideName {
  name: string;
  title: Text | null;
  /** The plugin that brings it. */
  plugin: string | null;
  /** Of a form, or of an effect's input. */
  schema?: JsonObject;
  reply?: JsonObject;
  /** Of a function, without its name. */
  signature?: string;
}

type Entries = ReadonlyMap<string, OutsideName>;

export interface OutsideNames {
  partyKinds: Entries;
  qualifications: Entries;
  effects: Entries;
  forms: Entries;
  documents: Entries;
  functions: Entries;
  calendars: Entries;
}

export function outsideNames(plugins: readonly Plugin[]): OutsideNames {
  const gather = (of: (plugin: Plugin) => OutsideName[]): Entries =>
    new Map(plugins.flatMap(of).map((one) => [one.name, one]));
  return {
    partyKinds: gather(({ name, partyKind }) =>
      partyKind ? [{ name: partyKind.kind, title: partyKind.title, plugin: name }] : [],
    ),
    qualifications: gather((plugin) =>
      Object.entries(plugin.qualifications ?? {}).map(([name, { title }]) => ({
        name,
        title,
        plugin: plugin.name,
      })),
    ),
    effects: gather((plugin) =>
      Object.entries(plugin.effects ?? {}).map(([name, { title, input, reply }]) => ({
        name: `${plugin.name}.${name}`,
        title,
        plugin: plugin.name,
        schema: input,
        ...(reply ? { reply } : {}),
      })),
    ),
    forms: gather((plugin) =>
      Object.entries(plugin.forms ?? {}).map(([name, schema]) => ({
        name: `${plugin.name}.${name}`,
        title: titleOf(schema),
        plugin: plugin.name,
        schema,
      })),
    ),
    documents: gather((plugin) =>
      Object.entries(plugin.documents ?? {}).map(([name, { title }]) => ({
        name: `${plugin.name}.${name}`,
        title,
        plugin: plugin.name,
      })),
    ),
    functions: new Map([...FUNCTIONS, ...plugins.flatMap(functionsOf)].map((one) => [one.name, one])),
    calendars: new Map(calendars().map(({ id }) => [id, { name: id, title: null, plugin: null }])),
  };
}

/** The title that a schema of a form or a field has. */
export function titleOf(schema: JsonObject): Text | null {
  const title = schema['x-title'];
  const isText = typeof title === 'object' && title !== null && 'zh-CN' in title && 'en' in title;
  return isText ? (title as unknown as Text) : null;
}

const functionsOf = ({ name: plugin, functions }: Plugin): OutsideName[] =>
  Object.entries(functions ?? {}).map(([name, { signature }]) => ({ name, title: null, plugin, signature }));

/** Those of CEL that definitions use, and those of the engine (cel.ts). */
const FUNCTIONS: OutsideName[] = (
  [
    ['has', '(field): bool'],
    ['size', '(list | map | string): int'],
    ['string', '(value): string'],
    ['int', '(value): int'],
    ['double', '(value): double'],
    ['timestamp', '(string): timestamp'],
    ['duration', '(string): duration'],
    ['days', '(number): duration'],
    ['date', '(string): timestamp'],
    ['localDate', '(timestamp): string'],
    ['workingDaysBetween', '(timestamp, timestamp): double'],
  ] as const
).map(([name, signature]) => ({ name, title: null, plugin: null, signature }));
