/** What a list of cases may be narrowed by. */
import Type from 'typebox';
import { Id } from './text.ts';

export const caseFilter = {
  status: Type.Optional(Type.Enum(['open', 'closed'])),
  definition: Type.Optional(Id),
  procedure: Type.Optional(Type.String({ maxLength: 100 })),
  custodianPartyId: Type.Optional(Id),
  cellId: Type.Optional(Id),
  search: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  overdue: Type.Optional(Type.Boolean()),
};
