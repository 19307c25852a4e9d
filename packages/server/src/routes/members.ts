import type { FastifyInstance } from 'fastify';
import type { MemberView } from '@gongzhi/api';
import type { Identity, Member, NewMember } from '@gongzhi/runtime';
import type { Context } from '../context.ts';
import { serverErrors } from '../errors.ts';
import { idFrom } from '../idempotency.ts';
import { held } from '../qualifications.ts';
import { route } from '../route.ts';
import { wire } from '../wire.ts';

export function memberRoutes(app: FastifyInstance, { runtime: { directory } }: Context) {
  route(app, 'listMembers', async ({ query, identity }) => {
    const { partyId = identity.actor.partyId } = query;
    if (partyId !== identity.actor.partyId && !identity.grants.includes('administrator'))
      throw serverErrors.error('GZ_GRANT_MISSING', { grants: 'administrator' });
    const page = await directory.members({ ...query, partyId });
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
