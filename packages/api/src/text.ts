/** The pieces that every shape is made of. */
import Type, { type Static, type TSchema } from 'typebox';

/** Words in both languages. */
export const Text = Type.Object(
  { 'zh-CN': Type.String(), en: Type.String() },
  { title: 'Text', examples: [{ 'zh-CN': '噪声投诉', en: 'Noise complaint' }] },
);
export type Text = Static<typeof Text>;

/** The same with limits, for what callers send. */
export const NewText = Type.Object(
  {
    'zh-CN': Type.String({ minLength: 1, maxLength: 200 }),
    en: Type.String({ minLength: 1, maxLength: 200 }),
  },
  { title: 'NewText', additionalProperties: false, examples: [{ 'zh-CN': '南湖街道', en: 'Nanhu Street' }] },
);

/** An instant: ISO 8601 with milliseconds, UTC. */
export const At = Type.String({
  title: 'Instant',
  format: 'date-time',
  maxLength: 40,
  examples: ['2026-05-06T01:30:00.000Z'],
});

/** An id of anything: what the server made or an administrator chose. */
export const Id = Type.String({
  minLength: 1,
  maxLength: 200,
  pattern: '^[^\\s/?#]+$',
  examples: ['0198f2a4-7c11-7d20-9d5e-2f4e5a1b9c33'],
});

export type JsonObject = { [key: string]: unknown };

/** A JSON object whose inside the workflow definition decides. */
export const JsonObject = Type.Unsafe<JsonObject>({
  type: 'object',
  title: 'JsonObject',
  examples: [{ place: '幸福路 8 号', noisyAtNight: true }],
});

export const Json = Type.Unknown({ title: 'Json', examples: [{ ok: true }] });

/** In words, why. */
export const Reason = Type.String({
  minLength: 1,
  maxLength: 2000,
  examples: ['住户反映夜间噪声已停止。'],
});

export const Sha256 = Type.String({
  pattern: '^[0-9a-f]{64}$',
  examples: ['9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'],
});

export function nullable<Schema extends TSchema>(schema: Schema) {
  return Type.Union([schema, Type.Null()]);
}

/** The first example that a shape was declared with. */
export function exampleOf(shape: TSchema): unknown {
  return (shape as { examples?: unknown[] }).examples?.[0];
}
