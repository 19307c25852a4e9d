/** Lists come as keyset pages: `next` is the cursor of the following page, null when that was all. */
import Type, { type TObject, type TProperties, type TSchema } from 'typebox';
import { exampleOf, nullable } from './text.ts';

/** Every query takes `lang`; unknown parameters are refused. */
export function query<Properties extends TProperties>(properties: Properties): TObject<Properties> {
  return Type.Object(properties, { additionalProperties: false });
}

export const pageQuery = {
  after: Type.Optional(
    Type.String({ minLength: 1, maxLength: 500, description: 'Cursor: `next` of the page before.' }),
  ),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
};

export interface Page<Item> {
  items: Item[];
  next: string | null;
}

export function pageOf<Item extends TSchema>(item: Item, title: string) {
  const example = exampleOf(item);
  return Type.Object(
    { items: Type.Array(item), next: nullable(Type.String()) },
    { title, examples: [{ items: example === undefined ? [] : [example], next: null }] },
  );
}
