/** Somebody signed in, as the lists of their inbox know them. */
import type { Identity, InboxViewer } from '@gongzhi/runtime';

export function inboxViewerOf({ actor }: Identity): InboxViewer {
  const { memberId, partyId, partyKind, qualifications } = actor;
  return { memberId, partyId, partyKind, qualifications };
}
