/** Every operation of the API, by its operationId. */
import { caseOperations } from './cases.ts';
import { definitionOperations } from './definitions.ts';
import { documentOperations } from './documents.ts';
import { handoffOperations } from './handoffs.ts';
import { incidentOperations } from './incidents.ts';
import { keyOperations } from './keys.ts';
import { memberOperations } from './members.ts';
import { messageOperations } from './messages.ts';
import { migrationOperations } from './migrations.ts';
import { outboxOperations } from './outbox.ts';
import { partyOperations } from './parties.ts';
import { publicCaseOperations } from './public-cases.ts';
import { publishingOperations } from './publishing.ts';
import { serviceOperations } from './service.ts';
import { sessionOperations } from './session.ts';
import { streamOperations } from './stream.ts';
import { taskOperations } from './tasks.ts';

export const operations = {
  ...sessionOperations,
  ...caseOperations,
  ...publicCaseOperations,
  ...taskOperations,
  ...handoffOperations,
  ...documentOperations,
  ...definitionOperations,
  ...publishingOperations,
  ...migrationOperations,
  ...partyOperations,
  ...memberOperations,
  ...keyOperations,
  ...incidentOperations,
  ...messageOperations,
  ...outboxOperations,
  ...streamOperations,
  ...serviceOperations,
};

export type Operations = typeof operations;
export type OperationId = keyof Operations;
