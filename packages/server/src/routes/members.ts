import type { FastifyInstance } from 'fastify';
import type { MemberView } from '@gongzhi/api';
import type { Plugin } from '@gongzhi/engine';
import type { Identity, Member, NewMember } from '@gongzhi/runtime';
import type { Context } from '../context.ts';
import { serverErrors } from '../errors.ts';
import { idFrom } from '../idempotency.ts';
import { held } from '../qualifications.ts';
import { route } from '../route.ts';
import { wire } from '../wire.ts';

export function memberRoutes(app: FastifyInstance, { runtime: { directory, plugins } }: Context) {
  const open = publicQualifications(plugins);

  /** Of one's own party; with a qualification that is public, of every party. */
  route(app, 'listMembers', async ({ query, identity }) => {
    const isPublic = query.qualification !== undefined && open.has(query.qualification);
    const { partyId = isPublic ? undefined : identity.actor.partyId } = query;
    const isOwn = partyId === identity.actor.partyId;
    if (!isPublic && !isOwn && !identity.grants.includes('administrator'))
      throw serverErrors.error('GZ_GRANT_MISSING', { grants: 'administrator' });
    const page = await directory.members({ ...query, ...(partyId === undefined ? {} : { partyId }) });
    return { items: page.items.map((member) => viewMember(member, identity)), next: page.next };
  });

  route(app, 'readMember', async ({ params, identity }) =>
    viewMember(await directory.member(params.memberId), identity),
  );

  route(app, 'addMember', async ({ body, identity, commandId, reply }) => {
    const member = await directory.saveMember({ ...newMember(body), memberId: idFrom(commandId) });
    reply.header('location', `/v1/members/${member.memberId}`);
    return viewMember(member, identity);
  });

  route(app, 'saveMember', async ({ params, body, identity }) =>
    viewMember(await directory.saveMember({ ...newMember(body), memberId: params.memberId }), identity),
  );
}

function publicQualifications(plugins: readonly Plugin[]): Set<string> {
  const all = plugins.flatMap(({ qualifications }) => Object.entries(qualifications ?? {}));
  return new Set(all.filter(([, { public: isPublic }]) => isPublic === true).map(([name]) => name));
}

type Given = Omit<NewMember, 'qualifications'> & {
  qualifications?: { name: string; validUntil: string | null }[];
};

function newMember({ qualifications, ...member }: Given): NewMember {
  return { ...member, ...(qualifications ? { qualifications: held(qualifications) } : {}) };
}

/** Everybody sees who acts for whom; login and grants are for the member and administrators. */
function viewMember(member: Member, { actor, grants }: Identity): MemberView {
  const { memberId, partyId, name, active } = member;
  const isTheirs = actor.memberId === memberId || grants.includes('administrator');
  return isTheirs ? wire(member) : { memberId, partyId, name, active };
}
