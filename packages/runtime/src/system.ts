import type { Actor } from '@gongzhi/engine';

/** The engine itself: clocks, effects, other cases, messages. */
export const SYSTEM: Actor = {
  memberId: 'system',
  partyId: 'system',
  partyKind: 'system',
  qualifications: [],
  system: true,
};
