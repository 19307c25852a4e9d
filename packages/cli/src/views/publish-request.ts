import type { PublishRequest } from '@gongzhi/api';
import type { Output } from '../output.ts';
import { text } from '../texts.ts';

const STATUS = {
  pending: 'requestPending',
  approved: 'requestApproved',
  rejected: 'requestRejected',
} as const;
const KIND = { publish: 'requestPublish', activate: 'requestActivate' } as const;

/** One line: what is asked for, by whom, and what came of it. */
export function describeRequest(request: PublishRequest, output: Output): string {
  const { requestId, kind, definitionId, version, status, submittedBy, decidedBy, note, reason } = request;
  const mark = { pending: '…', approved: '✓', rejected: '✗' }[status];
  return [
    `${mark} ${requestId}`,
    `${output.words(text(KIND[kind]))} ${definitionId} v${version}`,
    decidedBy === null ? submittedBy : `${submittedBy} → ${decidedBy}`,
    output.words(text(STATUS[status])),
    reason ?? note ?? '',
  ]
    .join('  ')
    .trimEnd();
}
