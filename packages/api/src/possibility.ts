import Type, { type Static } from 'typebox';
import { exampleOf, JsonObject, nullable, Text } from './text.ts';

/** One thing that could be done in the case now, and what it needs. */
export const Possibility = Type.Object(
  {
    kind: Type.String({ description: 'Kind of the command, e.g. task.claim.' }),
    name: Type.String(),
    id: nullable(Type.String()),
    title: Text,
    roles: Type.Array(Type.String()),
    allowed: Type.Boolean(),
    refusal: nullable(
      Type.Object({
        code: Type.String(),
        message: Text,
        remedy: Text,
        details: Type.Optional(Type.Unknown()),
      }),
    ),
    form: nullable(Type.String()),
    schema: nullable(JsonObject),
    reason: nullable(Type.Enum(['required', 'optional'])),
  },
  {
    title: 'Possibility',
    examples: [
      {
        kind: 'task.claim',
        name: 'triage',
        id: 't-1',
        title: { 'zh-CN': '受理', en: 'Triage' },
        roles: ['steward'],
        allowed: true,
        refusal: null,
        form: null,
        schema: null,
        reason: null,
      },
    ],
  },
);
export type Possibility = Static<typeof Possibility>;

export const Possibilities = Type.Object(
  { revision: Type.Integer(), items: Type.Array(Possibility) },
  {
    title: 'Possibilities',
    examples: [{ revision: 3, items: [exampleOf(Possibility)] }],
  },
);
