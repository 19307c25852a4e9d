/** A command on its way: taken, not yet answered. */
import { canonicalJson, sha256, type Command, type Facts, type Json } from '@gongzhi/engine';
import type { CommandRequest, Receipt } from './runtime.ts';
import type { Write } from './store/tables.ts';

export interface Pending {
  request: CommandRequest;
  caseId: string;
  requestHash: string;
  also: Write[];
  facts: Facts | undefined;
  rounds: number;
  conflicts: number;
  /** Its id may have a receipt: looked up before the step. Others are found out by the refusal or the commit. */
  isSuspect: boolean;
  resolve(receipt: Receipt): void;
  reject(error: Error): void;
}

export function commandOf({ request, caseId, facts }: Pending): Command {
  const { commandId, actor, reason, body } = request;
  return {
    commandId,
    caseId,
    actor,
    ...(facts === undefined ? {} : { facts }),
    ...(reason === undefined ? {} : { reason }),
    ...body,
  };
}

/**
 * Who asks for what; not what the directory says of them today, and not which revision they relied on.
 *
 * The engine's own commands have ids that follow from what they are about: the same id is the same command, also when
 * a handler that ran twice replies differently the second time.
 */
export function hashOf({ caseId, definition, actor, body, reason }: CommandRequest): string {
  if (actor.system === true) return `system:${body.kind}`;
  return sha256(
    canonicalJson([
      caseId ?? null,
      definition?.id ?? null,
      definition?.version ?? null,
      actor.memberId,
      actor.partyId,
      reason ?? null,
      body as unknown as Json,
    ]),
  );
}
