/** Parts that the forms of plugins are made of: JSON Schemas with titles in both languages (`x-title`). */
import type { JsonSchema, Text } from './text.ts';

export const titled = (zh: string, en: string, schema: JsonSchema): JsonSchema => ({
  'x-title': { 'zh-CN': zh, en },
  ...schema,
});

/** Values with their titles, for `oneOf`. */
export const choices = (titles: Record<string, Text>): JsonSchema[] =>
  Object.entries(titles).map(([value, title]) => ({ const: value, 'x-title': { ...title } }));

/** One line, at most 200 characters. */
export const line: JsonSchema = { type: 'string', minLength: 1, maxLength: 200 };
/** Text, at most 10,000 characters. */
export const words: JsonSchema = { type: 'string', minLength: 1, maxLength: 10_000 };
export const day: JsonSchema = { type: 'string', format: 'date' };
export const instant: JsonSchema = { type: 'string', format: 'date-time' };
export const yesNo: JsonSchema = { type: 'boolean' };
/** Uploaded documents, by the SHA-256 of their bytes. */
export const files: JsonSchema = {
  type: 'array',
  items: { type: 'string', format: 'document' },
  maxItems: 50,
};
