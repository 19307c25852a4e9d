/** Parties and the grid that they are responsible for. */
import Type, { type Static } from 'typebox';
import { defineOperations } from './operation.ts';
import { pageOf, pageQuery, query } from './page.ts';
import { At, exampleOf, Id, NewText, nullable, Text } from './text.ts';

export const Qualification = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: 100 }), validUntil: nullable(At) },
  { additionalProperties: false, examples: [{ name: 'government.street-office', validUntil: null }] },
);

const Contact = Type.Object({ channel: Type.String(), address: Type.String() });

export const PartyView = Type.Object(
  {
    partyId: Id,
    kind: Type.String(),
    name: Text,
    qualifications: Type.Array(Qualification),
    cellId: nullable(Type.String()),
    active: Type.Boolean(),
    contacts: Type.Optional(
      Type.Array(Contact, { description: 'Only for its own members and administrators.' }),
    ),
  },
  {
    title: 'PartyView',
    examples: [
      {
        partyId: 'p-nanhu',
        kind: 'government',
        name: { 'zh-CN': '南湖街道办事处', en: 'Nanhu Street Office' },
        qualifications: [{ name: 'government.street-office', validUntil: null }],
        cellId: 'street-nanhu',
        active: true,
      },
    ],
  },
);
export type PartyView = Static<typeof PartyView>;

const newParty = {
  kind: Type.String({ minLength: 1, maxLength: 100 }),
  name: NewText,
  qualifications: Type.Optional(Type.Array(Qualification, { maxItems: 50 })),
  cellId: Type.Optional(nullable(Id)),
  contacts: Type.Optional(
    Type.Array(
      Type.Object(
        {
          channel: Type.String({ minLength: 1, maxLength: 50 }),
          address: Type.String({ minLength: 1, maxLength: 500 }),
          secret: Type.Optional(Type.String({ minLength: 16, maxLength: 200 })),
        },
        { additionalProperties: false },
      ),
      { maxItems: 20 },
    ),
  ),
  active: Type.Optional(Type.Boolean()),
};

export const NewParty = Type.Object(newParty, {
  title: 'NewParty',
  additionalProperties: false,
  examples: [{ kind: 'resident', name: { 'zh-CN': '王女士', en: 'Ms Wang' }, cellId: 'cell-0101' }],
});

export const GridCell = Type.Object(
  {
    cellId: Id,
    parentId: nullable(Type.String()),
    level: Type.Enum(['district', 'street', 'net', 'cell']),
    name: Text,
    stewardMemberId: nullable(Type.String()),
  },
  {
    title: 'GridCell',
    examples: [
      {
        cellId: 'cell-0101',
        parentId: 'net-01',
        level: 'cell',
        name: { 'zh-CN': '幸福路责任片区', en: 'Xingfu Road cell' },
        stewardMemberId: 'm-li',
      },
    ],
  },
);
export type GridCell = Static<typeof GridCell>;

const administrator = { scope: 'administer', grants: ['administrator'] } as const;

export const partyOperations = defineOperations({
  listParties: {
    method: 'GET',
    path: '/v1/parties',
    tag: 'parties',
    summary: { 'zh-CN': '主体列表', en: 'List parties' },
    description: {
      'zh-CN': '没有资质和授权的人只能列出有资质的主体；每页可能少于 limit。',
      en: 'Without a qualification or a grant one lists parties with a qualification; a page may hold fewer than limit.',
    },
    access: { scope: 'read' },
    query: query({
      kind: Type.Optional(Type.String({ maxLength: 100 })),
      qualification: Type.Optional(Type.String({ maxLength: 100 })),
      ...pageQuery,
    }),
    status: 200,
    reply: pageOf(PartyView, 'PartyPage'),
  },
  readParty: {
    method: 'GET',
    path: '/v1/parties/:partyId',
    tag: 'parties',
    summary: { 'zh-CN': '查看主体', en: 'Read a party' },
    access: { scope: 'read' },
    params: Type.Object({ partyId: Id }),
    status: 200,
    reply: PartyView,
    refuses: [404],
  },
  addParty: {
    method: 'POST',
    path: '/v1/parties',
    tag: 'parties',
    summary: { 'zh-CN': '登记主体', en: 'Add a party' },
    access: administrator,
    body: NewParty,
    write: true,
    status: 201,
    reply: PartyView,
    refuses: [422],
  },
  saveParty: {
    method: 'PUT',
    path: '/v1/parties/:partyId',
    tag: 'parties',
    summary: { 'zh-CN': '修改主体', en: 'Save a party' },
    description: { 'zh-CN': '以所给内容替换。', en: 'Replaces what was there.' },
    access: administrator,
    params: Type.Object({ partyId: Id }),
    body: NewParty,
    write: true,
    status: 200,
    reply: PartyView,
    refuses: [422],
  },
  listCells: {
    method: 'GET',
    path: '/v1/cells',
    tag: 'parties',
    summary: { 'zh-CN': '网格', en: 'The grid' },
    access: { scope: 'read' },
    status: 200,
    reply: Type.Object(
      { items: Type.Array(GridCell) },
      { title: 'GridCellList', examples: [{ items: [exampleOf(GridCell)] }] },
    ),
  },
  saveCell: {
    method: 'PUT',
    path: '/v1/cells/:cellId',
    tag: 'parties',
    summary: { 'zh-CN': '修改网格', en: 'Save a grid cell' },
    access: administrator,
    params: Type.Object({ cellId: Id }),
    body: Type.Object(
      {
        parentId: nullable(Id),
        level: GridCell.properties.level,
        name: NewText,
        stewardMemberId: nullable(Id),
      },
      { additionalProperties: false },
    ),
    write: true,
    status: 200,
    reply: GridCell,
    refuses: [404, 422],
  },
});
