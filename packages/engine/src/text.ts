/** Words that people read, in both languages. Every text of a definition, an error or a page has both. */
export interface Text {
  'zh-CN': string;
  en: string;
}

export type Language = keyof Text;

/** JSON as it is stored and hashed: no `undefined`, no functions, no Dates. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** A JSON Schema (draft 2020-12) inside a definition or a plugin. Checked when the definition is compiled. */
export type JsonSchema = JsonObject;
