/** Members: who acts for a party. */
import Type, { type Static } from 'typebox';
import { defineOperations, GRANTS } from './operation.ts';
import { pageOf, pageQuery, query } from './page.ts';
import { Qualification } from './parties.ts';
import { Id, nullable } from './text.ts';

export const MemberView = Type.Object(
  {
    memberId: Id,
    partyId: Id,
    name: Type.String(),
    active: Type.Boolean(),
    /* Only for themselves and administrators: */
    login: Type.Optional(nullable(Type.String())),
    qualifications: Type.Optional(Type.Array(Qualification)),
    grants: Type.Optional(Type.Array(Type.Enum([...GRANTS]))),
  },
  {
    title: 'MemberView',
    examples: [{ memberId: 'm-li', partyId: 'p-nanhu', name: '李明', active: true }],
  },
);
export type MemberView = Static<typeof MemberView>;

export const NewMember = Type.Object(
  {
    partyId: Id,
    name: Type.String({ minLength: 1, maxLength: 100 }),
    login: Type.Optional(Type.String({ minLength: 3, maxLength: 100, pattern: '^\\S+$' })),
    password: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    qualifications: Type.Optional(Type.Array(Qualification, { maxItems: 50 })),
    grants: Type.Optional(Type.Array(Type.Enum([...GRANTS]), { maxItems: 4 })),
    active: Type.Optional(Type.Boolean()),
  },
  {
    title: 'NewMember',
    additionalProperties: false,
    examples: [{ partyId: 'p-nanhu', name: '李明', login: 'liming' }],
  },
);

const administrator = { scope: 'administer', grants: ['administrator'] } as const;

export const memberOperations = defineOperations({
  listMembers: {
    method: 'GET',
    path: '/v1/members',
    tag: 'members',
    summary: { 'zh-CN': '成员列表', en: 'List members' },
    description: {
      'zh-CN':
        '本主体的成员；管理员可列出其他主体的成员。给出资格时为持有该资格的在任成员；插件标为公开的资格（如 mediator），任何人可跨主体查询。',
      en: 'Members of your own party; administrators may name another. With a qualification: active members that hold it now. For a qualification that its plugin marks public, e.g. mediator, everybody gets those of every party.',
    },
    access: { scope: 'read' },
    query: query({ partyId: Type.Optional(Id), qualification: Type.Optional(Id), ...pageQuery }),
    status: 200,
    reply: pageOf(MemberView, 'MemberPage'),
    refuses: [403],
  },
  readMember: {
    method: 'GET',
    path: '/v1/members/:memberId',
    tag: 'members',
    summary: { 'zh-CN': '查看成员', en: 'Read a member' },
    access: { scope: 'read' },
    params: Type.Object({ memberId: Id }),
    status: 200,
    reply: MemberView,
    refuses: [404],
  },
  addMember: {
    method: 'POST',
    path: '/v1/members',
    tag: 'members',
    summary: { 'zh-CN': '登记成员', en: 'Add a member' },
    access: administrator,
    body: NewMember,
    write: true,
    status: 201,
    reply: MemberView,
    refuses: [404, 409, 422],
  },
  saveMember: {
    method: 'PUT',
    path: '/v1/members/:memberId',
    tag: 'members',
    summary: { 'zh-CN': '修改成员', en: 'Save a member' },
    description: { 'zh-CN': '以所给内容替换；不给密码则密码不变。', en: 'Replaces what was there.' },
    access: administrator,
    params: Type.Object({ memberId: Id }),
    body: NewMember,
    write: true,
    status: 200,
    reply: MemberView,
    refuses: [404, 409, 422],
  },
});
