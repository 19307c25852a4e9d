import { readFileSync } from 'node:fs';
import { definitionSchema, PROCEDURES, type JsonObject } from '@gongzhi/engine';
import { Ajv2020 } from 'ajv/dist/2020.js';
import t from 'tap';
import { parse } from 'yaml';

const good = new URL('good/', import.meta.url);
const everything = readFileSync(new URL('everything.yaml', good), 'utf8');

t.test('the published schema is valid JSON Schema 2020-12', async (t) => {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  t.equal(ajv.validateSchema(definitionSchema), true, JSON.stringify(ajv.errors));
  t.equal(definitionSchema['$schema'], 'https://json-schema.org/draft/2020-12/schema');
});

t.test('the schema that a file names for its editor is the one that the compiler uses', async (t) => {
  const path = /^# yaml-language-server: \$schema=(\S+)$/m.exec(everything)?.[1] ?? '';
  const published = JSON.parse(readFileSync(new URL(path, good), 'utf8')) as JsonObject;
  t.strictSame(published, definitionSchema);
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(published);
  t.equal(validate(parse(everything)), true, JSON.stringify(validate.errors));
});

t.test('every property has a title and a description in both languages', async (t) => {
  const visit = (schema: JsonObject, at: string) => {
    for (const [key, value] of Object.entries(schema)) {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) continue;
      if (key === 'properties')
        for (const [name, property] of Object.entries(value) as [string, JsonObject][]) {
          t.match(property['title'], /^.*[\u4E00-\u9FFF].* · [A-Z]/u, `${at}.${name} title`);
          t.match(
            property['description'],
            /[\u4E00-\u9FFF].* [\x20-\x7E]*[a-z<]/u,
            `${at}.${name} description`,
          );
          visit(property, `${at}.${name}`);
        }
      else visit(value as JsonObject, `${at}.${key}`);
    }
  };
  visit(definitionSchema, '');
});

t.test('the schema and the types name the same procedures', async (t) => {
  const { procedure } = definitionSchema['properties'] as { procedure: { enum: string[] } };
  t.strictSame(procedure.enum, [...PROCEDURES]);
});
