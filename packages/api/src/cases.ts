/** Cases: opened, read as the caller may see them, moved on by events. */
import Type from 'typebox';
import { caseFilter } from './case-filter.ts';
import { CaseSummary, CaseView } from './case-view.ts';
import { ClockView } from './clocks.ts';
import { NewAttachment } from './documents.ts';
import { HandoffTarget } from './handoff-target.ts';
import { defineOperations } from './operation.ts';
import { pageOf, pageQuery, query } from './page.ts';
import { Possibilities } from './possibility.ts';
import { Receipt } from './receipt.ts';
import { SignedHead } from './signed-head.ts';
import { Id, JsonObject, Reason } from './text.ts';
import { TimelineEntry } from './timeline.ts';

export const NewCase = Type.Object(
  {
    definition: Id,
    version: Type.Optional(Type.Integer({ minimum: 1 })),
    role: Type.String({ minLength: 1, maxLength: 100 }),
    payload: Type.Optional(JsonObject),
    cellId: Type.Optional(Id),
    reason: Type.Optional(Reason),
  },
  {
    title: 'NewCase',
    additionalProperties: false,
    examples: [
      {
        definition: 'noise-mediation',
        role: 'applicant',
        payload: { place: '幸福路 8 号', text: '每晚十一点后施工。' },
        cellId: 'cell-0101',
      },
    ],
  },
);

export const NewEvent = Type.Object(
  {
    event: Type.String({ minLength: 1, maxLength: 200 }),
    payload: Type.Optional(JsonObject),
    reason: Type.Optional(Reason),
  },
  {
    title: 'NewEvent',
    additionalProperties: false,
    examples: [{ event: 'withdraw', payload: {}, reason: '双方已自行和解。' }],
  },
);

const caseParams = Type.Object({ caseId: Id });
const clockParams = Type.Object({ caseId: Id, clock: Id });
const documentParams = Type.Object({ caseId: Id, documentId: Id });

export const caseOperations = defineOperations({
  openCase: {
    method: 'POST',
    path: '/v1/cases',
    tag: 'cases',
    summary: { 'zh-CN': '立案', en: 'Open a case' },
    access: { scope: 'act' },
    body: NewCase,
    write: true,
    status: 201,
    reply: Receipt,
    refuses: [404, 409, 422],
  },
  listCases: {
    method: 'GET',
    path: '/v1/cases',
    tag: 'cases',
    summary: { 'zh-CN': '案件列表', en: 'List cases' },
    description: {
      'zh-CN': '只列出您可以查看的案件，最近变动的在前。',
      en: 'Only cases that you may read.',
    },
    access: { scope: 'read' },
    query: query({ ...caseFilter, ...pageQuery }),
    status: 200,
    reply: pageOf(CaseSummary, 'CasePage'),
  },
  readCase: {
    method: 'GET',
    path: '/v1/cases/:caseId',
    tag: 'cases',
    summary: { 'zh-CN': '查看案件', en: 'Read a case' },
    description: {
      'zh-CN': '您不可见的内容已去除。ETag 是案件的修订号。',
      en: 'What you may not see is taken out. The ETag is the case’s revision.',
    },
    access: { scope: 'read' },
    params: caseParams,
    status: 200,
    reply: CaseView,
    refuses: [404],
  },
  sendEvent: {
    method: 'POST',
    path: '/v1/cases/:caseId/events',
    tag: 'cases',
    summary: { 'zh-CN': '发出事件', en: 'Send an event' },
    access: { scope: 'act' },
    params: caseParams,
    body: NewEvent,
    write: true,
    ifMatch: true,
    status: 200,
    reply: Receipt,
    refuses: [404, 409, 412, 422],
  },
  readTimeline: {
    method: 'GET',
    path: '/v1/cases/:caseId/timeline',
    tag: 'cases',
    summary: { 'zh-CN': '案件日志', en: 'Read the timeline of a case' },
    description: { 'zh-CN': '最新的在前。', en: 'Newest first.' },
    access: { scope: 'read' },
    params: caseParams,
    query: query(pageQuery),
    status: 200,
    reply: pageOf(TimelineEntry, 'TimelinePage'),
    refuses: [404],
  },
  whatCanIDo: {
    method: 'GET',
    path: '/v1/cases/:caseId/can',
    tag: 'cases',
    summary: { 'zh-CN': '现在可以做什么', en: 'What may I do now?' },
    description: {
      'zh-CN': '每一项列出所需的角色、表单和理由；不可做的说明原因。',
      en: 'Each with the role, form and reason that it needs; what is refused says why.',
    },
    access: { scope: 'read' },
    params: caseParams,
    status: 200,
    reply: Possibilities,
    refuses: [404],
  },
  readClock: {
    method: 'GET',
    path: '/v1/cases/:caseId/clocks/:clock',
    tag: 'cases',
    summary: { 'zh-CN': '期限如何得出', en: 'How a due time comes about' },
    access: { scope: 'read' },
    params: clockParams,
    status: 200,
    reply: ClockView,
    refuses: [404],
  },
  extendClock: {
    method: 'POST',
    path: '/v1/cases/:caseId/clocks/:clock/extend',
    tag: 'cases',
    summary: { 'zh-CN': '延长期限', en: 'Extend a clock' },
    access: { scope: 'act' },
    params: clockParams,
    body: Type.Object({ reason: Type.Optional(Reason) }, { additionalProperties: false }),
    write: true,
    ifMatch: true,
    status: 200,
    reply: Receipt,
    refuses: [404, 409, 412, 422],
  },
  attachDocument: {
    method: 'POST',
    path: '/v1/cases/:caseId/documents',
    tag: 'cases',
    summary: { 'zh-CN': '附加已上传的文件', en: 'Attach an uploaded document' },
    access: { scope: 'act' },
    params: caseParams,
    body: NewAttachment,
    write: true,
    ifMatch: true,
    status: 201,
    reply: Receipt,
    refuses: [404, 409, 412, 422],
  },
  downloadDocument: {
    method: 'GET',
    path: '/v1/cases/:caseId/documents/:documentId',
    tag: 'cases',
    summary: { 'zh-CN': '下载案件文件', en: 'Download a document of a case' },
    access: { scope: 'read' },
    params: documentParams,
    status: 200,
    reply: 'file',
    refuses: [404],
  },
  readHead: {
    method: 'GET',
    path: '/v1/cases/:caseId/head',
    tag: 'cases',
    summary: { 'zh-CN': '案件链首（已签名）', en: 'The signed head of a case’s chain' },
    access: { scope: 'read' },
    params: caseParams,
    status: 200,
    reply: SignedHead,
    refuses: [404],
  },
  offerHandoff: {
    method: 'POST',
    path: '/v1/cases/:caseId/hand-offs',
    tag: 'hand-offs',
    summary: { 'zh-CN': '提出移交', en: 'Offer custody of a case' },
    access: { scope: 'act' },
    params: caseParams,
    body: Type.Object(
      {
        role: Type.String({ minLength: 1, maxLength: 100 }),
        to: HandoffTarget,
        reason: Type.Optional(Reason),
      },
      { additionalProperties: false },
    ),
    write: true,
    ifMatch: true,
    status: 201,
    reply: Receipt,
    refuses: [404, 409, 412, 422],
  },
});
