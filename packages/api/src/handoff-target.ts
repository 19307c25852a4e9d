import Type from 'typebox';
import { Id } from './text.ts';

/** Whom something is handed to: a party, or one of its members. */
export const HandoffTarget = Type.Object(
  { partyId: Id, memberId: Type.Optional(Id) },
  { additionalProperties: false, examples: [{ partyId: 'p-mediation-society' }] },
);
