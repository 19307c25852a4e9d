/**
 * Publishing by two persons. A request is pending until another member than its author approves it, or anybody with
 * the grant rejects it; what is published is exactly what was submitted. Who may do which at all is the API's matter.
 */
import type { Actor } from '@gongzhi/engine';
import { v7 as uuid } from 'uuid';
import type { DefinitionCache } from './definitions.ts';
import { runtimeErrors } from './errors.ts';
import type { Publishing, PublishRequest } from './runtime.ts';
import { PublishRequestRow } from './store/entities.ts';
import type { Store } from './store/open.ts';
import { storable } from './store/storable.ts';

const LIST_LIMIT = 200;

export interface PublishingOptions {
  store: Store;
  definitions: DefinitionCache;
  now: () => number;
  required: boolean;
}

export function createPublishing({ store, definitions, now, required }: PublishingOptions): Publishing {
  async function keep(
    row: Pick<PublishRequestRow, 'kind' | 'definitionId' | 'version' | 'hash' | 'source' | 'file' | 'note'>,
    actor: Actor,
  ): Promise<PublishRequest> {
    const whole = {
      ...row,
      requestId: uuid(),
      status: 'pending',
      submittedAt: now(),
      submittedBy: actor.memberId,
      decidedAt: null,
      decidedBy: null,
      reason: null,
    } as PublishRequestRow;
    await store.em().insert(PublishRequestRow, whole);
    return view(whole);
  }

  async function findPending(requestId: string): Promise<PublishRequestRow> {
    const row = await find(requestId);
    if (row === null) throw runtimeErrors.error('GZ_PUBLISH_REQUEST_UNKNOWN', { request: requestId });
    if (row.status !== 'pending') throw decided(row);
    return row;
  }

  const find = (requestId: string) =>
    store.em().findOne(PublishRequestRow, { requestId: storable(requestId) });

  /** Sent again it is the same request. */
  const findSame = (
    kind: PublishRequest['kind'],
    definitionId: string,
    version: number,
    hash: string,
    actor: Actor,
  ) =>
    store.em().findOne(PublishRequestRow, {
      status: 'pending',
      kind,
      definitionId,
      version,
      hash,
      submittedBy: actor.memberId,
    });

  /** Of two who decide at once one does. */
  async function decide(
    row: PublishRequestRow,
    status: 'approved' | 'rejected',
    actor: Actor,
    reason: string | null,
  ): Promise<PublishRequest> {
    const { requestId } = row;
    const decision = { status, decidedAt: now(), decidedBy: actor.memberId, reason };
    const changed = await store
      .em()
      .nativeUpdate(PublishRequestRow, { requestId, status: 'pending' }, decision);
    const after = (await find(requestId))!;
    if (changed === 0) throw decided(after);
    return view(after);
  }

  return {
    required,
    async submit(source, actor, { file, note } = {}) {
      const { id, version, hash } = await definitions.mustBePublishable(source, file);
      const same = await findSame('publish', id, version, hash, actor);
      if (same !== null) return view(same);
      return keep(
        { kind: 'publish', definitionId: id, version, hash, source, file: file ?? null, note: note ?? null },
        actor,
      );
    },
    async submitActivation(id, version, actor, reason) {
      const { ref } = await definitions.compiled(id, version);
      const same = await findSame('activate', id, version, ref.hash, actor);
      if (same !== null) return view(same);
      return keep(
        {
          kind: 'activate',
          definitionId: id,
          version,
          hash: ref.hash,
          source: null,
          file: null,
          note: reason,
        },
        actor,
      );
    },
    async approve(requestId, actor) {
      const row = await findPending(requestId);
      if (row.submittedBy === actor.memberId)
        throw runtimeErrors.error('GZ_PUBLISH_SELF_APPROVAL', { request: requestId });
      const { kind, definitionId, version, source, file, note, submittedBy } = row;
      // Publishing the same content again is no change, so that an approval that died half-way can be repeated.
      if (kind === 'activate') await definitions.activate(definitionId, version);
      else
        await definitions.publishApproved(
          source!,
          { memberId: submittedBy },
          {
            ...(file === null || file === undefined ? {} : { file }),
            ...(note === null || note === undefined ? {} : { note }),
          },
        );
      return decide(row, 'approved', actor, null);
    },
    async reject(requestId, actor, reason) {
      return decide(await findPending(requestId), 'rejected', actor, reason);
    },
    async list({ status } = {}) {
      const rows = await store.em().find(PublishRequestRow, status === undefined ? {} : { status }, {
        orderBy: { requestId: 'desc' },
        limit: LIST_LIMIT,
      });
      return rows.map(view);
    },
    async read(requestId) {
      const row = await find(requestId);
      return row === null ? null : { ...view(row), source: row.source ?? null };
    },
  };
}

function view(row: PublishRequestRow): PublishRequest {
  const { source: _source, file: _file, note, decidedAt, decidedBy, reason, ...rest } = row;
  return {
    requestId: rest.requestId,
    kind: rest.kind,
    definitionId: rest.definitionId,
    version: rest.version,
    hash: rest.hash,
    note: note ?? null,
    status: rest.status,
    submittedAt: rest.submittedAt,
    submittedBy: rest.submittedBy,
    decidedAt: decidedAt ?? null,
    decidedBy: decidedBy ?? null,
    reason: reason ?? null,
  };
}

const decided = ({ requestId, decidedBy, status }: PublishRequestRow) =>
  runtimeErrors.error('GZ_PUBLISH_REQUEST_DECIDED', {
    request: requestId,
    member: decidedBy ?? '–',
    status,
  });
