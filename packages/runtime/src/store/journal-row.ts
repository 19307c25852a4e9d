import type { SealedEntry } from '../journal.ts';
import type { JournalRow } from './entities.ts';

/** The row of an entry, without its position, which the database gives. */
export function journalRow({
  entry,
  text,
  stateHash,
  previousHash,
  hash,
}: SealedEntry): Omit<JournalRow, 'position'> {
  return {
    caseId: entry.caseId,
    seq: entry.seq,
    at: entry.at,
    kind: entry.body.kind,
    commandId: entry.commandId,
    actorMemberId: entry.actor.memberId,
    actorPartyId: entry.actor.partyId,
    entry: text,
    stateHash,
    previousHash,
    hash,
  };
}
