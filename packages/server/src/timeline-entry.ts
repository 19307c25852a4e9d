import type { TimelineEntry } from '@gongzhi/api';
import { viewEntry, type CaseState, type CompiledDefinition, type Viewer } from '@gongzhi/engine';
import type { StoredEntry } from '@gongzhi/runtime';
import { wire } from './wire.ts';

/** An entry as the viewer may read it, on the wire; null: not at all. */
export function timelineEntry(
  compiled: CompiledDefinition,
  state: CaseState,
  stored: StoredEntry,
  viewer: Viewer,
): TimelineEntry | null {
  const entry = viewEntry(compiled, state, stored, viewer);
  if (entry === null) return null;
  const { kind, ...body } = entry.body;
  const { memberId, partyId, partyKind, system, operator } = entry.actor;
  return {
    position: stored.position,
    caseId: entry.caseId,
    seq: entry.seq,
    actor: {
      memberId,
      partyId,
      partyKind,
      ...(system ? { system } : {}),
      ...(operator ? { operator } : {}),
    },
    kind,
    hash: stored.hash,
    previousHash: stored.previousHash,
    ...wire({ at: entry.at, body, changes: entry.changes }),
    ...(entry.reason === undefined ? {} : { reason: entry.reason }),
  };
}
