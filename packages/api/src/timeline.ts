/** A journal entry as somebody may read it. */
import Type, { type Static } from 'typebox';
import { At, Id, Json, JsonObject, Sha256 } from './text.ts';

const Change = Type.Object({
  what: Type.String(),
  name: Type.String(),
  id: Type.Optional(Type.String()),
  by: Type.Optional(Type.String()),
  detail: Type.Optional(Json),
});

export const TimelineEntry = Type.Object(
  {
    position: Type.Integer({ description: 'Grows over the whole store; a stream resumes from it.' }),
    caseId: Id,
    seq: Type.Integer(),
    at: At,
    actor: Type.Object({
      memberId: Type.String(),
      partyId: Type.String(),
      partyKind: Type.String(),
      system: Type.Optional(Type.Literal(true)),
      operator: Type.Optional(Type.Literal(true)),
    }),
    kind: Type.String({ description: 'Kind of the command, e.g. event.send.' }),
    body: JsonObject,
    reason: Type.Optional(Type.String()),
    changes: Type.Array(Change),
    hash: Sha256,
    previousHash: Sha256,
  },
  {
    title: 'TimelineEntry',
    examples: [
      {
        position: 812,
        caseId: '0198f2a4-7c11-7d20-9d5e-2f4e5a1b9c33',
        seq: 2,
        at: '2026-05-06T01:30:00.000Z',
        actor: { memberId: 'm-li', partyId: 'p-nanhu', partyKind: 'government' },
        kind: 'task.claim',
        body: { taskId: 't-1' },
        changes: [{ what: 'task.claimed', name: 'triage', id: 't-1', by: 'm-li' }],
        hash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
        previousHash: '0000000000000000000000000000000000000000000000000000000000000000',
      },
    ],
  },
);
export type TimelineEntry = Static<typeof TimelineEntry>;
