/** What a case command gets when, and only when, it is durable. */
import Type, { type Static } from 'typebox';
import { At, Id, Sha256 } from './text.ts';

export const Receipt = Type.Object(
  {
    caseId: Id,
    revision: Type.Integer(),
    at: At,
    hash: Sha256,
    repeated: Type.Boolean({ description: 'true: this key was seen before and nothing changed.' }),
  },
  {
    title: 'Receipt',
    examples: [
      {
        caseId: '0198f2a4-7c11-7d20-9d5e-2f4e5a1b9c33',
        revision: 4,
        at: '2026-05-06T01:30:00.000Z',
        hash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
        repeated: false,
      },
    ],
  },
);
export type Receipt = Static<typeof Receipt>;
